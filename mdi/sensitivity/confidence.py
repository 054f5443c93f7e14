"""Confidence sets for ranks: where an area may stand, given how well it was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mdi.errors import ComputationError, DeclarationError, did_you_mean
from mdi.fitted import Bools, Floats, Ints

if TYPE_CHECKING:
    import pandas as pd

    from mdi.table import IndicatorTable

BLOCK = 1 << 20  # numbers of noise at a time
KEPT = 1 << 24  # up to so many are kept from one test to the next


@dataclass(frozen=True, slots=True, eq=False)
class RankSets:
    """Confidence sets for the ranks of q areas among N.

    Attributes:
        codes: (q,) the areas.
        rank: (q,) as estimated, 1 for the highest.
        low: (q,) the rank nearest to 1 that cannot be ruled out.
        high: (q,) the rank farthest from 1.
        coverage: how often such sets hold the true rank.
        joint: whether all of them do so at once; else each by itself.
    """

    codes: tuple[str, ...]
    rank: Ints
    low: Ints
    high: Ints
    coverage: float
    joint: bool

    def to_frame(self) -> pd.DataFrame:
        """A row for each area: `area_code, rank, rank_low, rank_high`."""
        import pandas as pd  # noqa: PLC0415

        columns = {"rank": self.rank, "rank_low": self.low, "rank_high": self.high}
        return pd.DataFrame({"area_code": self.codes, **columns})


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the sets are to be, and by how many draws.

    Attributes:
        coverage: how often the sets hold the true ranks, from 0 to 1.
        joint: whether all of them at once.
        draws: of the bootstrap.
        seed: of the draws.
    """

    coverage: float = 0.95
    joint: bool = False
    draws: int = 1000
    seed: int = 0


def rank_confidence(
    table: IndicatorTable,
    indicator: str,
    areas: Sequence[str],
    sureness: Sureness | None = None,
) -> RankSets:
    """Confidence sets for the ranks of areas in one indicator; rank 1 is the worst.

    Shares are compared as empirical logits (F3, F4), rates as logarithms with variance 1 ÷ (r + ½),
    means as they are with their standard errors. The errors of areas are independent.

    Args:
        table: has the counts, or the standard errors, of the indicator.
        indicator: its id.
        areas: codes of the areas.
        sureness: by default 95 % for each area by itself.

    Raises:
        DeclarationError: there is no such indicator.
        ComputationError: the table does not have what it takes, or an area has no figure.

    Source: formula F30; Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91.
    """
    estimates, errors = _measured(table, indicator)
    positions = {code: row for row, code in enumerate(table.codes)}
    known = {code: positions.get(code, -1) for code in areas}
    absent = [code for code, row in known.items() if row < 0 or np.isnan(estimates[row])]
    if absent:
        raise ComputationError(f"There is no figure of '{indicator}' for {', '.join(absent)}.")
    here = np.flatnonzero(~np.isnan(estimates))
    places = np.searchsorted(here, [known[code] for code in areas]).astype(np.int64)
    how = sureness or Sureness()
    low, high, rank = rank_sets(estimates[here], errors[here], places, how)
    return RankSets(tuple(areas), rank, low, high, how.coverage, how.joint)


def rank_sets(
    estimates: Floats, noise: Floats, places: Ints, sureness: Sureness
) -> tuple[Ints, Ints, Ints]:
    """Confidence sets for the ranks of some of N estimates, rank 1 for the highest.

    For every other area it is tested whether it stands above and whether it stands below, so that
    all tests together err as seldom as asked: the critical value is a quantile of the largest gap
    that chance makes. What is settled is set aside, and the others are tested again with a lower
    value, until nothing more is settled. The set begins after the areas that surely stand above,
    and ends before those that surely stand below.

    Args:
        estimates: (N,) the higher, the nearer to rank 1.
        noise: (N,) standard errors of independent estimates; or (draws, N) draws of what chance
            adds to them, with mean 0, where they hang together.
        places: (q,) which of them are asked about.
        sureness: how sure, jointly or each by itself.

    Returns:
        (q,) the lowest and (q,) the highest rank of each set, and the (q,) estimated ranks.

    Source: formula F30; Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91,
    with the step-down of Romano and Wolf (2005), Econometrica 73.
    """
    groups = [places] if sureness.joint else [places[[k]] for k in range(len(places))]
    chance = _Chance(noise, sureness)
    tests = [_tests(estimates, chance, group) for group in groups]
    above = np.concatenate([one for one, _ in tests]) if tests else np.empty(0, np.int64)
    below = np.concatenate([other for _, other in tests]) if tests else np.empty(0, np.int64)
    higher = [int((estimates > estimates[place]).sum()) for place in places.tolist()]
    return above + 1, len(estimates) - below, np.array(higher, np.int64) + 1


