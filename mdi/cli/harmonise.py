"""``mdi harmonise``: a series of years in the borders of one vintage."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mdi.cli.borders import Given, walks_of
from mdi.cli.crosswalks import report_of, show
from mdi.cli.options import DomainsFolder, LevelName, table_of
from mdi.cli.outputs import outputs
from mdi.errors import ComputationError, FileError, counted
from mdi.table import IndicatorTable
from mdi.writing import write_bytes, write_result

if TYPE_CHECKING:
    from geodata.crosswalks import Crosswalk

ENDINGS = (".csv", ".parquet", ".xlsx")  # those that a table is read from again

Tables = Annotated[
    list[Path], typer.Argument(help="Tables of one level, a year each: .csv .parquet .xlsx.")
]
Sources = Annotated[
    list[str],
    typer.Option("--source", help="The source declaration; repeat it for one for each table."),
]
Years = Annotated[str, typer.Option(metavar="YEAR,…", help="The year of each table.")]
Out = Annotated[
    Path, typer.Option(help="A folder for the tables; or of one table a file .csv .parquet .xlsx.")
]
OldShapes = Annotated[
    Path | None, typer.Option("--from-boundaries", help="The borders that the tables are in.")
]
NewShapes = Annotated[
    Path | None, typer.Option("--to-boundaries", help="The borders they are brought to.")
]
ChangesFile = Annotated[
    Path | None,
    typer.Option(help="Or a CSV file of changed codes: old,new; share where split; year of each."),
]
PeopleFile = Annotated[
    Path | None,
    typer.Option(help="Where people live: .csv or .parquet of x,y,population, as the borders."),
]
Vintage = Annotated[
    int | None, typer.Option(help="The year of the new borders; tables from then on stay.")
]
SliverWidth = Annotated[
    float,
    typer.Option(
        "--slivers", min=0, max=1, help="How wide a sliver is at most; 0 for exactly drawn borders."
    ),
]
KeptFile = Annotated[Path | None, typer.Option(help="Keep the pairs and shares: .csv.")]
ReportFile = Annotated[Path | None, typer.Option(help="Kind and quality of each area: .csv.")]


@dataclass(frozen=True, slots=True)
class Plan:
    """The table of a year and where it is written."""

    path: Path
    source: str
    year: int
    out: Path


def harmonise(  # noqa: PLR0913
    tables: Tables,
    source: Sources,
    level: LevelName,
    years: Years,
    out: Out,
    from_boundaries: OldShapes = None,
    to_boundaries: NewShapes = None,
    changes: ChangesFile = None,
    people: PeopleFile = None,
    slivers: SliverWidth = 0.1,
    to_vintage: Vintage = None,
    keep_crosswalk: KeptFile = None,
    report: ReportFile = None,
    domains: DomainsFolder = None,
) -> None:
    """Bring the tables of several years to the borders of one vintage.

    Counts are carried over by the share of each old area that lies in the new one, and rates
    are recomputed from them, never averaged: mergers are exact. Shares are those of the
    inhabitants where --people tells where they live, else those of the surface. An area of a
    quality below 0.8 rests for a good part on shares: 'mdi compare' leaves it out.

    Example: mdi harmonise 2017.csv 2022.csv --source own --level municipality
    --years 2017,2022 --from-boundaries gm_2017.gpkg --to-boundaries gm_2022.gpkg
    --to-vintage 2022 --out harmonised
    """
    given = Given(from_boundaries, to_boundaries, changes, people, slivers)
    plans = _plans(tables, source, _years(years), out)
    kept = outputs(
        [path for path in (keep_crosswalk, report) if path], {*tables, *given.files}, [".csv"]
    )
    _check(given, plans, kept)
    read = {plan: table_of(plan.path, plan.source, level, plan.year, domains) for plan in plans}
    moving = [plan for plan in plans if to_vintage is None or plan.year < to_vintage]
    if not moving:
        raise ComputationError(f"All tables are of {to_vintage} or later: there is nothing to do.")
    walks = walks_of([read[plan] for plan in moving], given, to_vintage)
    walk_of = dict(zip(moving, walks, strict=True))
    pairs = [(read[plan], walk) for plan, walk in walk_of.items()]
    found = _carried(read, walk_of)
    if any(walk.new.vintage is None for walk in walks):
        _note("The year of the new borders is not known; --to-vintage YEAR says it.")
    written = _write(found)
    if keep_crosswalk:
        written.append(write_bytes(keep_crosswalk, walks[0].to_csv()))
    if report:
        written.append(write_bytes(report, report_of(pairs)))
    show(pairs)
    _tell(found, written, level, domains)


def _years(given: str) -> list[int]:
    parts = [part.strip() for part in given.split(",")]
    if not all(part.isdecimal() for part in parts) or len(set(parts)) < len(parts):
        message = f"'{given}' is no list of different years; expected for instance 2017,2018"
        raise typer.BadParameter(message, param_hint="--years")
    return [int(part) for part in parts]


def _plans(
    tables: Sequence[Path], sources: Sequence[str], years: Sequence[int], out: Path
) -> list[Plan]:
    """A year, a source and an output for each table; what cannot be is said beforehand."""
    if len(years) != len(tables):
        found = f"{counted(len(years), 'year')} for {counted(len(tables), 'table')}"
        raise typer.BadParameter(f"{found}; give one for each", param_hint="--years")
    if len(sources) not in (1, len(tables)):
        found = f"{counted(len(sources), 'source')} for {counted(len(tables), 'table')}"
        raise typer.BadParameter(f"{found}; give one, or one for each", param_hint="--source")
    all_sources = list(sources) * (len(tables) if len(sources) == 1 else 1)
    files = _files(tables, years, out)
    return [Plan(*each) for each in zip(tables, all_sources, years, files, strict=True)]


def _files(tables: Sequence[Path], years: Sequence[int], out: Path) -> list[Path]:
    """Where each table is written: the file, or one in the folder with its year in its name."""
    if out.suffix.lower() in ENDINGS:
        if len(tables) > 1:
            message = f"'{out}' is one file for {len(tables)} tables; name a folder"
            raise typer.BadParameter(message, param_hint="--out")
        return outputs([out], tables, ENDINGS)
    if out.suffix or (out.exists() and not out.is_dir()):
        message = f"'{out}' is no folder, and no file ending in {', '.join(ENDINGS)}"
        raise typer.BadParameter(message, param_hint="--out")
    if not out.resolve().parent.is_dir():
        message = f"there is no folder '{out.parent}' for '{out.name}'"
        raise typer.BadParameter(message, param_hint="--out")
    named = [out / f"{year}{_ending(path)}" for path, year in zip(tables, years, strict=True)]
    read = {path.resolve() for path in tables}
    for file in named:
        if file.resolve() in read:
            message = f"'{file}' is read; it cannot be written at the same time"
            raise typer.BadParameter(message, param_hint="--out")
    return named


def _ending(path: Path) -> str:
    """The kind of file that a table was, unpacked."""
    ending = path.suffix.lower()
    return ending if ending in ENDINGS else ".csv"


def _check(given: Given, plans: Sequence[Plan], kept: Sequence[Path]) -> None:
    """Both borders or changes are given; nothing is written twice."""
    shapes = [path for path in (given.old, given.new, given.people) if path]
    if given.changes is None and (given.old is None or given.new is None):
        message = "give --from-boundaries and --to-boundaries, or --changes"
        raise typer.BadParameter(message, param_hint="--from-boundaries")
    if given.changes is not None and shapes:
        message = "declared changes stand alone: give no boundaries and no people with them"
        raise typer.BadParameter(message, param_hint="--changes")
    files = [path.resolve() for path in (*(plan.out for plan in plans), *kept)]
    if len(set(files)) < len(files):
        raise typer.BadParameter("two outputs have the same name", param_hint="--out")


def _carried(
    read: dict[Plan, IndicatorTable], walk_of: dict[Plan, Crosswalk]
) -> dict[Plan, IndicatorTable]:
    """Every table in the new borders."""
    from mdi.editions.harmonise import harmonise as carried  # noqa: PLC0415

    found = {}
    for plan, table in read.items():
        found[plan] = carried(table, walk_of[plan]) if plan in walk_of else table
        moved = "carried over" if plan in walk_of else "in these borders already"
        now = counted(len(found[plan]), "area")
        _note(f"{plan.year}: {len(table)} → {now}, {moved}")
        for warning in found[plan].warnings:
            _note(f"Warning: {plan.year}: {warning}")
    return found


def _note(line: str) -> None:
    """What is told beside the outcome."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(line, markup=False)


def _write(found: dict[Plan, IndicatorTable]) -> list[Path]:
    written = []
    for plan, table in found.items():
        try:
            plan.out.parent.mkdir(exist_ok=True)
        except OSError as error:
            reason = error.strerror or "the place cannot be written to"
            raise FileError(f"'{plan.out.parent}' cannot be made: {reason}.") from None
        written += write_result(table, plan.out)
    return written


def _tell(
    found: dict[Plan, IndicatorTable], written: Sequence[Path], level: str, domains: Path | None
) -> None:
    """What was written, and the command that goes on with it."""
    console = Console(highlight=False, soft_wrap=True)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    plans = sorted(found, key=lambda plan: plan.year)
    first, last = plans[0], plans[-1]
    words = ["mdi", "compute", str(first.out)]
    years = ["--year", str(first.year)]
    if len(plans) > 1:
        words = ["mdi", "compare", str(first.out), str(last.out)]
        years = ["--years", f"{first.year},{last.year}"]
    words += ["--source", "own", "--level", level, *years]
    words += ["--domains", str(domains)] if domains else []
    console.print(f"Next: {shlex.join(words)}", markup=False)
