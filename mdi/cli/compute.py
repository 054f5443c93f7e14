"""``mdi compute``: from a table to an index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mdi.cli.options import (
    DomainsFolder,
    FileOrTable,
    LevelName,
    MethodName,
    SourceName,
    TableFile,
    WeightsName,
    Year,
    declared,
    file_or_table,
    table_of,
)
from mdi.cli.outputs import outputs
from mdi.editions.postgis.address import Address
from mdi.engine import compute as compute_index
from mdi.errors import counted
from mdi.result import IndexResult
from mdi.sensitivity.certainty import Certainty, SureResult, read_certainty
from mdi.writing import WRITERS, Outcome, write_result
from mdi.yardstick import Yardstick

if TYPE_CHECKING:
    from mdi.editions.mapping import MappedResult

SHOWN = 5  # areas at either end of the table on the screen
MAPS = (".geojson", ".gpkg", ".fgb", ".shp")


Reference = Annotated[
    Path | None,
    typer.Option(help="A yardstick to measure with, so that years can be compared."),
]
KeepYardstick = Annotated[
    Path | None, typer.Option(help="Where to write the yardstick of this result: .json.")
]
Within = Annotated[
    list[str] | None,
    typer.Option(metavar="LEVEL", help="Add the rank among the areas of the same larger area."),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        help="Where to write: .csv .json .parquet .xlsx, or with shapes .geojson .gpkg .fgb "
        ".shp; may be repeated."
    ),
]
Shapes = Annotated[
    FileOrTable | None,
    typer.Option(
        parser=file_or_table,
        metavar="FILE",
        help="Shapes of the areas, for a map: a file, or postgresql://…?table=schema.name.",
    ),
]
CodeColumn = Annotated[
    str | None, typer.Option(help="The column of the shapes that holds the area codes.")
]
SensitivityFile = Annotated[
    Path | None,
    typer.Option(
        "--sensitivity",
        metavar="FILE",
        help="How sure the ranks are, as `mdi sensitivity --out FILE.parquet` wrote it; adds "
        "interval and class to every file.",
    ),
]


def compute(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    reference: Reference = None,
    keep_yardstick: KeepYardstick = None,
    within: Within = None,
    out: Outputs = None,
    boundaries: Shapes = None,
    code_column: CodeColumn = None,
    sure: SensitivityFile = None,
) -> None:
    """Compute the index of every area of a table.

    Example: mdi compute sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --out mdi.csv
    """
    files = outputs(out or [], {table, boundaries, reference, sure}, [*WRITERS, *MAPS])
    _shapes_fit(files, boundaries)
    chosen = declared(weights, method)
    yardstick = Yardstick.load(reference) if reference else None
    read = table_of(table, source, level, year, domains)
    result = _within(compute_index(read, **chosen, reference=yardstick), within or [])
    certainty = read_certainty(sure, result) if sure else None
    mapped = _mapped(result, boundaries, code_column, certainty) if boundaries else None
    written = _written(SureResult(result, certainty) if certainty else result, mapped, files)
    if keep_yardstick is not None:
        written.append(result.yardstick.save(keep_yardstick))
    _show(result, [*result.warnings, *(mapped.warnings() if mapped else [])], written)


def _within(result: IndexResult, levels: list[str]) -> IndexResult:
    """The result with ranks in larger areas; what the table does not tell is refused first."""
    for level in levels:
        result.ranks_within(level)
    return replace(result, within=tuple(levels))


def _written(result: Outcome, mapped: MappedResult | None, files: list[Path]) -> list[Path]:
    """Write every file; those with shapes where the ending wants them."""
    written: list[Path] = []
    for path in files:
        with_shapes = mapped is not None and path.suffix.lower() in MAPS
        written += mapped.write(path) if mapped and with_shapes else write_result(result, path)
    return written


def _shapes_fit(files: list[Path], boundaries: Path | Address | None) -> None:
    """Shapes are given where a map is asked for, and only there."""
    maps = [path for path in files if path.suffix.lower() in MAPS]
    problem = None
    if maps and boundaries is None:
        problem = f"'{maps[0]}' needs shapes"
    elif boundaries is not None and not maps:
        problem = f"shapes are only for {', '.join(MAPS)}; give --out FILE{MAPS[0]}"
    if problem:
        raise typer.BadParameter(problem, param_hint="--boundaries")


def _mapped(
    result: IndexResult,
    boundaries: Path | Address,
    code_column: str | None,
    certainty: Certainty | None,
) -> MappedResult:
    from mdi.editions.mapping import MappedResult, read_shapes  # noqa: PLC0415

    return MappedResult(result, read_shapes(boundaries, result, code_column), certainty)


def _show(result: IndexResult, warnings: list[str], written: list[Path]) -> None:
    """A short table of both ends, coverage, and what a reader should know."""
    console = Console(highlight=False, soft_wrap=True)
    table = result.table
    console.print(
        f"{result.ranked} of {len(result)} areas ranked · {table.level} {table.year} · "
        f"weights {result.weights.id} · method {result.method.id} · "
        f"index {result.provenance['scale']}",
        markup=False,
    )
    console.print(_ends(result))
    gaps = int((result.coverage < result.offered - 1e-9).sum())
    console.print(
        f"Coverage: the table offers {result.offered:.1%} of the full weight; "
        f"{counted(gaps, 'area')} below that."
    )
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in warnings:
        complaints.print(f"Warning: {warning}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    console.print(f"Fingerprint: {result.fingerprint}")


def _ends(result: IndexResult) -> Table:
    """The most and the least deprived areas."""
    shown = Table(title="Most and least deprived areas", title_justify="left")
    for name in ("rank", "decile", "index", "coverage"):
        shown.add_column(name, justify="right")
    shown.add_column("code")
    shown.add_column("name")
    order = sorted((rank, row) for row, rank in enumerate(result.rank.tolist()) if rank)
    ends = order if len(order) <= 2 * SHOWN else [*order[:SHOWN], None, *order[-SHOWN:]]
    for place in ends:
        if place is None:
            shown.add_section()
            continue
        rank, row = place
        shown.add_row(
            str(rank),
            str(result.decile[row] or "–"),
            f"{result.index[row]:.2f}",
            f"{result.coverage[row]:.0%}",
            result.table.codes[row],
            escape(result.table.names[row] or ""),
        )
    return shown
