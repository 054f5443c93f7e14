"""The one common factor of correlated children, by maximum likelihood."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats

LOWEST_UNIQUENESS = 0.005  # as in R's factanal; an estimate that ends here is a Heywood case
UNRELATED = 1e-9  # correlations below this are rounding
SINGULAR = 1e-10  # smallest eigenvalue of correlations that are not exact copies
LOWEST, HIGHEST = np.log(LOWEST_UNIQUENESS), 0.0
MOST_STEPS, MOST_HALVINGS = 100, 30
CLOSE = 1e-13  # a step in ln ψ that changes nothing any more
FLATTEST = 1e-8  # curvature below this is taken as this
ROUNDING = 1e-14  # of f, relative
HEYWOOD_STARTS = 2  # the best of all tops was among them in 1,500 random cases
SAME_FIT = 1e-9  # tops whose f differ less are equally likely; the first start is kept


class OneFactor(NamedTuple):
    """What maximum likelihood finds.

    Attributes:
        loadings: λ (k,), the correlation of each child with the factor; Σλ > 0.
        uniquenesses: ψ (k,), what each child has for itself, from 0.005 to 1.
    """

    loadings: Floats
    uniquenesses: Floats

    @property
    def heywood(self) -> Bools:
        """Which uniquenesses (k,) ended at their lower bound."""
        return np.asarray(self.uniquenesses <= LOWEST_UNIQUENESS * (1 + 1e-9))


def one_factor(correlations: Floats) -> OneFactor:
    """Fit one factor to (k, k) correlations, k at least 3.

    The uniquenesses ψ minimise f = Σ_{m≥2} (e_m − ln e_m − 1), with e the eigenvalues of
    Ψ^−½ R Ψ^−½ in descending order; λ = Ψ^½ v₁ √(e₁ − 1). Newton steps over ln ψ within the
    bounds of R's factanal reach the last digits in few rounds. The likelihood may have
    several tops, so the search starts where factanal does and at the likeliest Heywood cases.

    Source: formula F12; Jöreskog (1967), Some contributions to maximum likelihood factor
    analysis, Psychometrika 32; Clarke (1970), A rapidly convergent method for
    maximum-likelihood factor analysis, British Journal of Mathematical and Statistical
    Psychology 23.

    Raises:
        ComputationError: a child is an exact mix of others, or no two are correlated.
    """
    _refuse_copies(correlations)
    _refuse_strangers(correlations)
    logs, least = np.empty(0), np.inf
    for start in _starts(correlations):
        found = _settled(start, correlations)
        misfit = _misfit(found, correlations)[0]
        if misfit < least - SAME_FIT:
            logs, least = found, misfit
    sizes, directions = _eigen(logs, correlations)
    first = np.exp(logs / 2) * directions[:, 0] * np.sqrt(max(sizes[0] - 1, 0.0))
    return OneFactor(first * np.copysign(1.0, first.sum()), np.exp(logs))


def _starts(correlations: Floats) -> Floats:
    """Starts in ln ψ: that of factanal, then the likeliest Heywood cases.

    In a Heywood case a child is the factor itself: ψ = 1 − r².
    """
    own = (1 - 0.5 / len(correlations)) / np.diag(np.linalg.inv(correlations))
    shares = np.vstack([own, 1 - correlations**2])
    logs = np.asarray(np.log(np.clip(shares, LOWEST_UNIQUENESS, 1.0)))
    misfits = [_misfit(start, correlations)[0] for start in logs[1:]]
    likeliest = np.argsort(misfits, kind="stable")[:HEYWOOD_STARTS]
    return np.asarray(logs[np.append(0, 1 + likeliest)])


def _settled(logs: Floats, correlations: Floats) -> Floats:
    """Newton steps from the start until nothing changes any more."""
    for _ in range(MOST_STEPS):
        before = logs
        logs = _descended(before, _step(before, correlations), correlations)
        if np.abs(logs - before).max() < CLOSE:
            break
    return logs


def _eigen(logs: Floats, correlations: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues of Ψ^−½ R Ψ^−½, largest first, and their vectors as columns."""
    scale = np.exp(-logs / 2)
    sizes, directions = np.linalg.eigh(correlations * np.outer(scale, scale))
    return sizes[::-1], directions[:, ::-1]


