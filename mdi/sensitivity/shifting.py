"""The shortest change of weights that reaches a goal."""

from __future__ import annotations

import numpy as np

from mdi.fitted import Floats, Ints
from mdi.sensitivity.crossing import Goal, alone, crossing
from mdi.sensitivity.nearest import nearest
from mdi.sensitivity.weighed import Weighed

HAIR = 1e-8  # of the range of the scores: far above rounding, far below a difference
TURNS = 60
WAYS = 96  # directions, and their opposites
KEPT = 12  # of which the shortest are looked at closely
EXCHANGES = 25  # at most
NEAR = 6  # rivals that are tried in exchange
CLOSE = 1e-12


def closed_form(gap: float, slope: Floats) -> Floats:
    """(D,) the shortest change that sums to 0 and closes a gap: −m · Pa ÷ ‖Pa‖².

    Args:
        gap: m = Σ w·a, the score of the area less that of the other.
        slope: (D,) a, its points less those of the other.

    Source: formula F32.
    """
    centred = slope - slope.mean()
    square = float((centred**2).sum())
    return np.zeros_like(slope) if square == 0 else -gap * centred / square


def least_bound(index: Weighed, goal: Goal) -> float:
    """No change shorter than this reaches the goal, where no area lacks a domain.

    So many rivals have to be passed, and to pass a rival takes its own distance (F32) at least:
    the last of those nearest says how much is needed at the very least.
    """
    scores = index.scores(index.shares)
    gaps = scores[goal.rivals] - scores[goal.area]
    slopes = (index.points[:, goal.rivals] - index.points[:, [goal.area]]).T
    away = _away(gaps, slopes)
    above = gaps > 0
    if goal.into:
        needed, away = int(above.sum()) - goal.allowed, np.sort(away[above])
    else:
        needed, away = goal.allowed + 1 - int(above.sum()), np.sort(away[~above])
    return float(away[needed - 1]) if 0 < needed <= away.size else (np.inf if needed > 0 else 0.0)


def smallest_shift(index: Weighed, goal: Goal) -> tuple[Floats, Ints] | None:
    """The shortest change of the shares that was found, and the rivals it passes.

    For a choice of the rivals to pass the shortest change is exact. The choice is that of places
    where the goal is reached, in many directions; from there rivals are exchanged, one for
    another, as long as that shortens the change.

    Args:
        index: the index as a function of its weights.
        goal: what is to be reached.

    Returns:
        (D,) the change at which the area is level with the last of them, and the places of those
        it passes; None where no change reaches the goal.
    """
    found: tuple[Floats, Ints] | None = None
    for start in _starts(index, goal):
        near = _descend(index, goal, start)
        if near is not None and (found is None or _shorter(near[0], found[0])):
            found = near
    if found is None or len(goal.rivals) == 1:
        return found
    for _ in range(EXCHANGES):
        better = _exchanged(index, goal, *found)
        if better is None:
            break
        found = better
    return found


def _starts(index: Weighed, goal: Goal) -> list[Floats]:
    """Changes to begin with: none, and the shortest of those that reach the goal in a direction."""
    none, size = np.zeros_like(index.shares), len(index.shares)
    if len(goal.rivals) == 1 or size < 2:
        return [none]
    basis = _sum_zero(size)
    spread = np.random.default_rng(0).standard_normal((WAYS, size - 1))
    ways = [*(alone(index.shares, d) for d in range(size)), *(spread @ basis.T)]
    ways = [sign * way / np.sqrt((way**2).sum()) for way in ways if way.any() for sign in (1, -1)]
    lengths = [(crossing(index, way, goal), way) for way in ways]
    reached = sorted(((t, k) for k, (t, _) in enumerate(lengths) if t is not None))
    return [none, *(t * ways[k] for t, k in reached[:KEPT])]


def _descend(index: Weighed, goal: Goal, start: Floats) -> tuple[Floats, Ints] | None:
    """Choose whom to pass, pass them by the shortest way, and choose again there."""
    found: tuple[Floats, Ints] | None = None
    shift = start
    for _ in range(TURNS):
        chosen = _chosen(index, goal, shift)
        passing = passing_shift(index, goal, chosen, shift)
        if passing is None or (found is not None and not _shorter(passing, found[0])):
            break
        found = passing, chosen
        shift = passing
    return found


