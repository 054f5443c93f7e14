"""``mdi roll-up``: a table of small areas as a table of larger areas or of regions."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from mdi.cli.options import (
    DomainsFolder,
    LargerLevel,
    LevelName,
    RegionsFile,
    SourceName,
    TableFile,
    TablesAbove,
    Year,
    larger_areas,
    table_of,
    tables_above,
)
from mdi.cli.outputs import outputs
from mdi.errors import ComputationError, counted
from mdi.geographies.model import REGION
from mdi.regions import read_regions
from mdi.rollup import roll_up as pooled_of
from mdi.table import IndicatorTable
from mdi.writing import write_result

ENDINGS = (".csv", ".parquet", ".xlsx")  # those that a table is read from again
AMONG_OTHERS = "add --reference YARDSTICK to measure them as other areas are measured."
NO_COUNTS = (
    "Add columns '<indicator>_numerator' and '<indicator>_denominator', or declare them in the "
    "source; or name indicators with --by-population."
)


def roll_up(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    out: Annotated[Path, typer.Option(help="Where to write the table: .csv .parquet .xlsx.")],
    to: LargerLevel = None,
    regions: RegionsFile = None,
    by_population: Annotated[
        list[str] | None,
        typer.Option(
            metavar="INDICATOR",
            help="An indicator without counts that may be averaged by inhabitants; may be repeated.",
        ),
    ] = None,
    least_covered: Annotated[
        float,
        typer.Option(min=0, max=1, help="A figure about a smaller share of the people is missing."),
    ] = 0.5,
    above: TablesAbove = None,
    domains: DomainsFolder = None,
) -> None:
    """Pool a table to larger areas, or to regions of your own made of any areas.

    Numerators and denominators are added; rates are never averaged. The table that is written
    is computed as any other; that of regions has the level region. An index of regions is
    relative to those regions. To place them among municipalities, compute the municipalities
    with --keep-yardstick FILE.json, and the regions with --reference FILE.json.

    Example: mdi roll-up sample/indicators_neighbourhood_2025.parquet --source sample
    --level neighbourhood --year 2025 --regions regions.toml --out regions.csv, and then
    mdi compute regions.csv --source own --level region --year 2025
    """
    (file,) = outputs([out], {table, regions}, ENDINGS)
    wanted = larger_areas(to, regions)
    read = table_of(table, source, level, year, domains)
    larger = wanted if isinstance(wanted, str) else read_regions(wanted, read.geography)
    pooled = pooled_of(
        read,
        to=larger,
        above=tables_above(above, source, year),
        by_population=by_population or (),
        least_covered=least_covered,
    )
    if not pooled.offered:
        raise ComputationError(f"No indicator of '{table}' can be pooled.", hint=NO_COUNTS)
    written = write_result(pooled, file)
    _show(read, pooled)
    _tell(pooled, written, domains)


def _show(read: IndicatorTable, pooled: IndicatorTable) -> None:
    """What was pooled, and what was not and why."""
    console = Console(highlight=False, soft_wrap=True)
    areas, larger = counted(len(read), "area"), counted(len(pooled), "larger area")
    console.print(
        f"{areas} of level {read.level} pooled to {larger} of level {pooled.level} · {read.year}",
        markup=False,
    )
    console.print(_indicators(pooled))
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in pooled.warnings:
        complaints.print(f"Warning: {warning}", markup=False)


def _indicators(pooled: IndicatorTable) -> Table:
    """Of every pooled indicator: by what, in how many areas, and about whom at least."""
    shown = Table(title="Pooled", title_justify="left")
    shown.add_column("indicator", no_wrap=True)
    shown.add_column("by")
    shown.add_column("areas", justify="right")
    shown.add_column("least covered", justify="right")
    for figures, values in zip(pooled.figures, pooled.values, strict=True):
        leaf, known = figures.indicator.id, ~np.isnan(values)
        if not known.any():
            continue
        by = "counts" if leaf in pooled.counts else "mean by inhabitants"
        least = float(pooled.covered[leaf][known].min())
        shown.add_row(leaf, by, f"{known.sum()} of {len(pooled)}", f"{least:.1%}")
    return shown


def _tell(pooled: IndicatorTable, written: list[Path], domains: Path | None) -> None:
    """What was written, and the command that computes it."""
    console = Console(highlight=False, soft_wrap=True)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    words = ["mdi", "compute", str(written[0]), "--source", "own", "--level", pooled.level]
    words += ["--year", str(pooled.year), *(["--domains", str(domains)] if domains else [])]
    console.print(f"Next: {shlex.join(words)}", markup=False)
    if pooled.level == REGION:
        console.print(f"Regions are then ranked among themselves; {AMONG_OTHERS}", markup=False)
