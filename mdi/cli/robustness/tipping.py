"""``mdi robustness tipping``: how little the weights must change to move an area past a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mdi.cli.options import (
    DomainsFolder,
    LevelName,
    MethodName,
    SourceName,
    TableFile,
    WeightsName,
    Year,
    declared,
    table_of,
)
from mdi.cli.outputs import outputs
from mdi.cli.robustness.options import Answer, Areas, Out, known, named
from mdi.cli.sensitivity import progress

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult
    from mdi.sensitivity.tipping import Tipping

Within = Annotated[
    int,
    typer.Option(
        min=1,
        metavar="RANKS",
        help="Without --area: the areas so many ranks or fewer from the border.",
    ),
]
Past = Annotated[
    str | None,
    typer.Option(
        metavar="CODE", help="Past this area; by default past the edge of the most deprived tenth."
    ),
]


def tipping(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    area: Areas = None,
    past: Past = None,
    within: Within = 25,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """How little the weights must change to bring areas into the most deprived tenth, or out of it.

    Without --area those are asked about whose rank is near the border.

    Example: mdi robustness tipping sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --area GM9001
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.tipping import tipping_weights  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    result = compute(table_of(table, source, level, year, domains), **chosen)
    asked = known(result, area) if area else _near(result, past, within)
    with progress("Areas") as told:
        found = tipping_weights(result, asked, past, progress=told)
    rows = _rows(result, found)
    answer = Answer.of(rows, result, {"question": "tipping", "past": past})
    border = f"area {past}" if past else "the edge of the most deprived tenth"
    never = sum(each.distance is None for each in found)
    said = [f"The smallest change of the weights that brings an area past {border}."]
    said += [f"No weights do so for {never} of them."] * (never > 0)
    columns = ["area_code", "area_name", "rank", "goes", "distance", "nearest", "needs"]
    show(answer, said, files, result, {"Nearest first": rows[columns]})


def _near(result: IndexResult, past: str | None, within: int) -> list[str]:
    """The codes of the areas near the edge of the tenth, or near another area."""
    inside = int(((result.decile == 1) & (result.rank > 0)).sum())
    edge = inside + 0.5 if past is None else float(result.rank[result.position(past)])
    codes = zip(result.table.codes, result.rank.tolist(), strict=True)
    return [code for code, rank in codes if rank and abs(rank - edge) <= within and code != past]


def _rows(result: IndexResult, found: tuple[Tipping, ...]) -> pd.DataFrame:
    """A row for each area, those that tip most easily first."""
    import pandas as pd  # noqa: PLC0415

    names = [domain.id for domain in result.tree.domains]
    single = [{one.domain: one.needed for one in each.single} for each in found]
    change = [each.change or {} for each in found]
    nearest = [_nearest(each) for each in found]
    columns = {
        **named(result, [each.area for each in found]),
        "rank": [int(result.rank[result.position(each.area)]) for each in found],
        "goes": ["in" if each.into else "out" for each in found],
        "distance": [each.distance for each in found],
        "bound": [each.bound for each in found],
        "rank_there": [each.rank for each in found],
        "confirmed": [each.confirmed for each in found],
        "nearest": [name for name, _ in nearest],
        "needs": [share for _, share in nearest],
        **{f"change_{name}": [each.get(name) for each in change] for name in names},
        **{f"alone_{name}": [each.get(name) for each in single] for name in names},
    }
    frame = pd.DataFrame(columns).astype({"rank_there": "Int64", "distance": "float"})
    return frame.sort_values("distance", kind="stable", ignore_index=True)


def _nearest(found: Tipping) -> tuple[str | None, float | None]:
    """The weight that has to change least by itself, and the share it would need."""
    able = [one for one in found.single if one.change is not None]
    best = min(able, key=lambda one: abs(one.change or 0.0), default=None)
    return (None, None) if best is None else (best.domain, best.needed)
