"""The multiverse: the index under every combination of choices that can be defended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mdi.errors import ComputationError, DeclarationError, MdiError, Problem, did_you_mean
from mdi.fitted import Floats
from mdi.reweighting import Reweighed, Reweighing
from mdi.sensitivity.grid import Declared, Grid, grid_of
from mdi.sensitivity.outputs import mean_shift, overlap
from mdi.sensitivity.variance import SobolIndices
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

Ints = NDArray[np.int32]
Output = Literal["mean_shift", "overlap"]


@dataclass(frozen=True, eq=False, repr=False)
class Multiverse:
    """The index of n areas under m specifications.

    Attributes:
        result: the index that they are held against.
        grid: the choices and their options.
        specifications: (m,) those that make an index, by choice.
        refused: those that make none, and why.
        counted: (n,) in how many specifications an area is ranked.
        in_top: (n,) in how many it is in the most deprived tenth.
        best: (n,) its rank farthest from 1; 0 where it is never ranked.
        worst: (n,) its rank nearest to 1.
        mean_shift: (m,) mean absolute change of rank against the result.
        overlap: (m,) areas in both most deprived tenths ÷ areas in either.
        followed: (q,) codes of the areas whose ranks were kept.
        ranks: (m, q) their ranks; 0 where not ranked.
    """

    result: IndexResult
    grid: Grid
    specifications: tuple[dict[str, str], ...]
    refused: tuple[tuple[dict[str, str], str], ...]
    counted: Ints
    in_top: Ints
    best: Ints
    worst: Ints
    mean_shift: Floats
    overlap: Floats
    followed: tuple[str, ...]
    ranks: Ints

    def __len__(self) -> int:
        return len(self.specifications)

    @property
    def share(self) -> Floats:
        """(n,) the share of the specifications in which an area is in the most deprived tenth."""
        return np.asarray(self.in_top / max(len(self), 1))

    def always(self, share: float = 0.95) -> tuple[str, ...]:
        """Codes of the areas in the most deprived tenth under at least this share of them."""
        least = share * len(self) - 1e-9
        rows = np.flatnonzero((self.in_top >= least) & (self.in_top > 0))
        return tuple(self.result.table.codes[row] for row in rows.tolist())

    def curve(self, area: str | None = None) -> pd.DataFrame:
        """The specification curve: a row for each specification, in the order of an outcome.

        Columns: a column for each choice, `mean_shift`, `overlap`, and `rank` of the area.

        Args:
            area: ordered by its rank, from the most deprived; by default by the overlap, from the
                most like the result.

        Raises:
            DeclarationError: the area was not followed.

        Source: Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4.
        """
        import pandas as pd  # noqa: PLC0415

        frame = pd.DataFrame(list(self.specifications), columns=list(self.grid.choices))
        frame["mean_shift"], frame["overlap"] = self.mean_shift, self.overlap
        if area is None:
            return frame.sort_values("overlap", ascending=False, kind="stable", ignore_index=True)
        if area not in self.followed:
            hint = did_you_mean(area, self.followed) if self.followed else "Name it in 'follow'."
            raise DeclarationError(f"The ranks of '{area}' were not kept.", hint=hint)
        ranks = pd.Series(self.ranks[:, self.followed.index(area)].astype(np.int64), dtype="Int64")
        frame["rank"] = ranks.mask(ranks == 0)
        return frame.sort_values("rank", kind="stable", ignore_index=True)

    def shares(self, output: Output | str = "overlap") -> SobolIndices:
        """What share of the variance goes with each choice: exact, over the whole grid.

        Args:
            output: `mean_shift`, `overlap`, or the code of an area that was followed: its rank.

        Raises:
            ComputationError: a specification makes no index, or does not rank the area.
            DeclarationError: there is no such output.

        Source: formula F28, as an analysis of variance of a complete grid.
        """
        values = self._values(output).reshape(self.grid.shape)
        variance, axes = float(values.var()), range(values.ndim)
        first, total = np.full((2, values.ndim), np.nan)
        for axis in axes if variance > 0 else ():
            others = tuple(other for other in axes if other != axis)
            first[axis] = values.mean(axis=others).var() / variance
            total[axis] = values.var(axis=axis).mean() / variance
        return SobolIndices(
            inputs=self.grid.choices,
            first=first,
            total=total,
            first_interval=np.stack([first, first], axis=1),
            total_interval=np.stack([total, total], axis=1),
            variance=variance,
            runs=values.size,
        )

    def _values(self, output: str) -> Floats:
        """(m,) an output of every specification."""
        if output in ("mean_shift", "overlap"):
            values = np.asarray(getattr(self, output))
        elif output in self.followed:
            values = self.ranks[:, self.followed.index(output)].astype(np.float64)
        else:
            known = ["mean_shift", "overlap", *self.followed]
            raise DeclarationError(f"There is no '{output}'.", hint=did_you_mean(output, known))
        if self.refused or (output in self.followed and (values == 0).any()):
            problems = [Problem(f"{_words(spec)}: {why}") for spec, why in self.refused]
            raise ComputationError(
                "Not every specification has this outcome, so its variance cannot be divided.",
                problems,
                hint="Leave out the options that do not go together.",
            )
        return values


def multiverse(
    result: IndexResult,
    choices: Declared = "choices",
    *,
    weights: Sequence[WeightSet | str | Path] = (),
    follow: Sequence[str] = (),
) -> Multiverse:
    """The index under every combination of declared choices, each as `mdi.compute` gives it.

    Only what an area comes to is kept, and not every rank, so that a thousand specifications of a
    country fit in memory. What does not go together, such as a geometric mean of points below 0,
    is told as refused.

    Args:
        result: the index of n areas; what is no choice stays as it is there.
        choices: of the method, declared, or by name or file; None where it stays.
        weights: weight sets to choose from.
        follow: codes of areas whose ranks are kept.

    Raises:
        DeclarationError: a name is unknown, or there is nothing to choose.
        ComputationError: no specification makes an index.
        UnknownAreaError: the result does not have an area to follow.

    Source: Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Perspectives on Psychological
    Science 11; OECD/JRC Handbook on Constructing Composite Indicators, step 7.
    """
    grid = grid_of(choices, weights)
    rows = np.array([result.position(code) for code in follow], np.int64)
    tally, reweighing = _Tally(result, rows), Reweighing(result)
    done, refused = [], []
    for specification in grid.specifications():
        try:
            method = grid.method(specification, result.method)
            found = reweighing.of(grid.weights(specification), method)
        except MdiError as error:
            reason = "; ".join(map(str, error.problems)) or error.message
            refused.append((specification, reason))
            continue
        done.append(specification)
        tally.add(found)
    if not done:
        problems = [Problem(f"{_words(spec)}: {why}") for spec, why in refused]
        raise ComputationError("No specification makes an index.", problems)
    return Multiverse(
        result,
        grid,
        tuple(done),
        tuple(refused),
        tally.counted,
        tally.in_top,
        tally.best,
        np.where(tally.best > 0, tally.worst, 0).astype(np.int32),
        np.array(tally.shift),
        np.array(tally.overlap),
        tuple(follow),
        np.array(tally.ranks),
    )


@dataclass(slots=True, eq=False)
class _Tally:
    """What is counted of each specification, before its ranks are forgotten."""

    result: IndexResult
    rows: NDArray[np.int64]
    counted: Ints = field(init=False)
    in_top: Ints = field(init=False)
    best: Ints = field(init=False)
    worst: Ints = field(init=False)
    shift: list[float] = field(default_factory=list)
    overlap: list[float] = field(default_factory=list)
    ranks: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counted, self.in_top, self.best = np.zeros((3, len(self.result)), np.int32)
        self.worst = np.full(len(self.result), np.iinfo(np.int32).max, np.int32)

    def add(self, found: Reweighed) -> None:
        """Count one specification."""
        ranked, top = found.rank > 0, found.decile == 1
        self.counted += ranked
        self.in_top += top
        self.best = np.maximum(self.best, found.rank)
        self.worst = np.where(ranked, np.minimum(self.worst, found.rank), self.worst)
        self.shift.append(mean_shift(found.rank, self.result.rank))
        self.overlap.append(overlap(top, self.result.decile == 1))
        self.ranks.append(found.rank[self.rows])


def _words(specification: dict[str, str]) -> str:
    return ", ".join(f"{choice} {option}" for choice, option in specification.items())
