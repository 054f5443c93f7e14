"""What crosswalks did to the areas of tables: on the screen, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mdi.errors import counted
from mdi.table import IndicatorTable

if TYPE_CHECKING:
    from geodata.crosswalks import Crosswalk

SHOWN = 10  # areas of low quality on the screen

Pairs = Sequence[tuple[IndicatorTable, "Crosswalk"]]


class Area(NamedTuple):
    """A new area in a year: how it came about, and how much of it came whole."""

    year: int
    area_code: str
    area_name: str | None
    kind: str
    quality: float


def report_of(pairs: Pairs) -> bytes:
    """CSV with year, code, name, kind, quality and flag of every new area.

    Args:
        pairs: each table with the crosswalk that it was carried over.
    """
    from geodata.crosswalks import FLAGGED  # noqa: PLC0415

    file = StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow((*Area._fields, "flagged"))
    for area in _areas(pairs):
        rows.writerow((*area, int(area.quality < FLAGGED)))
    return file.getvalue().encode()


def show(pairs: Pairs) -> None:
    """Show the areas by kind, and those of a low quality; arguments as in `report_of`."""
    from geodata.crosswalks import FLAGGED  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    for years, walk in _distinct(pairs):
        console.print(_kinds(years, walk))
    low = sorted((a for a in _areas(pairs) if a.quality < FLAGGED), key=lambda a: a.quality)
    if low:
        console.print(_lowest(low, f"Quality below {FLAGGED}: not to be ranked by change"))
    areas = counted(len({area.area_code for area in low}), "area")
    console.print(f"{areas} of a quality below {FLAGGED}.", markup=False)


def _areas(pairs: Pairs) -> Iterator[Area]:
    from mdi.editions.harmonise import quality_of  # noqa: PLC0415

    for table, walk in pairs:
        columns = walk.new.codes, walk.new.names, walk.new_kinds, quality_of(table, walk).tolist()
        for code, name, kind, quality in zip(*columns, strict=True):
            yield Area(table.year, code, name, str(kind), quality)


def _distinct(pairs: Pairs) -> list[tuple[list[int], Crosswalk]]:
    """Each crosswalk once, with the years of the tables that were carried over it."""
    seen: dict[int, tuple[list[int], Crosswalk]] = {}
    for table, walk in pairs:
        seen.setdefault(id(walk), ([], walk))[0].append(table.year)
    return list(seen.values())


def _kinds(years: Sequence[int], walk: Crosswalk) -> Table:
    tables = f"table{'s' * (len(years) > 1)} of {', '.join(map(str, years))}"
    shown = Table(title=f"Areas by kind, {tables}", title_justify="left")
    shown.add_column("kind")
    for name in ("old areas", "new areas"):
        shown.add_column(name, justify="right")
    for kind, (old, new) in walk.counted().items():
        shown.add_row(str(kind), str(old or "–"), str(new or "–"))
    return shown


def _lowest(low: Sequence[Area], title: str) -> Table:
    shown = Table(title=title, title_justify="left")
    for name in ("year", "code", "name", "kind"):
        shown.add_column(name)
    shown.add_column("quality", justify="right")
    for area in low[:SHOWN]:
        name = escape(area.area_name or "")
        shown.add_row(str(area.year), area.area_code, name, area.kind, f"{area.quality:.2f}")
    return shown
