"""``mdi verify``: is an official index reproduced, area by area?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from mdi.declaration import names
from mdi.errors import counted
from mdi.indices import model
from mdi.indices.words import conventions, expectations

if TYPE_CHECKING:
    from mdi.verification import Comparison, StepResult, Verification

SHORT = 3  # the exit code where an expectation is not met


def verify(
    profile: Annotated[
        str | None, typer.Argument(help="An official index: a name, or a TOML file.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            help="The published figures: area_code, <domain>_rank or <domain>_score, "
            "index_rank, index_score, index_decile; .csv .csv.gz .parquet .xlsx."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,  # noqa: FBT002
    list_: Annotated[bool, typer.Option("--list", help="Show the official indices.")] = False,  # noqa: FBT002
) -> None:
    """Compute an official index from its published domains, and compare every area.

    Example: mdi verify iod2019 --data iod2019.csv.gz
    """
    console = Console(highlight=False, soft_wrap=True)
    if list_:
        _list(console)
        return
    outcome = _outcome(profile, data)
    if as_json:
        typer.echo(json.dumps(outcome.plain(), indent=2, ensure_ascii=False))
    else:
        _show(outcome, console)
    if not outcome.passed:
        raise typer.Exit(SHORT)


def _outcome(profile: str | None, data: Path | None) -> Verification:
    from mdi.verification import verify as verified  # noqa: PLC0415

    if profile is None:
        message = f"choose one of {', '.join(names(model.HERE))}; --list shows them"
        raise typer.BadParameter(message, param_hint="PROFILE")
    index = model.load_index(profile)
    if data is None:
        message = f"the published figures of {index.id} are missing; give --data FILE"
        raise typer.BadParameter(message, param_hint="--data")
    return verified(index, data)


def _list(console: Console) -> None:
    """Each official index: its source, its conventions and what is expected of it."""
    for name in names(model.HERE):
        index = model.load_index(name)
        console.print(f"[bold]{name}[/bold]  {index.name.en}")
        note = [index.note.en] if index.note else []
        expected = "expected: " + "; ".join(expectations(index))
        for line in [f"{index.publisher}; {index.source}", *conventions(index), *note, expected]:
            console.print(f"  {line}", markup=False)
        console.print()


def _show(outcome: Verification, console: Console) -> None:
    """What was compared, the worst areas, what falls short, and the verdict."""
    index, published = outcome.index, outcome.published
    console.print(f"{index.name.en} ({index.id}): {len(published):,} areas", markup=False)
    if index.areas not in (None, len(published)):
        console.print(f"Note: the published index has {index.areas:,} areas.", markup=False)
    if published.left_out:
        console.print(f"Note: {counted(published.left_out, 'area')} without index left out.")
    for measure, found in outcome.comparisons.items():
        _compared(measure, found, console)
    for step in outcome.steps:
        _step(step, console)
    for domain, lacking in outcome.steps_not_verified().items():
        console.print(f"{domain} from its indicators: not compared, no {', '.join(lacking)}")
    for column in outcome.not_compared:
        console.print(f"{column}: not compared, the file does not have it")
    console.print(f"[bold]{_conclusion(outcome)}[/bold]")


def _conclusion(outcome: Verification) -> str:
    expected = [found for found in outcome.comparisons.values() if found.expected]
    if not (expected or outcome.steps):
        return f"{outcome.index.id} promises nothing of what the file has."
    verdict = "as expected" if outcome.passed else "NOT as expected"
    return f"{outcome.index.id} is reproduced {verdict}."


def _compared(what: str, found: Comparison, console: Console) -> None:
    """One line of figures beside what is expected, and the worst areas below it."""
    console.print(f"{what}: {_figures(found)} — {_verdict(found)}", markup=False)
    worst = found.worst()
    if not worst:
        return
    table = Table(title=f"worst areas by {what}", title_justify="left")
    table.add_column("area_code", no_wrap=True)
    for name in ("published", "computed", "difference"):
        table.add_column(name, justify="right")
    for area in worst:
        numbers = (area.published, area.computed, area.difference)
        table.add_row(area.area_code, *(f"{number:.10g}" for number in numbers))
    console.print(table)


def _figures(found: Comparison) -> str:
    """How many areas agree, and by how much the others differ."""
    wanted = found.expected
    within = wanted.largest if wanted and wanted.share is None else None
    count = found.within(within) if within else found.exact
    agree = f"within {within:g}" if within else "exactly"
    share = count / len(found.codes)
    return (
        f"{count:,} of {len(found.codes):,} agree {agree} ({share:.2%}), "
        f"largest difference {found.largest:.6g}"
    )


def _verdict(found: Comparison) -> str:
    from mdi.indices.words import expected_words  # noqa: PLC0415

    if found.expected is None:
        return "nothing expected"
    words = f"expected {expected_words(found.expected)}"
    short = list(found.shortfalls())
    return f"{words}: NOT MET ({', '.join(short)})" if short else f"{words}: met"


def _step(found: StepResult, console: Console) -> None:
    """A domain from its indicators: ranks and weights."""
    for what, comparison in (("ranks", found.ranks), ("weights", found.weights)):
        if comparison is not None:
            title = f"{found.step.domain} from its indicators, {what}"
            console.print(f"{title}: {_spread(comparison)} — {_verdict(comparison)}", markup=False)


def _spread(found: Comparison) -> str:
    return f"largest difference {found.largest:.6g}, median {found.median:.6g}"
