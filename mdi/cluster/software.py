"""Which software makes figures: two processes with the same make the same, to the last bit."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import mdi
from mdi.version import __version__

LIBRARIES = ("numpy", "numba", "scipy")
CODE = (".py", ".toml")
FRONT = ("cli", "editions", "cluster")  # they change no figure

Software = dict[str, str]


@cache
def software() -> Software:
    """The engine with a sum of its files, Python, the processor and the libraries, by name."""
    found = {"mdi": _engine(), "python": platform.python_version(), "on": platform.machine()}
    return found | {name: version(name) for name in LIBRARIES}


def _engine() -> str:
    folder, digest = Path(mdi.__path__[0]), hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.suffix in CODE):
        inside = path.relative_to(folder)
        if inside.parts[0] not in FRONT:
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