def _exchanged(
    index: Weighed, goal: Goal, shift: Floats, chosen: Ints
) -> tuple[Floats, Ints] | None:
    """A shorter change that passes one other rival for one that holds the area back."""
    scores = index.scores(np.maximum(index.shares + shift, 0.0))
    others = np.setdiff1d(goal.rivals, chosen)
    lead = np.abs(scores[chosen] - scores[goal.area])
    holding = chosen[np.argsort(lead, kind="stable")[: len(index.shares)]]
    apart = np.abs(scores[others] - scores[goal.area])
    near = others[np.argsort(apart, kind="stable")[:NEAR]]
    for held in holding.tolist():
        kept = chosen[chosen != held]
        for other in near.tolist():
            choice = np.append(kept, other)
            passing = passing_shift(index, goal, choice)
            if passing is not None and _shorter(passing, shift):
                return _descend(index, goal, passing) or (passing, choice)
    return None


def _away(gaps: Floats, slopes: Floats) -> Floats:
    """(r,) the length of the shortest change that makes each rival level: |m| ÷ ‖Pa‖."""
    centred = slopes - slopes.mean(axis=1, keepdims=True)
    size = np.sqrt(np.einsum("rd,rd->r", centred, centred))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gaps == 0, 0.0, np.abs(gaps) / size)


def _chosen(index: Weighed, goal: Goal, shift: Floats) -> Ints:
    """The places of the rivals that are to stand below the area, or above it, at this change."""
    scores = index.scores(np.maximum(index.shares + shift, 0.0))
    order = goal.rivals[np.argsort(-scores[goal.rivals], kind="stable")]
    return order[goal.allowed :] if goal.into else order[: goal.allowed + 1]


def passing_shift(
    index: Weighed, goal: Goal, chosen: Ints, start: Floats | None = None, *, margin: bool = False
) -> Floats | None:
    """(D,) the shortest change that brings the area past all of the chosen rivals, or None.

    Where no domain is missing the scores are linear and one step is exact. Else they are taken as
    straight lines where the last step led, until it stays where it is.

    Args:
        index: the index as a function of its weights.
        goal: in which direction.
        chosen: the places of the rivals.
        start: where the scores are first taken as straight lines; by default without any change.
        margin: whether by a hair more, so that it is really past them and not level.
    """
    basis = _sum_zero(len(index.shares))
    shift = np.zeros_like(index.shares) if start is None else start
    hair = HAIR * np.ptp(index.scores(index.shares)) if margin else 0.0
    sign = 1.0 if goal.into else -1.0
    for _ in range(1 if index.complete else TURNS):
        shares = np.maximum(index.shares + shift, 0.0)
        scores = index.scores(shares)
        slopes = index.slopes(shares, scores)
        across = sign * (slopes[goal.area] - slopes[chosen])
        lead = sign * (scores[goal.area] - scores[chosen]) - across @ shift
        rows = np.vstack([across @ basis, basis])
        step = nearest(rows, np.concatenate([hair - lead, -index.shares]))
        if step is None:
            return None
        before, shift = shift, basis @ step
        if np.abs(shift - before).max() < CLOSE:
            break
    least = hair / 2 if margin else -HAIR * float(np.ptp(index.scores(index.shares)))
    return shift if _lead(index, goal, chosen, shift) >= least else None


def _lead(index: Weighed, goal: Goal, chosen: Ints, shift: Floats) -> float:
    """By how much the area is past all of these at a change: curves, and corners, may mislead."""
    scores = index.scores(np.maximum(index.shares + shift, 0.0))
    lead = scores[goal.area] - scores[chosen]
    return float((lead if goal.into else -lead).min(initial=np.inf))


def _sum_zero(size: int) -> Floats:
    """(D, D − 1) an orthonormal basis of the changes that sum to 0 (Helmert's)."""
    basis = np.zeros((size, size - 1))
    for k in range(1, size):
        basis[:k, k - 1] = 1.0
        basis[k, k - 1] = -k
        basis[:, k - 1] /= np.sqrt(k * (k + 1))
    return basis


def _shorter(one: Floats, other: Floats | None) -> bool:
    return other is None or float((one**2).sum()) < float((other**2).sum()) * (1 - 1e-9)
