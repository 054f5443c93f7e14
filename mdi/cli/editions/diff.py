"""``mdi editions diff``: what moved between two editions, and what caused it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from mdi.cli.editions.options import AsJson, CacheFolder, StorePlace, print_json
from mdi.errors import counted

if TYPE_CHECKING:
    from mdi.editions.store.difference import Difference, Key, ResultDifference
    from mdi.editions.store.moves import Move

KEY = ("level", "year", "weights", "method")
NOTHING = "–"

One = Annotated[str, typer.Argument(help="An edition: its name or the beginning of it.")]
Other = Annotated[str, typer.Argument(help="Another one; current and previous are names too.")]
Level = Annotated[str | None, typer.Option(help="Only results of this level.")]
Areas = Annotated[
    int, typer.Option(help="How many of the areas that moved farthest, for each result.", min=0)
]


def diff(  # noqa: PLR0913
    store: StorePlace,
    before: One = "previous",
    after: Other = "current",
    level: Level = None,
    areas: Areas = 5,
    cache: CacheFolder = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show which areas moved between two editions, how far, and by which cause.

    Example: mdi editions diff previous current --store store --level municipality
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415
    from mdi.editions.store.difference import difference  # noqa: PLC0415

    opened = open_store(store, cache=cache)
    first, second = opened.whole(before), opened.whole(after)
    found = difference(first, second, level=level, areas=areas)
    if json:
        print_json(found.to_dict())
    else:
        _show(found)


def _show(found: Difference) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{found.before} → {found.after}", markup=False)
    if found.results:
        console.print(_results(found))
    for result in found.results:
        if result.largest:
            console.print(_moves(result))
    for line in _lines(found):
        console.print(line, markup=False)


def _results(found: Difference) -> Table:
    """How many areas moved in each result, and how far by each cause."""
    numbers = ("areas", "moved", "deciles")
    keys = (Column(name, no_wrap=True) for name in KEY)
    columns = (Column(name, justify="right") for name in numbers)
    table = Table(
        *keys, *columns, "causes (mean places)", title="Results that differ", title_justify="left"
    )
    for result in found.results:
        counts = (result.areas, result.moved, result.other_decile)
        table.add_row(*map(escape, _words(result.key)), *map(str, counts), _causes(result))
    return table


def _causes(result: ResultDifference) -> str:
    """``data 3.1, weights 12.0``; a cause without a number was not measured apart."""
    parts: Mapping[str, float] = result.parts or {}
    told = [f"{name} {parts[name]:.1f}" if name in parts else name for name in result.causes]
    return ", ".join(told) or NOTHING


def _moves(result: ResultDifference) -> Table:
    """The areas that moved farthest."""
    pairs = (Column(name, justify="right") for name in ("rank", "decile", "index"))
    title = f"Moved farthest: {' · '.join(_words(result.key))}"
    table = Table("code", "name", *pairs, "places by", title=escape(title), title_justify="left")
    for move in result.largest:
        table.add_row(*_cells(move))
    return table


def _cells(move: Move) -> Iterator[str]:
    yield move.area_code
    yield escape(move.area_name or "")
    for places in (move.rank, move.decile):
        yield " → ".join(str(place or NOTHING) for place in places)
    yield " → ".join(NOTHING if value is None else f"{value:.2f}" for value in move.index)
    parts = (move.parts or {}).items()
    yield ", ".join(f"{name} {_signed(part)}" for name, part in parts) or NOTHING


def _lines(found: Difference) -> Iterator[str]:
    """What the tables do not tell."""
    for result in found.results:
        name = " · ".join(_words(result.key))
        if result.undivided:
            yield f"{name}: the causes cannot be told apart: {result.undivided}"
        for count, what in (
            (result.gone, "only in the first"),
            (result.new, "only in the second"),
            (result.newly_ranked, "ranked in the second alone"),
            (result.no_longer_ranked, "ranked in the first alone"),
        ):
            if count:
                yield f"{name}: {counted(count, 'area')} {what}"
    for keys, edition in ((found.gone, found.before), (found.new, found.after)):
        for key in keys:
            yield f"Only in {edition}: {' · '.join(_words(key))}"
    if found.otherwise_sure:
        yield f"{counted(len(found.otherwise_sure), 'result')} with ranks that are otherwise sure."
    if found.same:
        yield f"{counted(len(found.same), 'result')} the same in both."


def _words(key: Key) -> list[str]:
    return [str(part) for part in key]


def _signed(places: float) -> str:
    """``+12.5``, ``−3.0``, ``0.0``."""
    text = f"{places:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "−")
