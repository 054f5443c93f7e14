"""The `mdi` command: the front door, one small module for each command."""

from __future__ import annotations

import os
import sys

import typer

from geodata.errors import GeodataError
from mdi.cli.audit import audit
from mdi.cli.batch import batch
from mdi.cli.boundaries import boundaries
from mdi.cli.check import check
from mdi.cli.compare import compare
from mdi.cli.compute import compute
from mdi.cli.convert import convert
from mdi.cli.editions import editions
from mdi.cli.harmonise import harmonise
from mdi.cli.keys import keys
from mdi.cli.listing import listing
from mdi.cli.map import draw_map
from mdi.cli.publish import publish
from mdi.cli.robustness import robustness
from mdi.cli.rollup import roll_up
from mdi.cli.sample import sample
from mdi.cli.sensitivity import sensitivity
from mdi.cli.serve import serve
from mdi.cli.summarise import summarise
from mdi.cli.tiles import tiles
from mdi.cli.verify import verify
from mdi.errors import MdiError
from mdi.version import __version__

INTERRUPTED = 130

app = typer.Typer(
    name="mdi",
    help="The Multi Deprivation Index: one honest measure of deprivation for areas.",
    epilog="Exit codes: 0 done · 1 our mistake · 2 the command line · 3 the data · "
    "4 a declaration · 5 a file · 74 the store cannot be written to · 75 the store is in use · "
    "130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(compute)
app.command()(check)
app.command()(compare)
app.command()(audit)
app.command(name="list")(listing)
app.command()(convert)
app.command(name="map")(draw_map)
app.command()(tiles)
app.command()(harmonise)
app.command()(summarise)
app.command(name="roll-up")(roll_up)
app.command()(verify)
app.command()(sensitivity)
app.add_typer(robustness, name="robustness")
app.add_typer(boundaries, name="boundaries")
app.command()(batch)
app.add_typer(editions, name="editions")
app.command()(publish)
app.command()(sample)
app.command()(serve)
app.add_typer(keys, name="keys")


def _version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        typer.echo(f"mdi {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(  # noqa: FBT001
        False,  # noqa: FBT003
        "--version",
        callback=_version,
        is_eager=True,
        help="Show the version and leave.",
    ),
) -> None:
    """The Multi Deprivation Index: one honest measure of deprivation for areas."""


def main() -> None:
    """Run the command; errors become a message and an exit code, never a traceback."""
    try:
        app()
    except (MdiError, GeodataError) as error:
        typer.echo(f"{error.title}\n{error}", err=True)
        sys.exit(error.exit_code)
    except SystemExit as left:
        if left.code == INTERRUPTED:  # typer makes this of Ctrl-C
            typer.echo("Interrupted; nothing was left half-written.", err=True)
        raise
    except Exception as error:
        if os.environ.get("MDI_DEBUG"):
            raise
        typer.echo(
            f"This is our mistake, not yours ({type(error).__name__}). "
            "Run again with MDI_DEBUG=1 to see where, and please report it.",
            err=True,
        )
        sys.exit(1)
