"""The plans that a job may name: files of one folder, and never a path."""

from __future__ import annotations

import re
from pathlib import Path

from mdi.errors import DeclarationError, did_you_mean

NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
ENDING = ".toml"


def plan_names(folder: Path) -> list[str]:
    """The names of all plans, sorted."""
    files = folder.glob(f"*{ENDING}")
    return sorted(each.stem for each in files if re.fullmatch(NAME, each.stem) and each.is_file())


def plan_path(folder: Path, name: str) -> Path:
    """Where a plan lies.

    Raises:
        DeclarationError: the folder has no plan of this name.
    """
    names = plan_names(folder)
    if name not in names:
        hint = did_you_mean(name, names) if names else "this service has no plans yet"
        raise DeclarationError(f"There is no plan '{name}'.", hint=hint)
    return folder / (name + ENDING)
