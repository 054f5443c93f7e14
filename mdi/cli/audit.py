"""``mdi audit``: does the index hold together?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from mdi.cli.options import DomainsFolder, LevelName, SourceName, TableFile, Year, table_of
from mdi.engine import compute
from mdi.errors import counted
from mdi.methods.model import load_method
from mdi.weights.model import load_weights

if TYPE_CHECKING:
    from mdi.audit import Audit, Consistency, Siblings

NOTHING = "–"


def audit(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    weights: Annotated[str, typer.Option(help="A weight set: a name, or a TOML file.")] = "mdi_nl",
    method: Annotated[str, typer.Option(help="A method: a name, or a TOML file.")] = "imd",
    domains: DomainsFolder = None,
    json: Annotated[  # noqa: FBT002
        bool, typer.Option("--json", help="Everything as JSON, alone on the screen.")
    ] = False,
) -> None:
    """Audit an index: signs, correlations, consistency, influence and gaps.

    Nothing is changed or turned round.

    Example: mdi audit sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025
    """
    from mdi.audit import audit as audit_of  # noqa: PLC0415

    weight_set, rules = load_weights(weights), load_method(method)
    read = table_of(table, source, level, year, domains)
    result = compute(read, weights=weight_set, method=rules)
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in result.warnings:
        complaints.print(f"Warning: {warning}", markup=False)
    found = audit_of(result)
    if json:
        _print_json(found)
    else:
        _show(found)


def _print_json(found: Audit) -> None:
    import orjson  # noqa: PLC0415

    typer.echo(orjson.dumps(found.to_dict(), option=orjson.OPT_INDENT_2).decode())


def _show(found: Audit) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{found.areas} ranked areas · {found.level} {found.year} · weights {found.weights} · "
        f"method {found.method} · mean coverage {_percent(found.coverage)}",
        markup=False,
    )
    tables = [_signs(found), _influence(found), _consistency(found)]
    for shown in [*tables, *map(_correlations, filter(_worth_a_matrix, found.siblings))]:
        console.print(shown)
    console.print(f"{counted(len(found.findings), 'finding')}, the gravest first:")
    for number, sentence in enumerate(found.findings, 1):
        console.print(f"{number:3}. {sentence}", markup=False)


def _table(title: str, names: Iterable[str], numbers: Iterable[str]) -> Table:
    """A table with columns of words on the left and of numbers on the right."""
    words = [Column(name, no_wrap=True) for name in names]
    figures = [Column(name, justify="right", no_wrap=True) for name in numbers]
    return Table(*words, *figures, title=title, title_justify="left")


def _signs(found: Audit) -> Table:
    heads = ("rest", "whole", "index")
    title = "Correlation with the rest of what it is part of, and with the whole"
    shown = _table(title, ("id", "part of"), heads)
    for sign in found.signs:
        if sign.with_parent is None:  # without figures, which is a finding
            continue
        numbers = (_r(r) for r in (sign.with_rest, sign.with_parent, sign.with_index))
        shown.add_row(sign.id, sign.parent, *numbers)
    return shown


def _influence(found: Audit) -> Table:
    heads = ("weight", "carried", "covariance", "areas")
    shown = _table("Weight and share of the variance of the index", ("id",), heads)
    observed = {figures.id: str(figures.observed) for figures in found.figures}
    for part in found.influence:
        if not part.carried:
            continue
        shares = (_percent(share) for share in (part.weight, part.carried, part.covariance))
        shown.add_row(part.id, *shares, observed.get(part.id, "") if part.kind == "leaf" else "")
    return shown


def _consistency(found: Audit) -> Table:
    heads = ("parts", "areas", "α", "first component", "KMO")
    shown = _table("Internal consistency of the parts of", ("id",), heads)
    for node in (*found.consistency, found.leaves):
        if not node.children:
            continue
        shown.add_row(node.node, str(len(node.children)), str(node.areas), *_measures(node))
    return shown


def _measures(node: Consistency) -> tuple[str, str, str]:
    return _r(node.alpha), _percent(node.first), _r(node.kmo)


def _worth_a_matrix(siblings: Siblings) -> bool:
    """Three or more that correlate with something; two stand in the table of signs."""
    pairs = [r for row in siblings.correlations for r in row if r is not None]
    return len(siblings.children) > 2 and len(pairs) > len(siblings.children)


def _correlations(siblings: Siblings) -> Table:
    numbers = [str(place) for place in range(1, len(siblings.children) + 1)]
    shown = _table(f"Correlations of the parts of {siblings.node}", ("id",), numbers)
    for number, name, row in zip(numbers, siblings.children, siblings.correlations, strict=True):
        shown.add_row(f"{number} {name}", *(_r(r) for r in row))
    return shown


def _r(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".replace("-", "−")


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.1%}".replace("-", "−")
