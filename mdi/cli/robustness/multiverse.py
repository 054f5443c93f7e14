"""``mdi robustness multiverse``: the index under every choice that can be defended."""

from __future__ import annotations

from enum import StrEnum
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
from mdi.errors import counted

if TYPE_CHECKING:
    import pandas as pd

    from mdi.sensitivity.multiverse import Multiverse


class Rows(StrEnum):
    """What the rows of the files are."""

    SPECIFICATIONS = "specifications"
    AREAS = "areas"


Choices = Annotated[
    str,
    typer.Option(help="The choices: a name, a TOML file, or none where only weight sets differ."),
]
Among = Annotated[
    list[str] | None,
    typer.Option(metavar="WEIGHTS", help="A weight set to choose from; may be repeated."),
]
Share = Annotated[
    float, typer.Option(min=0, max=1, help="In how many specifications an area counts as always.")
]
Written = Annotated[
    Rows, typer.Option(help="Whether the files have a row for each specification or area.")
]


def multiverse(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    choices: Choices = "choices",
    among: Among = None,
    area: Areas = None,
    share: Share = 0.95,
    rows: Written = Rows.SPECIFICATIONS,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """The index under every combination of choices: the specification curve.

    --area adds the rank of that area under each; the first one sets the order.

    Example: mdi robustness multiverse sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --among mdi_nl --among equal --area GM9001
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.engine import compute  # noqa: PLC0415
    from mdi.sensitivity.multiverse import multiverse as multiverse_of  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    result = compute(table_of(table, source, level, year, domains), **chosen)
    codes = known(result, area or ())
    declared_choices = None if choices == "none" else choices
    found = multiverse_of(result, declared_choices, weights=among or [], follow=codes)
    curve = _curve(found)
    written = curve if rows is Rows.SPECIFICATIONS else _areas(found)
    refused = [{**specification, "why": why} for specification, why in found.refused]
    options = {choice: list(rules) for choice, rules in found.grid.options.items()}
    asked = {"question": "multiverse", "options": options, "refused": refused}
    about = (
        f"{counted(len(found), 'specification')}, {len(found.refused)} refused. "
        f"{counted(len(found.always(share)), 'area')} in the most deprived tenth "
        f"under at least {share:.0%} of them."
    )
    said = [about]
    said += [
        f"{code} is in it under {found.share[result.position(code)]:.0%} of them." for code in codes
    ]
    show(Answer.of(written, result, asked), said, files, result, {"Specification curve": curve})


def _curve(found: Multiverse) -> pd.DataFrame:
    """A row for each specification, in the order of the first area or else of the overlap."""
    import pandas as pd  # noqa: PLC0415

    codes = found.followed
    frame = pd.DataFrame(list(found.specifications), columns=list(found.grid.choices))
    frame["mean_shift"], frame["overlap"] = found.mean_shift, found.overlap
    for column, code in enumerate(codes):
        ranks = pd.Series(found.ranks[:, column].astype("int64"), dtype="Int64")
        frame[f"rank_{code}"] = ranks.mask(ranks == 0)
    key = f"rank_{codes[0]}" if codes else "overlap"
    return frame.sort_values(key, ascending=bool(codes), kind="stable", ignore_index=True)


def _areas(found: Multiverse) -> pd.DataFrame:
    """A row for each area: its rank, its ranks at either end, and how often it is in the tenth."""
    import pandas as pd  # noqa: PLC0415

    result = found.result
    whole = {"rank": result.rank, "most_deprived": found.worst, "least_deprived": found.best}
    ranks = {name: pd.Series(row.astype("int64"), dtype="Int64") for name, row in whole.items()}
    return pd.DataFrame(
        {
            **named(result, result.table.codes),
            **{name: series.mask(series == 0) for name, series in ranks.items()},
            "ranked_in": found.counted,
            "top_tenth": found.share,
        }
    )
