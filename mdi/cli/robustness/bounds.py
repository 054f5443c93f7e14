"""``mdi robustness bounds``: the worst and the best rank that suppressed figures leave possible."""

from __future__ import annotations

from typing import Annotated

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

SHOWN = ["area_code", "area_name", "rank", "most_deprived", "least_deprived"]

Below = Annotated[
    int | None,
    typer.Option(min=1, metavar="COUNT", help="Suppressed counts are smaller than this."),
]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="INDICATOR=LOW:HIGH",
        help="Between which figures a suppressed one lies; may be repeated.",
    ),
]


def bounds(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    area: Areas = None,
    below: Below = None,
    limit: Limit = None,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """The worst and the best rank of areas, whatever their suppressed figures are.

    Without --area all areas with a suppressed figure are asked about.

    Example: mdi robustness bounds sample/indicators_neighbourhood_2025.parquet --source sample
    --level neighbourhood --year 2025 --below 5
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.rank_bounds import rank_bounds  # noqa: PLC0415

    files, chosen, limits = (
        outputs(out or [], {table}),
        declared(weights, method),
        _limits(limit or []),
    )
    result = compute(table_of(table, source, level, year, domains), **chosen)
    codes = known(result, area) if area else None
    found = rank_bounds(result, codes, limits=limits, below=below)
    rows = found.to_frame()
    rows.insert(1, "area_name", named(result, found.codes)["area_name"])
    now = [int(result.rank[result.position(code)]) or None for code in found.codes]
    rows.insert(2, "rank", now)
    rows = rows.astype(dict.fromkeys(("rank", "most_deprived", "least_deprived"), "Int64"))
    ends = ["most_deprived", "least_deprived"]
    rows[ends] = rows[ends].mask(rows[ends] == 0)
    asked = {"question": "bounds", "below": below, "limits": limits}
    said = [f"{len(rows)} areas with suppressed figures; each is asked about by itself."]
    wide = (rows["least_deprived"] - rows["most_deprived"]).fillna(-1).to_numpy()
    ordered = rows.iloc[(-wide).argsort(kind="stable")]
    show(Answer.of(rows, result, asked), said, files, result, {"Widest first": ordered[SHOWN]})


def _limits(given: list[str]) -> dict[str, tuple[float, float]]:
    """``poor_households=0:12.5`` as limits by indicator."""
    found = {}
    for text in given:
        name, _, ends = text.partition("=")
        low, _, high = ends.partition(":")
        try:
            found[name] = float(low), float(high)
        except ValueError:
            message = f"'{text}' is no INDICATOR=LOW:HIGH"
            raise typer.BadParameter(message, param_hint="--limit") from None
    return found
