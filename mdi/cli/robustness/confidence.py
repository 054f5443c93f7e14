"""``mdi robustness confidence``: where areas may stand in one indicator, given chance."""

from __future__ import annotations

from dataclasses import asdict
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

Indicator = Annotated[
    str, typer.Option(metavar="ID", help="The indicator in which they are ranked.")
]
Coverage = Annotated[
    float, typer.Option(min=0.5, max=0.999, help="How often the set holds the true rank.")
]
Joint = Annotated[bool, typer.Option(help="Hold the true ranks of all these areas at once.")]
Draws = Annotated[int, typer.Option(min=100, help="How many draws of chance.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")]


def confidence(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    indicator: Indicator,
    area: Areas = None,
    coverage: Coverage = 0.95,
    joint: Joint = False,  # noqa: FBT002
    draws: Draws = 1000,
    seed: Seed = 1,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """Between which ranks areas surely lie in one indicator, given the counts behind it.

    Example: mdi robustness confidence sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --indicator low_educated --area GM9001
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.confidence import Sureness, rank_confidence  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    if not area:
        raise typer.BadParameter("name an area or more", param_hint="--area")
    read = table_of(table, source, level, year, domains)
    result = compute(read, **chosen)
    codes, sureness = known(result, area), Sureness(coverage, joint, draws, seed)
    rows = rank_confidence(read, indicator, codes, sureness).to_frame()
    rows.insert(1, "area_name", named(result, codes)["area_name"])
    asked = {"question": "confidence", "indicator": indicator, **asdict(sureness)}
    held = "the true ranks of all of them at once" if joint else "the true rank of each"
    said = [
        f"Ranks in {indicator}, 1 the worst. From low to high holds {held} in {coverage:.1%} of cases."
    ]
    show(Answer.of(rows, result, asked), said, files, result, {f"Ranks in {indicator}": rows})