def _misfit(logs: Floats, correlations: Floats) -> tuple[float, Floats]:
    """Misfit f and its gradient Σ_{m≥2} (1 − e_m) v_im² to ln ψ."""
    sizes, directions = _eigen(logs, correlations)
    rest = np.maximum(sizes[1:], np.finfo(float).tiny)
    gradient = (directions[:, 1:] ** 2 * (1 - rest)).sum(axis=1)
    return float((rest - np.log(rest) - 1).sum()), gradient


def _curvature(logs: Floats, correlations: Floats) -> Floats:
    """Second derivatives of f to ln ψ, from how eigenvalues and vectors move with Ψ."""
    sizes, directions = _eigen(logs, correlations)
    first = np.outer(directions[:, 0], directions[:, 0])
    rest, others = sizes[1:], directions[:, 1:]
    turning = (1 - rest) * (sizes[0] + rest) / np.maximum(sizes[0] - rest, SINGULAR)
    length = (others * rest) @ others.T
    return np.asarray(
        length * (np.eye(len(logs)) - first) + first * ((others * turning) @ others.T)
    )


def _step(logs: Floats, correlations: Floats) -> Floats:
    """The Newton step downhill (k,); 0 for what stands at a bound and would leave it."""
    slope, curvature = _misfit(logs, correlations)[1], _curvature(logs, correlations)
    free = ~_leaving(logs, -slope)
    while True:
        step = np.zeros(len(logs))
        step[free] = _downhill(slope[free], curvature[np.ix_(free, free)])
        if not _leaving(logs, step).any():
            return step
        free &= ~_leaving(logs, step)


def _leaving(logs: Floats, step: Floats) -> Bools:
    """Which of the (k,) stand at a bound with a step beyond it."""
    return np.asarray(((logs <= LOWEST) & (step < 0)) | ((logs >= HIGHEST) & (step > 0)))


def _downhill(slope: Floats, curvature: Floats) -> Floats:
    """Newton step with the sizes of the curvatures, so that it goes down from a saddle too."""
    sizes, directions = np.linalg.eigh(curvature)
    steep = np.maximum(np.abs(sizes), FLATTEST)
    return np.asarray(-directions @ ((directions.T @ slope) / steep))


def _descended(logs: Floats, step: Floats, correlations: Floats) -> Floats:
    """As far along the step, halved when needed, as f goes down (Armijo)."""
    misfit, slope = _misfit(logs, correlations)
    fall = 1e-4 * float(slope @ step)
    for halved in range(MOST_HALVINGS):
        part = 0.5**halved
        trial = np.clip(logs + part * step, LOWEST, HIGHEST)
        if _misfit(trial, correlations)[0] <= misfit + part * fall + ROUNDING * (1 + misfit):
            return trial
    return logs


def _refuse_copies(correlations: Floats) -> None:
    sizes, directions = np.linalg.eigh(correlations)
    if sizes[0] < SINGULAR:
        copies = np.flatnonzero(np.abs(directions[:, 0]) > 1e-6) + 1
        raise ComputationError(
            f"Factor analysis cannot tell child {', '.join(map(str, copies))} apart: each of "
            "them follows exactly from the others.",
            hint="leave one of them out, or choose declared or equal weights",
        )


def _refuse_strangers(correlations: Floats) -> None:
    if np.abs(correlations - np.eye(len(correlations))).max() < UNRELATED:
        raise ComputationError(
            "Factor analysis finds no factor: the children have nothing in common.",
            hint="choose declared or equal weights for this node",
        )
