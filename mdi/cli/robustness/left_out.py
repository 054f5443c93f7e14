"""``mdi robustness left-out``: the ranks without each domain and each indicator."""

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
from mdi.cli.robustness.options import Answer, Areas, Out, known


def left_out(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    area: Areas = None,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """What the ranks would be without each domain and each indicator.

    --area adds a column with the rank of that area without each.

    Example: mdi robustness left-out sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --area GM9001
    """
    import pandas as pd  # noqa: PLC0415

    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.left_out import leave_one_out  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    result = compute(table_of(table, source, level, year, domains), **chosen)
    codes = known(result, area or ())
    found = leave_one_out(result)
    rows = found.to_frame()
    for code in codes:
        rows[f"rank_{code}"] = pd.array(list(found.of(code).values()), dtype="Int64")
    answer = Answer.of(rows, result, {"question": "left-out", "refused": dict(found.refused)})
    about = (
        f"{len(rows)} domains and indicators, each left out once. Shift: mean change of rank; "
        "overlap: areas in both most deprived tenths ÷ areas in either."
    )
    said = [about]
    said += [
        f"{code} has rank {result.rank[result.position(code)]} with all of them." for code in codes
    ]
    said += [f"Not without {name}: {why}" for name, why in found.refused.items()]
    ordered = rows.sort_values("overlap", kind="stable", ignore_index=True)
    show(answer, said, files, result, {"What matters most": ordered})
