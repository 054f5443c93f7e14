"""Peers in virtual environments of their own, made once and kept in `.bench/`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).parents[2] / ".bench"


class NotInstalledError(Exception):
    """Why a peer is not there, in words."""


def programs(name: str, packages: Sequence[str]) -> Path:
    """The folder with the programs of an environment that has these packages.

    Raises:
        NotInstalledError: where it could not be made.
    """
    folder = HOME / name
    mark, wanted = folder / "installed", "\n".join(packages)
    if not (mark.exists() and mark.read_text() == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        print(f"installing {name} into {folder}", flush=True)
        _call([sys.executable, "-m", "venv", str(folder)], name)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        _call([*pip, "--disable-pip-version-check", *packages], name)
        mark.write_text(wanted)
    return folder / "bin"


def _call(command: list[str], name: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        message = f"{name} could not be installed: {' '.join(last)}"
        raise NotInstalledError(message)
