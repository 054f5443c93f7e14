"""``mdi robustness variance``: which source of uncertainty makes an output vary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mdi.cli.options import (
    DomainsFolder,
    LargerLevel,
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
from mdi.cli.sensitivity import Seed, Vary, progress

if TYPE_CHECKING:
    import pandas as pd

MEANING = (
    "First: the share of the variance that goes with an input alone; total: alone or together with "
    "others; beside them, 90 % of the bootstrap."
)

Of = Annotated[
    str,
    typer.Option(
        metavar="OUTPUT,…",
        help="What is told of every draw: mean_shift, overlap, the code of an area for its rank, "
        "or extent:CODE of a larger area; separated by commas.",
    ),
]
Draws = Annotated[int, typer.Option(min=2, metavar="N", help="Rows of the design: a power of 2.")]
ByDomain = Annotated[bool, typer.Option("--by-domain", help="Tell the weights of domains apart.")]
Pairs = Annotated[bool, typer.Option("--pairs", help="Also tell what two inputs do together.")]


def variance(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    vary: Vary = "weights,choices",
    of: Of = "mean_shift,overlap",
    to: LargerLevel = None,
    by_domain: ByDomain = False,  # noqa: FBT002
    pairs: Pairs = False,  # noqa: FBT002
    draws: Draws = 1024,
    seed: Seed = 1,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    out: Out = None,
) -> None:
    """Which source of uncertainty makes ranks vary: alone, and together with the others.

    Example: mdi robustness variance sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025 --vary weights,choices --draws 256
    """
    from mdi.cli.robustness.screen import show  # noqa: PLC0415
    from mdi.sensitivity.shares import Division, variance_shares  # noqa: PLC0415

    files, chosen = outputs(out or [], {table}), declared(weights, method)
    read = table_of(table, source, level, year, domains)
    with progress("Runs") as told:
        found = variance_shares(
            read,
            draws,
            seed,
            outputs=_split(of),
            vary=_split(vary),
            to=to,
            divided=Division(by_domain, pairs),
            progress=told,
            **chosen,
        )
    answer = Answer(found.to_frame(), found.provenance)
    said = f"{draws} rows, seed {seed}. {MEANING}"
    frames = {name: _short(indices.to_frame()) for name, indices in found.outputs.items()}
    frames |= {f"{name}, pairs": _short(each.to_frame()) for name, each in found.pairs.items()}
    show(answer, [said], files, found.result, frames)


def _short(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares with the ends of their interval in one column."""
    for name in [name for name in ("first", "total", "second") if name in frame]:
        low, high = frame.pop(f"{name}_low"), frame.pop(f"{name}_high")
        between = [f"{a:.3f} to {b:.3f}" for a, b in zip(low, high, strict=True)]
        frame.insert([*frame.columns].index(name) + 1, f"{name} 90 %", between)
    return frame


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
