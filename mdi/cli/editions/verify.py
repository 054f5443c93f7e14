"""``mdi editions verify``: is every byte what it was?"""

from __future__ import annotations

from typing import Annotated

import typer

from mdi.cli.editions.options import AsJson, CacheFolder, StorePlace, print_json
from mdi.errors import Problem, counted

DAMAGED = 3  # exit code of data that do not hold up

Name = Annotated[
    str | None,
    typer.Argument(help="An edition, or current or previous; the whole store without."),
]


def verify(
    store: StorePlace,
    name: Name = None,
    cache: CacheFolder = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Read every byte of a store, or of one edition, and compare it with its checksum.

    Leaves with 0 where all is sound, with 3 where something is damaged or not there.

    Example: mdi editions verify --store store

    Example: mdi editions verify current --store store
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    problems = open_store(store, cache=cache).verify(name)
    if json:
        found = [{"what": each.what, "hint": each.hint} for each in problems]
        print_json({"sound": not problems, "problems": found})
    else:
        _show(problems)
    if problems:
        raise typer.Exit(DAMAGED)


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        typer.echo(f"✗ {problem}")
    typer.echo(f"{counted(len(problems), 'problem')} found." if problems else "All is sound.")
