"""``mdi sensitivity``: how sure is a rank."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from mdi.cli.options import (
    DomainsFolder,
    LevelName,
    MethodName,
    Scheduler,
    SourceName,
    TableFile,
    WeightsName,
    Year,
    declared,
    table_of,
)
from mdi.cli.outputs import outputs
from mdi.errors import counted
from mdi.sensitivity.collecting import Progress as Told
from mdi.sensitivity.compute import TOP
from mdi.sensitivity.compute import sensitivity as sensitivity_of
from mdi.sensitivity.model import Sensitivity
from mdi.sensitivity.reliability import Reliability
from mdi.sensitivity.uncertainties.model import load_uncertainties
from mdi.writing import write_result

SHOWN = 10  # areas around the border of the most deprived tenth

Vary = Annotated[
    str,
    typer.Option(
        metavar="SOURCE,…",
        help="What varies: weights, weights_within, weights_inside, sampling, rounding, suppression, model, "
        "imputation, choices, or TOML files; separated by commas.",
    ),
]
Draws = Annotated[int, typer.Option(min=1, help="How many draws.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")]
Top = Annotated[
    int, typer.Option(min=1, metavar="K", help="Also count how often an area is among the top K.")
]
Keep = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where draws are kept, so that a run can be continued."),
]
Out = Annotated[
    list[Path] | None,
    typer.Option(help="Where to write: .csv .json .parquet .xlsx; may be repeated."),
]


class Drawn(TypedDict):
    """How draws are made, as they were asked for."""

    top: int
    keep: Path | None
    scheduler: str | None
    progress: Told


def sensitivity(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    vary: Vary = "weights",
    draws: Draws = 1000,
    seed: Seed = 1,
    top: Top = TOP,
    keep: Keep = None,
    scheduler: Scheduler = None,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """How sure the ranks are: draw what is not sure, and rank anew each time.

    Example: mdi sensitivity sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --vary weights --draws 1000 --out sure.csv
    """
    files = outputs(out or [], {table})
    uncertainties = load_uncertainties(name.strip() for name in vary.split(",") if name.strip())
    chosen = declared(weights, method)
    read = table_of(table, source, level, year, domains)
    with progress("Draws") as told:
        drawn: Drawn = {"top": top, "keep": keep, "scheduler": scheduler, "progress": told}
        found = sensitivity_of(read, draws, seed, vary=uncertainties, **drawn, **chosen)
    written = [path for file in files for path in write_result(found, file)]
    _show(found, written)


@contextmanager
def progress(what: str) -> Iterator[Told]:
    """A bar of the draws, on a screen; it is gone at the end."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _show(found: Sensitivity, written: list[Path]) -> None:
    """The whole in three sentences, and the areas of which the tenth is least sure."""
    console = Console(highlight=False, soft_wrap=True)
    varied = ", ".join(each.id for each in found.uncertainties)
    console.print(
        f"{counted(found.draws, 'draw')} of {counted(found.result.ranked, 'ranked area')} · "
        f"{varied} varied · seed {found.seed}",
        markup=False,
    )
    if found.result.decile.any():
        console.print(_tenth(found), markup=False)
        console.print(_border(found))
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in found.result.warnings:
        complaints.print(f"Warning: {warning}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    console.print(f"Fingerprint: {found.fingerprint}")


def _tenth(found: Sensitivity) -> str:
    """How sure the most deprived tenth is."""
    stable, classes = found.stability, found.classes
    words = ", ".join(f"{classes[word]} {word}" for word in Reliability if word is not word.NOT)
    return (
        f"Most deprived tenth: {words} in it. On average {stable['mean']:.1%} of it stays in it, "
        f"in 90 % of the draws {stable['q05']:.1%} to {stable['q95']:.1%}. "
        f"A share has an error of at most {found.largest_error:.2%}."
    )


def _border(found: Sensitivity) -> Table:
    """The areas whose place in the most deprived tenth is nearest to even."""
    shown = Table(title="Least sure of the most deprived tenth", title_justify="left")
    for name in ("rank", "5 %", "median", "95 %", "in the tenth"):
        shown.add_column(name, justify="right")
    shown.add_column("class")
    shown.add_column("code")
    shown.add_column("name")
    rank, share = found.result.rank.tolist(), found.top_tenth.tolist()
    rows = sorted((r for r in range(len(rank)) if rank[r]), key=lambda r: abs(share[r] - 0.5))
    for row in sorted(rows[:SHOWN], key=lambda r: (rank[r], r)):
        shown.add_row(
            str(rank[row]),
            *(str(each[row]) for each in (found.low, found.median, found.high)),
            f"{share[row]:.1%}",
            str(found.reliability[row] or "–"),
            found.result.table.codes[row],
            escape(found.result.table.names[row] or ""),
        )
    return shown