@dataclass(frozen=True, eq=False)
class _Chance:
    """What chance adds to the estimates.

    Attributes:
        noise: (N,) standard errors, or (draws, N) draws.
        sureness: how many draws are made of standard errors.
    """

    noise: Floats
    sureness: Sureness

    def spreads(self, places: Ints) -> Floats:
        """(q, N) the standard error of the gap between an area and each other."""
        if self.noise.ndim == 1:
            return np.asarray(np.hypot(self.noise[places, np.newaxis], self.noise))
        gaps = (self.noise[:, [place]] - self.noise for place in places.tolist())
        return np.stack([np.sqrt(np.mean(gap**2, axis=0)) for gap in gaps])

    def critical(self, places: Ints, spreads: Floats, above: Bools, below: Bools) -> float:
        """The value that the largest gap among the open pairs exceeds as seldom as asked."""
        from mdi.core.gaps import largest_gaps  # noqa: PLC0415

        found = []
        for block in self._kept or self._blocks():
            largest = np.empty(len(block))
            largest_gaps(block, places, spreads, above, below, largest)
            found.append(largest)
        share = self.sureness.coverage
        limit = float(np.quantile(np.concatenate(found), share, method="higher"))
        return max(limit, 0.0)  # without any noise only what is level stays open

    @cached_property
    def _kept(self) -> list[Floats]:
        """The blocks, where they are few; else none, and each test makes them again."""
        few = self.noise.ndim == 2 or self.sureness.draws * self.noise.size <= KEPT
        return list(self._blocks()) if few else []

    def _blocks(self) -> Iterator[Floats]:
        """Blocks of (draws, N) noise; always the same."""
        if self.noise.ndim == 2:
            yield np.ascontiguousarray(self.noise)
            return
        rng = np.random.default_rng(self.sureness.seed)
        size = max(1, BLOCK // max(self.noise.size, 1))
        for start in range(0, self.sureness.draws, size):
            count = min(size, self.sureness.draws - start)
            yield rng.standard_normal((count, self.noise.size)) * self.noise


def _tests(estimates: Floats, chance: _Chance, places: Ints) -> tuple[Ints, Ints]:
    """(q,) how many areas surely stand above each of these, and (q,) how many below."""
    spreads = chance.spreads(places)
    gaps = estimates[places, np.newaxis] - estimates
    with np.errstate(divide="ignore", invalid="ignore"):
        gaps = np.where(gaps == 0, 0.0, gaps / spreads)
    above, below = (np.ones(gaps.shape, np.bool_) for _ in range(2))
    while True:
        limit = chance.critical(places, spreads, above, below)
        settled = (above & (gaps > limit)).any() or (below & (-gaps > limit)).any()
        above &= gaps <= limit
        below &= -gaps <= limit
        if not settled:
            return (~below).sum(axis=1), (~above).sum(axis=1)


def _measured(table: IndicatorTable, name: str) -> tuple[Floats, Floats]:
    """(n,) estimates of which more is worse, and (n,) their standard errors; NaN where none."""
    names = [figures.indicator.id for figures in table.figures]
    if name not in names:
        raise DeclarationError(f"There is no indicator '{name}'.", hint=did_you_mean(name, names))
    row = names.index(name)
    measure, counts = table.figures[row].indicator.measure, table.counts.get(name)
    given = table.standard_errors.get(name)
    if given is not None:
        estimates, errors = table.values[row], given
    elif counts is not None and measure == "share":
        r, n = counts.numerator, counts.denominator
        with np.errstate(divide="ignore", invalid="ignore"):
            estimates = np.log((r + 0.5) / (n - r + 0.5))
            errors = np.sqrt((n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1)))
    elif counts is not None and measure == "rate":
        with np.errstate(divide="ignore", invalid="ignore"):
            estimates = np.log((counts.numerator + 0.5) / counts.denominator)
            errors = 1 / np.sqrt(counts.numerator + 0.5)
    else:
        raise ComputationError(
            f"The table does not say how well '{name}' was measured.",
            hint=f"Give it '{name}_numerator' and '{name}_denominator', or '{name}_standard_error'.",
        )
    known = np.isfinite(estimates) & np.isfinite(errors) & ~np.isnan(table.values[row])
    sign = table.figures[row].sign
    return np.where(known, sign * estimates, np.nan), np.where(known, errors, np.nan)
