"""How the areas changed, as the command line is told: two files of borders, or declared codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from mdi.errors import ComputationError
from mdi.table import IndicatorTable

if TYPE_CHECKING:
    from geodata.boundaries import Boundaries
    from geodata.crosswalks import Crosswalk


@dataclass(frozen=True, slots=True)
class Given:
    """What tells how the areas changed: two borders, or a table of changes."""

    old: Path | None
    new: Path | None
    changes: Path | None
    people: Path | None
    slivers: float

    @property
    def files(self) -> tuple[Path | None, ...]:
        """All files that are read."""
        return (self.old, self.new, self.changes, self.people)


def walks_of(
    tables: Sequence[IndicatorTable], given: Given, vintage: int | None
) -> list[Crosswalk]:
    """The crosswalk of each table: one of the shapes for all, or of the declared changes.

    Args:
        tables: tables in the older borders.
        given: what tells how the areas changed.
        vintage: the year of the newer borders.

    Raises:
        BoundaryFileError: a file cannot be read.
        BoundaryError: what it holds does not hold up.
        ComputationError: a table is in the newer borders already.
    """
    from geodata.crosswalks import crosswalk_of_changes, read_changes  # noqa: PLC0415

    if given.changes is not None:
        declared = read_changes(given.changes)
        return [
            crosswalk_of_changes(declared, table.codes, vintage, table.year) for table in tables
        ]
    walk = _of_shapes(tables[0], given, vintage)
    for table in tables:
        _refuse_newer(table, walk)
    return [walk] * len(tables)


def _of_shapes(table: IndicatorTable, given: Given, vintage: int | None) -> Crosswalk:
    """The crosswalk of two files of borders."""
    from geodata.crosswalks import Slivers, crosswalk, read_points  # noqa: PLC0415

    progress = Console(stderr=True, highlight=False)
    old, new = (
        _borders(path, table, year) for path, year in ((given.old, None), (given.new, vintage))
    )
    points = read_points(given.people, old.crs) if given.people else None
    progress.print(f"laying {len(old)} old areas over {len(new)} new ones", markup=False)
    return crosswalk(old, new, points, Slivers(width=given.slivers))


def _borders(path: Path | None, table: IndicatorTable, vintage: int | None) -> Boundaries:
    """A file of borders of the level of a table; what was repaired in it is told."""
    from geodata.reading import read_boundaries  # noqa: PLC0415

    assert path is not None  # noqa: S101 -- checked with the options
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    progress.print(f"reading '{path}'", markup=False)
    level = table.geography.level(table.level)
    read = read_boundaries(path, level=level.id, vintage=vintage, code_pattern=level.pattern)
    for note in read.notes:
        progress.print(f"Warning: '{path.name}': {note}", markup=False)
    return read


def _refuse_newer(table: IndicatorTable, walk: Crosswalk) -> None:
    """A table that is in the newer borders already is not carried a second time."""
    codes = set(table.codes)
    if codes - set(walk.old.codes) and codes <= set(walk.new.codes):
        raise ComputationError(
            f"The table of {table.year} is in the newer borders already.",
            hint=f"Add --to-vintage {table.year}, and it stays as it is.",
        )
