"""Outputs by name: what is asked of the ranks of every draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mdi.errors import ComputationError, DeclarationError, Problem, did_you_mean
from mdi.fitted import Bools, Ints
from mdi.membership import Larger, Membership, members_of
from mdi.result import IndexResult
from mdi.sensitivity.drawing import Ranks
from mdi.sensitivity.outputs import extent_of, mean_shift, overlap
from mdi.sensitivity.tenths import Tenths

Told = Callable[[Ranks], float]
SHIFT, OVERLAP, EXTENT = "mean_shift", "overlap", "extent:"


def outputs_of(
    result: IndexResult, areas: Ints, names: Sequence[str], to: Larger | None = None
) -> dict[str, Told]:
    """What each output makes of the (m,) ranks of a draw, by name.

    Args:
        result: the index that shift and overlap are held against.
        areas: (m,) the areas whose ranks are told, as positions in the table.
        names: `mean_shift`, `overlap`, the code of an area for its rank, or `extent:` and the code
            of a larger area.
        to: the larger areas, as in `mdi.summarise`.

    Raises:
        DeclarationError: there is no such output, or none at all.
        ComputationError: it cannot be told of this table.
    """
    if not names:
        raise DeclarationError("No output is named.", hint="Name one, such as mean_shift.")
    asker = _Asker(result, areas, members_of(result.table, to) if to is not None else None)
    problems = [problem for name in names for problem in asker.problems(name)]
    if problems:
        raise ComputationError("Not all outputs can be told.", problems)
    return {name: asker.of(name) for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class _Asker:
    """What the outputs of one table share."""

    result: IndexResult
    areas: Ints
    members: Membership | None

    def problems(self, name: str) -> list[Problem]:
        """Why an output cannot be told."""
        codes = self.result.table.codes
        if name == OVERLAP and not self.result.decile.any():
            return [Problem(f"{name}: there is no most deprived tenth of so few areas")]
        if name in (SHIFT, OVERLAP):
            return []
        if name.startswith(EXTENT):
            return self._extent_problems(name.removeprefix(EXTENT))
        if name not in codes:
            near = did_you_mean(name, [SHIFT, OVERLAP, *codes])
            return [Problem(f"'{name}' is no output and no area", hint=near)]
        if self.result.position(name) not in self.areas:
            return [Problem(f"'{name}' is not ranked")]
        return []

    def _extent_problems(self, code: str) -> list[Problem]:
        if self.members is None:
            hint = "name their level in 'to', such as municipality"
            return [Problem(f"'{code}' is a larger area of no known level", hint=hint)]
        if code not in self.members.codes:
            return [Problem(f"there is no '{code}'", hint=did_you_mean(code, self.members.codes))]
        here = self._inside(code)
        people = self.result.table.population[self.areas]
        if not (people[here] > 0).any():
            return [Problem(f"'{code}' has no ranked area with a known number of inhabitants")]
        return []

    def of(self, name: str) -> Told:
        """What one output makes of the ranks."""
        result, areas = self.result, self.areas
        if name == SHIFT:
            before = result.rank[areas]
            return lambda ranks: mean_shift(ranks, before)
        if name == OVERLAP:
            tenths, top = Tenths.of(result, areas), result.decile[areas] == 1
            return lambda ranks: overlap(_first(tenths, ranks), top)
        if name.startswith(EXTENT):
            here, people = self._inside(name.removeprefix(EXTENT)), result.table.population[areas]
            return lambda ranks: extent_of(ranks, people, here)
        place = int(np.flatnonzero(areas == result.position(name))[0])
        return lambda ranks: float(ranks[place]) or np.nan

    def _inside(self, code: str) -> Bools:
        """(m,) whether each of the areas lies in a larger area."""
        assert self.members is not None  # noqa: S101
        group = self.members.codes.index(code)
        rows = self.members.rows[self.members.groups == group]
        return np.isin(self.areas, rows)


def _first(tenths: Tenths, ranks: Ranks) -> Bools:
    """(m,) whether each area is in the most deprived tenth of a draw."""
    return np.asarray((ranks > 0) & (ranks <= tenths.limits(ranks[np.newaxis])[0, 0]))
