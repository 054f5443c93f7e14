"""``mdi summarise``: from the index of small areas to measures of larger ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
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
from mdi.engine import compute
from mdi.methods.model import load_method
from mdi.regions import read_regions
from mdi.summary import Summary
from mdi.summary import summarise as summary_of
from mdi.weights.model import load_weights
from mdi.writing import write_result

SHOWN = 5  # larger areas at either end of the table on the screen
FIRST = "average_score"  # what the table on the screen is ordered by
DIGITS = {
    "average_score": "{:.2f}",
    "average_rank": "{:.0f}",
    "proportion": "{:.1%}",
    "extent": "{:.1%}",
    "local_concentration": "{:.0f}",
}


def summarise(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    to: LargerLevel = None,
    regions: RegionsFile = None,
    weights: Annotated[str, typer.Option(help="A weight set: a name, or a TOML file.")] = "mdi_nl",
    method: Annotated[str, typer.Option(help="A method: a name, or a TOML file.")] = "imd",
    above: TablesAbove = None,
    domains: DomainsFolder = None,
    denominator: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DOMAIN=INDICATOR",
            help="Who counts in a domain where that are not all inhabitants: those of the "
            "denominator of an indicator; may be repeated.",
        ),
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(help="An indicator whose deprived people are counted; may be repeated."),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(help="Where to write: .csv .json .parquet .xlsx; may be repeated."),
    ] = None,
) -> None:
    """Summarise the index of small areas over larger areas.

    Example: mdi summarise sample/indicators_neighbourhood_2025.parquet --source sample
    --level neighbourhood --year 2025 --to municipality --out municipalities.csv
    """
    files = outputs(out or [], {table, regions})
    wanted, counting = larger_areas(to, regions), _pairs(denominator or [])
    weight_set, rules = load_weights(weights), load_method(method)
    read = table_of(table, source, level, year, domains)
    larger = wanted if isinstance(wanted, str) else read_regions(wanted, read.geography)
    result = compute(read, weights=weight_set, method=rules)
    tables = tables_above(above, source, year)
    summary = summary_of(result, larger, denominators=counting, scales=scale or [], above=tables)
    written = [path for file in files for path in write_result(summary, file)]
    _show(summary, written)


def _pairs(given: list[str]) -> dict[str, str]:
    """``employment=benefits`` as a mapping."""
    pairs = [text.partition("=") for text in given]
    wrong = [text for text in given if not all(text.partition("="))]
    if wrong:
        message = f"'{wrong[0]}' is no DOMAIN=INDICATOR"
        raise typer.BadParameter(message, param_hint="--denominator")
    return {domain: indicator for domain, _, indicator in pairs}


def _show(summary: Summary, written: list[Path]) -> None:
    """A short table of both ends, and what a reader should know."""
    console = Console(highlight=False, soft_wrap=True)
    table = summary.result.table
    console.print(
        f"{len(table)} areas of level {table.level} in {len(summary)} larger areas · "
        f"{table.year} · weights {summary.result.weights.id} · "
        f"method {summary.result.method.id}",
        markup=False,
    )
    console.print(_ends(summary))
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in (*summary.result.warnings, *summary.warnings):
        complaints.print(f"Warning: {warning}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    console.print(f"Fingerprint: {summary.fingerprint}")


def _ends(summary: Summary) -> Table:
    """The most and the least deprived larger areas by the mean score of their people."""
    shown = Table(title="Most and least deprived larger areas", title_justify="left")
    for name in ("rank", *DIGITS, "ranked"):
        shown.add_column(name.replace("_", " "), justify="right")
    shown.add_column("code")
    shown.add_column("name")
    order = sorted((rank, row) for row, rank in enumerate(summary.ranks[FIRST].tolist()) if rank)
    ends = order if len(order) <= 2 * SHOWN else [*order[:SHOWN], None, *order[-SHOWN:]]
    for place in ends:
        if place is None:
            shown.add_section()
            continue
        rank, row = place
        numbers = [(summary.values[name][row], form) for name, form in DIGITS.items()]
        shown.add_row(
            str(rank),
            *("–" if value != value else form.format(value) for value, form in numbers),  # noqa: PLR0124
            f"{summary.ranked[row]} of {summary.areas[row]}",
            escape(summary.members.codes[row]),
            escape(summary.members.names[row] or ""),
        )
    return shown
