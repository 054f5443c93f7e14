"""``mdi robustness importance``: what a weight says, and what a domain really counts for."""

from __future__ import annotations

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
from mdi.cli.robustness.options import Answer, Out


def importance(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """What every domain and indicator counts for in the order of the areas, beside its weight.

    Example: mdi robustness importance sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.importance import importance as importance_of  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    result = compute(table_of(table, source, level, year, domains), **chosen)
    found = importance_of(result)
    rows = found.to_frame()
    asked = {"question": "importance", "discrepancy": found.discrepancy}
    said = [
        "Importance: how much would be known of the index by this part, as a share of all parts."
    ]
    if found.discrepancy is not None:
        said.append(
            f"No domain's importance is farther than {found.discrepancy:.3f} from its weight."
        )
    columns = ["id", "weight", "covariance", "main_effect", "importance", "gap"]
    shown = rows[rows["kind"] == "domain"][columns]
    show(Answer.of(rows, result, asked), said, files, result, {"Domains": shown})
