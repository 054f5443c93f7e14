"""``mdi batch``: from a plan to a published edition."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from mdi.cli.editions.options import CacheFolder
from mdi.cli.options import Scheduler
from mdi.errors import counted

if TYPE_CHECKING:
    from mdi.editions.batch.batch import Batch, Task
    from mdi.editions.batch.report import Report
    from mdi.editions.batch.steps import Step
    from mdi.editions.plan import Prepared
    from mdi.editions.store.store import Store

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="What to do: plan.toml.")]
StorePlace = Annotated[
    str,
    typer.Option(
        metavar="PLACE",
        help="The folder with editions, or an address such as s3://bucket/place; made if absent.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and why.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="How many processes; one for each core if absent.")
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", help="Where to write a report of the run: .json.")
]
Wait = Annotated[bool, typer.Option("--wait", help="Wait while another batch is running.")]


def batch(  # noqa: PLR0913
    plan: PlanFile,
    store: StorePlace,
    dry_run: DryRun = False,  # noqa: FBT002
    workers: Workers = None,
    scheduler: Scheduler = None,
    report: ReportFile = None,
    wait: Wait = False,  # noqa: FBT002
    cache: CacheFolder = None,
) -> None:
    """Carry out a plan, doing only what changed, and publish the edition it makes.

    Everything is checked first. Readers see the old edition or the new one, never half of it;
    a run that was interrupted goes on where it was.

    Example: mdi batch plan.toml --store store
    """
    from mdi.editions.batch.batch import Batch  # noqa: PLC0415
    from mdi.editions.plan import read_plan  # noqa: PLC0415
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415
    from mdi.editions.store.founding import UNFINISHED  # noqa: PLC0415

    prepared = read_plan(plan)
    if dry_run:
        with TemporaryDirectory() as empty:
            there = _as_it_is(store, cache, Path(empty) / "store")
            with _read(prepared, Path(empty)) as ready:
                _foretell(Batch(ready, there).tasks())
        return
    opened = open_store(store, create=True, cache=cache)
    with opened.lock(wait=wait), _read(prepared, opened.root / UNFINISHED) as ready:
        running = Batch(ready, opened)
        try:
            _run(running, workers or os.cpu_count() or 1, scheduler)
        finally:
            _keep(running.report, opened, report)
    _tell(running.report)


def _as_it_is(place: str, cache: Path | None, empty: Path) -> Store:
    """The store; where there is none yet, an empty one elsewhere, so that none is made."""
    from mdi.editions.remote.address import is_remote  # noqa: PLC0415
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    if is_remote(place):
        return open_store(place, create=True, cache=cache)
    begun = Path(place).is_dir() and any(Path(place).iterdir())
    return open_store(place if begun else empty, create=not begun)


@contextmanager
def _read(plan: Prepared, folder: Path) -> Iterator[Prepared]:
    """The plan with the tables of databases as files in a folder; says which is read."""
    from mdi.editions.fetching import fetched  # noqa: PLC0415

    with ExitStack() as told:
        shown = told.enter_context(Console(stderr=True).status("reading the plan"))
        reading = fetched(plan, folder, lambda name: shown.update(escape(f"reading {name}")))
        with reading as ready:
            told.close()
            yield ready


def _run(running: Batch, workers: int, scheduler: str | None) -> None:
    """Carry out the plan, with a line that shows how far it is."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as shown:
        line = shown.add_task("checking what changed", total=None, rate="")

        def progress(step: Step, finished: int, count: int) -> None:
            elapsed = shown.tasks[0].elapsed or 0.0
            rate = f"{finished / elapsed:.1f}/s" if elapsed else ""
            what = f"{step.kind} {step.what}"
            shown.update(line, description=what, completed=finished, total=count, rate=rate)

        running.run(workers, scheduler, progress)


def _foretell(tasks: list[Task]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    waiting = [task for task in tasks if task.why is not None]
    for task in waiting:
        console.print(f"{task.step.kind} {task.step.what}: {task.why}", markup=False)
    same = len(tasks) - len(waiting)
    told = f"{counted(len(waiting), 'step')} to carry out, {same} not changed; nothing was done."
    console.print(told, markup=False)


def _keep(report: Report, store: Store, asked: Path | None) -> None:
    from mdi.writing import write_bytes  # noqa: PLC0415

    content = report.written()
    store.report(report.name, content)
    if asked is not None:
        write_bytes(asked, content)


def _tell(report: Report) -> None:
    plain = report.plain()
    console = Console(highlight=False, soft_wrap=True)
    done = f"{counted(plain['made'], 'step')} carried out, {plain['reused']} not changed"
    state = "published" if report.published else "was published already"
    memory = plain["memory_bytes"] / 2**20
    spent = f"{plain['seconds']:.1f} s, {memory:.0f} MB at most in one process"
    if plain["computing_share"] is not None:
        spent += f", {plain['computing_share']:.0%} of the work spent on computing"
    console.print(f"{done}: {spent}.", markup=False)
    console.print(f"Edition {report.edition} {state}.", markup=False)
