"""``mdi robustness``: what a rank hangs on, a sub-command for each question."""

from __future__ import annotations

import typer

from mdi.cli.robustness.bounds import bounds
from mdi.cli.robustness.confidence import confidence
from mdi.cli.robustness.importance import importance
from mdi.cli.robustness.left_out import left_out
from mdi.cli.robustness.multiverse import multiverse
from mdi.cli.robustness.tipping import tipping
from mdi.cli.robustness.variance import variance

robustness = typer.Typer(help="Find what a rank hangs on.", no_args_is_help=True)
robustness.command()(tipping)
robustness.command(name="left-out")(left_out)
robustness.command()(importance)
robustness.command()(confidence)
robustness.command()(bounds)
robustness.command()(multiverse)
robustness.command()(variance)


@robustness.callback()
def _group() -> None:
    """Find what a rank hangs on: weights, indicators, choices, chance or suppressed figures."""
