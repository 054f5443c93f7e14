"""A country that does not fit: its areas lie in partitions, and are ranked in the whole.

A rank in the whole is one more than the number of areas with a better place, and that number is the
sum over the partitions. So each partition writes the keys of its areas in order, once; after that
an area only needs to be counted into the ordered keys of each partition, one at a time. No more is
in memory than a partition, and a few draws of another. Ranks are those of the whole in one piece,
to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mdi.core.threads import spread
from mdi.errors import ComputationError, FileError
from mdi.fitted import Floats
from mdi.ranking import Deciles
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.counting import Counts, count
from mdi.sensitivity.drawing import Ranks
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.weights_alone import WeightsAlone
from mdi.sensitivity.workers.maker import maker
from mdi.sensitivity.workers.packing import packed, unpacked

AT_ONCE = 8  # draws whose keys are made and ordered together


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """One partition among all. See `Drawing`; workers have to see its files.

    Attributes:
        own: its areas and the weights of all draws.
        ordered: the files with the (draws, m) ordered keys of every partition, its own included.
        most: how many areas all partitions have.
    """

    own: WeightsAlone
    ordered: tuple[Path, ...]
    most: int

    @property
    def areas(self) -> Any:
        """(m,) the areas, as positions in the partition."""
        return self.own.areas

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.own.draws

    @property
    def light(self) -> bool:
        """See `Drawing.light`: a kernel makes many draws."""
        return False

    def fill(self, first: int, ranks: Ranks) -> None:
        """See `Drawing.fill`."""
        for start in range(0, len(ranks), AT_ONCE):
            self._fill(first + start, ranks[start : start + AT_ONCE])

    def _fill(self, first: int, ranks: Ranks) -> None:
        """The ranks of a few draws: one more than the areas of all partitions that are better."""
        from mdi.core.weight_draws import add_better  # noqa: PLC0415

        keys = _keys(self.own, first, len(ranks))
        order = np.argsort(keys, axis=1)
        ranks[:] = 1
        for path in self.ordered:
            others = np.load(path, mmap_mode="r")
            for draw, row in enumerate(ranks):
                add_better(keys[draw], order[draw], np.array(others[first + draw]), row)


@dataclass(frozen=True, slots=True)
class Partitioned:
    """All partitions of a country, in files.

    Attributes:
        files: of each partition what is drawn, and its ordered keys.
        most: how many areas there are.
    """

    files: tuple[tuple[Path, Path], ...]
    most: int

    @classmethod
    def written(
        cls, points: Iterable[Floats], weights: Floats, scale: float, folder: Path
    ) -> Partitioned:
        """Write the partitions of a country, one after the other.

        The files take 8 bytes for every area and draw.

        Args:
            points: (k, m) points of the domains of each partition, NaN where missing. An area
                has one domain at least that has weight in every draw.
            weights: (draws, k) weights of the domains.
            scale: multiplies the mean.
            folder: where the files are written; made if absent.

        Raises:
            ComputationError: an area has no domain at all.
            FileError: the folder cannot be written to.
        """
        files, most = [], 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number, each in enumerate(points):
                if np.isnan(each).all(axis=0).any():
                    raise ComputationError(f"Partition {number} has areas without any domain.")
                own = WeightsAlone.laid_out(np.arange(each.shape[1]), each, weights, scale)
                drawing, ordered = folder / f"{number:06d}.part", folder / f"{number:06d}.npy"
                drawing.write_bytes(packed(own))
                _write_ordered(own, ordered)
                files.append((drawing, ordered))
                most += len(own.areas)
        except OSError as error:
            reason = error.strerror or "the place cannot be written to"
            raise FileError(f"'{folder}' cannot be written to: {reason}.") from None
        return cls(tuple(files), most)

    def __len__(self) -> int:
        return len(self.files)

    def partition(self, number: int) -> Partition:
        """One of them, ready to be drawn."""
        own = unpacked(self.files[number][0].read_bytes())
        assert isinstance(own, WeightsAlone)  # noqa: S101 - `written` wrote it
        return Partition(own, tuple(ordered for _, ordered in self.files), self.most)

    def counts(
        self, top: int, rules: Deciles | None = None, scheduler: str | None = None
    ) -> Iterator[Counts]:
        """What the draws say of every area, partition by partition, in the order given.

        How much of the most deprived tenth stays in it is not said (`overlap` is 0).

        Args:
            top: K.
            rules: how ranks become tenths; by areas.
            scheduler: the address of a Dask scheduler whose workers see the files.

        Raises:
            ComputationError: tenths are by population, for which ranks alone say too little.
            RunError: the scheduler does not answer, or its workers are gone.
        """
        rules = rules or Deciles()
        if rules.by != "areas":
            raise ComputationError(
                "Partitions are divided into tenths by areas, not by population."
            )
        for number in range(len(self)):
            partition = self.partition(number)
            none = np.empty(0, np.int64)
            tenths = Tenths(rules, 10, np.empty(0), none, ranked=self.most)
            with maker(partition, scheduler) as making:
                yield _in_order(count(Collecting(making), tenths, top), partition)


def _in_order(counts: Counts, partition: Partition) -> Counts:
    """Counts in the order in which the areas of a partition were given."""
    order = np.argsort(partition.areas)
    return replace(
        counts,
        quantiles=counts.quantiles[:, order],
        total=counts.total[order],
        ranked=counts.ranked[order],
        top=counts.top[order],
        tenths=counts.tenths[order],
    )


def _write_ordered(own: WeightsAlone, path: Path) -> None:
    """Write the ordered keys of a partition, a few draws at a time."""
    shape = (own.draws, len(own.areas))
    file = np.lib.format.open_memmap(path, "w+", np.float64, shape)

    def order(part: slice) -> None:
        for first in range(part.start, part.stop, AT_ONCE):
            draws = min(AT_ONCE, part.stop - first)
            file[first : first + draws] = np.sort(_keys(own, first, draws), axis=1)

    spread(order, own.draws)
    file.flush()


def _keys(own: WeightsAlone, first: int, draws: int) -> Floats:
    """(draws, m) the keys of the areas: the smaller, the better the place."""
    from mdi.core.weight_draws import keys_by_weights  # noqa: PLC0415

    keys = np.empty((draws, len(own.areas)))
    weights = own.weights[first : first + draws]
    keys_by_weights(own.points, own.borders, own.observed, weights, own.scale, keys)
    return keys
