"""How little the weights must change to bring an area past a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mdi.errors import ComputationError, counted
from mdi.ranking import deciles
from mdi.reweighting import Reweighing
from mdi.sensitivity.collecting import Progress
from mdi.sensitivity.crossing import Goal, alone, crossing
from mdi.sensitivity.shifting import least_bound, passing_shift, smallest_shift
from mdi.sensitivity.weighed import Weighed, weighed
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    from mdi.fitted import Floats
    from mdi.result import IndexResult


@dataclass(frozen=True, slots=True)
class OneWeight:
    """What one weight alone would have to be, the others keeping their proportions.

    Attributes:
        domain: whose weight.
        share: its share of the weight now.
        needed: the nearest share at which the area reaches the threshold; None where no share
            from 0 to 1 does it.
    """

    domain: str
    share: float
    needed: float | None

    @property
    def change(self) -> float | None:
        """What has to be added to the share."""
        return None if self.needed is None else self.needed - self.share


@dataclass(frozen=True, slots=True)
class Tipping:
    """The change of weights that brings one area past a threshold.

    Attributes:
        area: the code of the area.
        past: the code of the other area; None for the edge of the most deprived tenth.
        into: whether it comes in, or above the other area; else it goes out, or below it.
        change: what is added to the share of each domain; it sums to 0. None where no
            weights of 0 or more were found that bring it past, and not just level.
        distance: the length of the change, √Σδ². The area is level with the threshold there.
        bound: no shorter change does it; None where a ranked area lacks a domain.
        weights: a weight set with the change and a hair more, so that the area is past it.
        rank: the rank by those weights, as `mdi.compute` gives it; None where it has none.
        confirmed: whether the area is really past the threshold by those weights. It may not be
            where other weights change which areas are ranked.
        single: the same by one weight alone, for every domain.
    """

    area: str
    past: str | None
    into: bool
    change: dict[str, float] | None
    distance: float | None
    bound: float | None
    weights: WeightSet | None
    rank: int | None
    confirmed: bool
    single: tuple[OneWeight, ...]


def tipping_weights(
    result: IndexResult,
    areas: str | Sequence[str],
    past: str | None = None,
    *,
    progress: Progress | None = None,
) -> tuple[Tipping, ...]:
    """The smallest change of the weights that brings each of these areas past a threshold.

    Past another area it is exact. Past the edge of the most deprived tenth, where all areas move
    with the weights, it is a change that does it and cannot be shortened step by step, and `bound`
    says how much shorter another one could be at most. No weight goes below 0, and domains without
    weight stay without.

    Args:
        result: the index, a mean of domains by declared weights.
        areas: codes of ranked areas.
        past: the code of another area; by default the edge of the most deprived tenth.
        progress: is told how many areas are done, and how many there are.

    Raises:
        ComputationError: the index is no such mean, an area is not ranked, or there is no tenth.
        UnknownAreaError: the result does not have one of the areas.

    Source: formula F32.
    """
    asked = [areas] if isinstance(areas, str) else list(areas)
    tipper = _Tipper(result, weighed(result), past)
    places = [tipper.place(code) for code in asked]
    found = []
    for code, place in zip(asked, places, strict=True):
        found.append(tipper.of(code, place))
        if progress is not None:
            progress(len(found), len(asked))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Tipper:
    """What the areas of one request share."""

    result: IndexResult
    index: Weighed
    past: str | None

    def place(self, code: str) -> int:
        """Where an area stands among the ranked ones."""
        row = self.result.position(code)
        if self.result.rank[row] == 0:
            raise ComputationError(
                f"Area '{code}' is not ranked, so no weights move it.",
                hint=f"Its status is '{self.result.status[row].value}'.",
            )
        return int(np.searchsorted(self.index.areas, row))

    def of(self, code: str, place: int) -> Tipping:
        """The tipping weights of one area."""
        goal, index = self._goal(place), self.index
        single = self._single(goal)
        shift, passed = smallest_shift(index, goal) or (None, None)
        beyond = None
        if passed is not None:
            beyond = passing_shift(index, goal, passed, shift, margin=True)
        if beyond is None:  # level at the very end of what weights can be, and never past
            shift = None
        distance = None if shift is None else float(np.sqrt((shift**2).sum()))
        weights = None if beyond is None else self._weights(beyond)
        rank, confirmed = self._seen(code, weights, goal)
        return Tipping(
            area=code,
            past=self.past,
            into=goal.into,
            change=None if shift is None else dict(zip(index.domains, shift.tolist(), strict=True)),
            distance=distance,
            bound=min(least_bound(index, goal), distance or np.inf) if index.complete else None,
            weights=weights,
            rank=rank,
            confirmed=confirmed,
            single=single,
        )

    @cached_property
    def _reweighing(self) -> Reweighing:
        return Reweighing(self.result)

    @cached_property
    def _allowed(self) -> int:
        """How many areas may stand above an area of the most deprived tenth."""
        method, ranked = self.result.method, self.result.ranked
        if method.deciles.by != "areas":
            raise ComputationError(
                "The most deprived tenth of this method holds a tenth of the people, and its edge "
                "moves with the weights.",
                hint="Name another area with 'past', or declare deciles by areas.",
            )
        places = np.arange(1, ranked + 1, dtype=np.int32)
        tenth = deciles(places, ranked, method.min_for_deciles, method.deciles.rule)
        inside = int((tenth == 1).sum())
        if not inside:
            found = counted(ranked, "ranked area")
            raise ComputationError(f"There is no most deprived tenth of {found}.")
        return inside - 1

    def _goal(self, place: int) -> Goal:
        """Past whom the area is to come, and in which direction."""
        count = len(self.index.areas)
        if self.past is not None:
            rivals, allowed = np.array([self.place(self.past)], np.int64), 0
        else:
            rivals, allowed = np.delete(np.arange(count), place), self._allowed
        scores = self.result.index[self.index.areas]
        above = int((scores[rivals] > scores[place]).sum())
        return Goal(place, rivals, allowed, into=above > allowed)

    def _single(self, goal: Goal) -> tuple[OneWeight, ...]:
        """Every weight alone, up and down."""
        shares = self.index.shares
        found = []
        for place, domain in enumerate(self.index.domains):
            own, way = float(shares[place]), alone(shares, place)
            up, down = (crossing(self.index, sign * way, goal) for sign in (1.0, -1.0))
            steps = [t for t in (up, None if down is None else -down) if t is not None]
            needed = own + min(steps, key=abs) if steps else None
            found.append(OneWeight(domain, own, needed))
        return tuple(found)

    def _weights(self, shift: Floats) -> WeightSet:
        """The weight set with a change, in the unit in which it was printed."""
        declared = self.result.weights
        shares = np.maximum(self.index.shares + shift, 0.0)
        total = sum(declared.weights[name] for name in self.index.domains)
        new = dict(zip(self.index.domains, (shares * total).tolist(), strict=True))
        return declared.model_copy(
            update={"id": f"{declared.id}_tipped", "weights": declared.weights | new}
        )

    def _seen(self, code: str, weights: WeightSet | None, goal: Goal) -> tuple[int | None, bool]:
        """The rank by other weights, and whether the goal is reached there."""
        if weights is None:
            return None, False
        found = self._reweighing.of(weights)
        row = self.result.position(code)
        if self.past is None:
            inside = found.decile[row] == 1
        else:
            inside = found.index[row] >= found.index[self.result.position(self.past)]
        ranked = int(found.rank[row]) or None
        return ranked, bool(ranked is not None and inside == goal.into)
