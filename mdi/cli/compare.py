"""``mdi compare``: what changed between two years, and what it is measured against."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mdi.cli.options import (
    DomainsFolder,
    LevelName,
    MethodName,
    SourceName,
    WeightsName,
    declared,
    table_of,
)
from mdi.cli.outputs import outputs, write
from mdi.comparison.borders import LEAST_QUALITY
from mdi.engine import compute
from mdi.errors import counted
from mdi.result import IndexResult
from mdi.writing import JSON

if TYPE_CHECKING:
    from mdi.comparison import Comparison

SHOWN = 5  # areas at either end of the table on the screen


class Against(StrEnum):
    """What the later year is measured against."""

    FIXED = "fixed"
    RELATIVE = "relative"


ModeName = Annotated[
    Against,
    typer.Option(help="fixed: the earlier year is the yardstick; relative: each year its own."),
]
LeastQuality = Annotated[
    float,
    typer.Option(help="Areas with borders of a lower quality, 0 to 1, are left out.", min=0, max=1),
]


def compare(  # noqa: PLR0913
    earlier: Annotated[Path, typer.Argument(help="The table of the earlier year.")],
    later: Annotated[Path, typer.Argument(help="The table of the later year.")],
    source: SourceName,
    level: LevelName,
    years: Annotated[str, typer.Option(metavar="YEAR,YEAR", help="The years of both tables.")],
    later_source: Annotated[
        str | None, typer.Option(help="The source of the later table, where it is another.")
    ] = None,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    mode: ModeName = Against.FIXED,
    least_quality: LeastQuality = LEAST_QUALITY,
    out: Annotated[
        list[Path] | None,
        typer.Option(help="Where to write: .csv .json .parquet .xlsx; may be repeated."),
    ] = None,
    json: Annotated[  # noqa: FBT002
        bool, typer.Option("--json", help="Everything as JSON, alone on the screen.")
    ] = False,
) -> None:
    """Compare the index of two years.

    Areas that 'mdi harmonise' flagged are left out, and told: their figures rest on shares of
    areas that were split, so that their change is not their own.

    Example: mdi compare 2021.csv 2024.csv --source sample --level municipality
    --years 2021,2024 --out change.csv
    """
    from mdi.comparison import compare as compared  # noqa: PLC0415

    first, second = _years(years)
    files = outputs(out or [], {earlier, later})
    rules = declared(weights, method)
    before = table_of(earlier, source, level, first, domains)
    after = table_of(later, later_source or source, level, second, domains)
    base = compute(before, **rules)
    fixed = base.yardstick if mode is Against.FIXED else None
    measured = compute(after, **rules, reference=fixed)
    found = compared(base, measured, least_quality=least_quality)
    written = [path for file in files for path in write(found, file)]
    _complain(found)
    if json:
        typer.echo(orjson.dumps(found.to_dict(), option=JSON).decode(), nl=False)
    else:
        _show(found, written)


def _years(given: str) -> tuple[int, int]:
    """``2021,2024`` as two years."""
    parts = given.split(",")
    if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):
        message = f"'{given}' is not two years; expected the earlier and the later, as 2021,2024"
        raise typer.BadParameter(message, param_hint="--years")
    first, second = map(int, parts)
    if first > second:
        message = f"the earlier year goes first: {second},{first}, and so does its table"
        raise typer.BadParameter(message, param_hint="--years")
    return first, second


def _complain(found: Comparison) -> None:
    """What a reader should know of the comparison, and of both years."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    lines = list(found.warnings)
    for result in (found.earlier, found.later):
        lines += [f"{result.table.year}: {warning}" for warning in result.warnings]
    for line in lines:
        console.print(f"Warning: {line}", markup=False)


