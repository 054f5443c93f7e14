"""The best and the worst rank an area can have, whatever its suppressed figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mdi.aggregation import AlkireFoster
from mdi.aggregation.mean import Mean
from mdi.engine import compute
from mdi.errors import ComputationError, DeclarationError, Problem, did_you_mean
from mdi.fitted import Bools, Floats, Ints
from mdi.missing import Copula
from mdi.normalisation import RankRule
from mdi.rates import SCALE
from mdi.status import CellStatus

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

BEYOND = 1e300  # for a scale of ranks, where all that is beyond the others is the same
Limits = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class RankBounds:
    """Between which ranks k areas lie.

    Attributes:
        codes: (k,) their codes.
        suppressed: (k,) how many of their figures are suppressed.
        most_deprived: (k,) the rank nearest to 1 that they can have; 0 where they have none.
        least_deprived: (k,) the rank farthest from 1.
        highest: (k,) the index that goes with the first; NaN where there is none.
        lowest: (k,) the index that goes with the second.
    """

    codes: tuple[str, ...]
    suppressed: Ints
    most_deprived: Ints
    least_deprived: Ints
    highest: Floats
    lowest: Floats

    def of(self, code: str) -> tuple[int, int]:
        """The two ranks of an area, that nearest to 1 first.

        Raises:
            DeclarationError: it was not asked for, or has no suppressed figure.
        """
        if code not in self.codes:
            hint = did_you_mean(code, self.codes) if self.codes else None
            raise DeclarationError(f"There are no bounds for '{code}'.", hint=hint)
        place = self.codes.index(code)
        return int(self.most_deprived[place]), int(self.least_deprived[place])

    def to_frame(self) -> pd.DataFrame:
        """A row for each area: `area_code, suppressed, most_deprived, least_deprived, highest, lowest`."""
        import pandas as pd  # noqa: PLC0415

        names = ("suppressed", "most_deprived", "least_deprived", "highest", "lowest")
        columns = {name: getattr(self, name) for name in names}
        return pd.DataFrame({"area_code": self.codes, **columns})


def rank_bounds(
    result: IndexResult,
    areas: Sequence[str] | None = None,
    *,
    limits: Limits | None = None,
    below: int | None = None,
) -> RankBounds:
    """The best and the worst rank of areas under everything their suppressed figures can have been.

    The scales stay those of the result, so that an area's index rises or falls with each of its
    figures and no other area moves: the worst figures together give the worst rank, the best the
    best, and two passes answer for all areas. Each area is asked about by itself: the suppressed
    figures of others stay as they are.

    Args:
        result: the index.
        areas: codes; by default all areas with a suppressed figure.
        limits: the lowest and the highest that a suppressed figure can be, by indicator. Else it is
            the range that the indicator declares.
        below: suppressed shares and rates with a known denominator have a numerator smaller than
            this, where that says more.

    Raises:
        ComputationError: the index does not rise and fall with each figure, or a figure has no
            limits.
        DeclarationError: there is no such indicator.
        UnknownAreaError: the result does not have one of the areas.

    Source: formula F46; interval arithmetic of a monotone function.
    """
    hidden = result.table.status == CellStatus.SUPPRESSED
    rows = np.flatnonzero(hidden.any(axis=0))
    if areas is not None:
        rows = np.array([result.position(code) for code in areas], np.int64)
    asked = np.zeros(len(result), np.bool_)
    asked[rows] = True
    hidden &= asked
    known = limits or {}
    problems = [*_unknown(result, known), *_bent(result, hidden), *_open(result, hidden, known)]
    if problems:
        raise ComputationError("The ranks that are possible cannot be told.", problems)
    low, high = _intervals(result, known, below)
    problems = list(_empty(result, hidden & (low > high)))
    if problems:
        raise ComputationError("The ranks that are possible cannot be told.", problems)
    signs = _signs(result)[:, np.newaxis]
    highest = _index(result, hidden, np.where(signs > 0, high, low))
    lowest = _index(result, hidden, np.where(signs > 0, low, high))
    return RankBounds(
        tuple(result.table.codes[row] for row in rows.tolist()),
        hidden.sum(axis=0)[rows].astype(np.int64),
        _ranks(result, highest)[rows],
        _ranks(result, lowest)[rows],
        highest[rows],
        lowest[rows],
    )


def _intervals(result: IndexResult, limits: Limits, below: int | None) -> tuple[Floats, Floats]:
    """(leaves, n) the lowest and the highest that a figure can be."""
    table = result.table
    low, high = np.empty(table.values.shape), np.empty(table.values.shape)
    for row, figures in enumerate(table.figures):
        indicator = figures.indicator
        least, most = limits.get(indicator.id, indicator.range)
        low[row], high[row] = max(least, -BEYOND), min(most, BEYOND)
        counts = table.counts.get(indicator.id)
        if below is None or counts is None or indicator.measure not in ("share", "rate"):
            continue
        size = np.where(counts.denominator > 0, counts.denominator, np.nan)
        most_counted = np.minimum(below - 1, np.floor(size)) * SCALE[indicator.measure] / size
        low[row] = np.where(np.isnan(size), low[row], np.maximum(low[row], 0.0))
        high[row] = np.where(np.isnan(size), high[row], np.minimum(high[row], most_counted))
    return low, high


def _empty(result: IndexResult, empty: Bools) -> Iterator[Problem]:
    """Suppressed figures of which the limits say one thing and the counts another."""
    for figures, cells in zip(result.table.figures, empty, strict=True):
        if cells.any():
            name, code = figures.indicator.id, result.table.codes[int(np.argmax(cells))]
            what = f"no figure of '{name}' is within its limits with so small a count, as in {code}"
            yield Problem(what, hint="widen the limits, or ask for a larger 'below'")


def _index(result: IndexResult, hidden: Bools, figures: Floats) -> Floats:
    """(n,) the index with these figures in the hidden cells, by the yardstick of the result."""
    table = result.table
    values = np.where(hidden, figures, table.values)
    status = np.where(hidden, np.uint8(CellStatus.ESTIMATED), table.status)
    filled = replace(table, values=values, status=status)
    return compute(filled, reference=result.yardstick).index


def _ranks(result: IndexResult, index: Floats) -> Ints:
    """(n,) the rank of each area if it alone had this index; 0 where there is none."""
    ranked = result.rank > 0
    others = np.sort(result.index[ranked])
    above = len(others) - np.searchsorted(others, index, side="right")
    above -= ranked & (np.nan_to_num(result.index, nan=-np.inf) > index)  # not itself
    return np.where(np.isnan(index), 0, above + 1).astype(np.int64)


def _signs(result: IndexResult) -> Floats:
    """(leaves,) +1 where a higher figure makes the index higher, −1 where it makes it lower."""
    signs = np.array([figures.sign for figures in result.table.figures])
    stack = [(result.tree.root, 1.0)]
    while stack:
        node, sign = stack.pop()
        if not node.children:
            signs[node.row] *= sign
            continue
        weights = result.weights_of(node).tolist()
        turned = sign * node.sign
        stack += [
            (child, turned * (-1.0 if weight < 0 else 1.0))
            for child, weight in zip(node.children, weights, strict=True)
        ]
    return signs


def _unknown(result: IndexResult, limits: Limits) -> Iterator[Problem]:
    """Limits of indicators that do not exist, or that are the wrong way round."""
    names = [figures.indicator.id for figures in result.table.figures]
    for name, (low, high) in limits.items():
        if name not in names:
            what = f"limits for '{name}', which is no indicator"
            yield Problem(what, hint=did_you_mean(name, names))
        elif not low <= high:
            what = f"limits of '{name}' from {low:g} to {high:g}"
            yield Problem(what, expected="the lowest first")


def _bent(result: IndexResult, hidden: Bools) -> Iterator[Problem]:
    """Rules by which the index may fall where a figure gets worse."""
    method, plan = result.method, result.scoring.plan
    shrunken = [name for name, rules in method.nodes.items() if rules.shrinkage]
    if method.shrinkage or shrunken:
        what = "figures are shrunken by how sure they are, which depends on the figure itself"
        yield Problem(what, hint="use a method without shrinkage")
    gaps = (np.isnan(result.table.values) & ~hidden)[:, hidden.any(axis=0)].any()
    for node in result.tree.nodes():
        rules = plan.parents.get(node.row)
        if rules is None:
            continue
        if not isinstance(rules.aggregation, Mean | AlkireFoster):
            what = (
                f"aggregation '{rules.aggregation.by}' of '{node.id}' does not rise with each part"
            )
            yield Problem(what)
        if isinstance(rules.missing, Copula) and gaps:
            what = f"what is missing in '{node.id}' besides is guessed from the figures themselves"
            yield Problem(what, hint="use the policy renormalise")


def _open(result: IndexResult, hidden: Bools, limits: Limits) -> Iterator[Problem]:
    """Suppressed figures that may be anything, on scales where that matters."""
    for row, figures in enumerate(result.table.figures):
        indicator, rules = figures.indicator, result.scoring.plan.figures[row]
        ends = limits.get(indicator.id, indicator.range)
        ranked = isinstance(rules.normalisation, RankRule) and rules.treatment is None
        if hidden[row].any() and not np.isfinite(ends).all() and not ranked:
            yield Problem(
                f"'{indicator.id}' is suppressed and may be anything",
                hint=f"give limits={{'{indicator.id}': (lowest, highest)}}",
            )
