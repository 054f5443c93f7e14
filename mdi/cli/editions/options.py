"""Arguments and options that the commands of editions share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

StorePlace = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="PLACE",
        help="The folder with the editions, or an address such as s3://bucket/place.",
    ),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        help="Where the local copy lies of a store at an address; MDI_CACHE, or the cache of the "
        "user, if absent.",
    ),
]
EditionName = Annotated[
    str,
    typer.Argument(metavar="[NAME]", help="An edition, the beginning of its name, or previous."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON, alone on the screen.")]


def print_json(plain: dict[str, Any]) -> None:
    """Print plain data."""
    typer.echo(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())
