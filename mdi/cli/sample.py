"""``mdi sample``: an invented country."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def sample(
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    areas: Annotated[
        int, typer.Option(help="How many neighbourhoods.", min=30, max=200_000)
    ] = 3000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same country.")] = 1,
    years: Annotated[str, typer.Option(help="FIRST-LAST, or one year.")] = "2021-2025",
) -> None:
    """Make an invented country: figures and shapes, no real place and no real figure.

    Example: mdi sample --areas 3000 --seed 1 --out sample
    """
    from mdi.editions.sample import make_sample  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    made = make_sample(areas, seed, out, _years(years), progress=console.print)
    console.print(f"Written: {made}", markup=False)


def _years(text: str) -> range:
    """``2021-2025`` → the years from 2021 up to and including 2025."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if found is None or int(found[2] or found[1]) < int(found[1]):
        message = f"'{text}' is no range of years; expected FIRST-LAST, such as 2021-2025"
        raise typer.BadParameter(message, param_hint="--years")
    return range(int(found[1]), int(found[2] or found[1]) + 1)
