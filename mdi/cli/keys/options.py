"""Options that the commands of keys share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

KeyFile = Annotated[
    Path, typer.Option("--file", help="The file with the keys, which the settings name as keys.")
]