def _show(found: Comparison, written: list[Path]) -> None:
    """The mode in words, the means, both ends, the flow between tenths, the domains."""
    console = Console(highlight=False, soft_wrap=True)
    years, result = f"{found.earlier.table.year} → {found.later.table.year}", found.later
    console.print(
        f"{counted(len(found), 'area')} compared · {result.table.level} {years} · "
        f"weights {result.weights.id} · method {result.method.id}",
        markup=False,
    )
    console.print(f"Measured: {found.mode_in_words}. Above 0 is more deprived.", markup=False)
    console.print(_means(found), markup=False)
    console.print(_ends(found))
    console.print(_domains(found))
    if found.flow.any():
        console.print(_flow(found))
        console.print(_worst(found), markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    console.print(f"Fingerprint: {found.fingerprint}")


def _means(found: Comparison) -> str:
    """Why the mean of the inhabitants changed."""
    means = found.means()
    numbers = (means.before, means.after, means.total, means.within, means.composition)
    before, after, total, within, composition = (float(number[0]) for number in numbers)
    if total != total:  # noqa: PLR0124
        return "Mean index of the inhabitants: their number is unknown."
    return (
        f"Mean index of the inhabitants: {before:.2f} → {after:.2f} ({_signed(total)}): "
        f"{_signed(within)} within areas, {_signed(composition)} as people live elsewhere."
    )


def _ends(found: Comparison) -> Table:
    """The areas with the largest rises and falls of the index."""
    title = f"Largest rises and falls of the index ({found.mode})"
    shown = Table(title=title, title_justify="left")
    for name in ("change", "index", "rank", "decile"):
        shown.add_column(name, justify="right")
    shown.add_column("code")
    shown.add_column("name")
    changes = found.index.tolist()
    order = sorted(range(len(found)), key=lambda row: (-changes[row], found.codes[row]))
    for row in [row for row in order if changes[row] > 0][:SHOWN]:
        shown.add_row(*_row(found, row))
    shown.add_section()
    for row in [row for row in order if changes[row] < 0][-SHOWN:]:
        shown.add_row(*_row(found, row))
    return shown


def _row(found: Comparison, row: int) -> list[str]:
    before, after = int(found.before[row]), int(found.after[row])
    places = ((found.earlier, before), (found.later, after))

    def both(numbers: list[str]) -> str:
        return " → ".join(numbers)

    return [
        _signed(float(found.index[row])),
        both([f"{result.index[place]:.2f}" for result, place in places]),
        both([str(result.rank[place]) for result, place in places]),
        both([_decile(result, place) for result, place in places]),
        found.codes[row],
        escape(found.later.table.names[after] or ""),
    ]


def _decile(result: IndexResult, place: int) -> str:
    return str(result.decile[place] or "–")


def _domains(found: Comparison) -> Table:
    """The mean change of the index over the areas, and the part of each domain in it."""
    title = f"Mean change of the index by domain ({found.mode})"
    shown = Table(title=title, title_justify="left")
    shown.add_column("domain")
    shown.add_column("part", justify="right")
    parts = found.mean_contributions.tolist()
    for node, part in zip(found.later.tree.domains, parts, strict=True):
        shown.add_row(node.id, _signed(part))
    shown.add_section()
    shown.add_row("index", _signed(float(found.index.mean())))
    return shown


def _flow(found: Comparison) -> Table:
    """Areas by decile before and after."""
    years = f"{found.earlier.table.year} (rows) and {found.later.table.year} (columns)"
    shown = Table(title=f"Areas by decile in {years}; 1 is the worst", title_justify="left")
    for name in ("", *map(str, range(1, 11))):
        shown.add_column(name, justify="right")
    for decile, row in enumerate(found.flow.tolist(), 1):
        shown.add_row(str(decile), *(str(count or "·") for count in row))
    return shown


def _worst(found: Comparison) -> str:
    worst = found.flow[0]
    return (
        f"Of {counted(int(worst.sum()), 'area')} in the worst tenth of "
        f"{found.earlier.table.year}, {worst[0]} stayed in it and {worst[1:].sum()} left it."
    )


def _signed(value: float) -> str:
    """``+1.20``, ``−0.35``, ``0.00``."""
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", "−")
