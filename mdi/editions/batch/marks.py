"""Marks: short texts that are the same when, and only when, what they stand for is the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import orjson
import shapely
from pydantic import BaseModel

import geodata
import mdi
from mdi.version import __version__

LIBRARIES = ("numpy", "numba", "scipy", "shapely", "pyproj", "pyogrio", "pyarrow", "pandas")
CODE = (".py", ".toml")
FRONT = "cli"  # asks and tells, and changes no figure


def mark_of(*parts: object) -> str:
    """SHA-256 of plain data and declarations."""
    plain = [part.model_dump() if isinstance(part, BaseModel) else part for part in parts]
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


@cache
def engine_mark() -> str:
    """The version of the engine and of the shapes, and what their files hold."""
    digest = hashlib.sha256()
    for package in (mdi, geodata):
        folder = Path(package.__path__[0])
        for path in sorted(p for p in folder.rglob("*") if p.suffix in CODE):
            if path.is_relative_to(folder / FRONT):
                continue
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


@cache
def software() -> dict[str, str]:
    """What editions are made with, by name."""
    import pyogrio  # noqa: PLC0415

    gdal = ".".join(str(part) for part in pyogrio.__gdal_version__)
    found = {"mdi": engine_mark(), "gdal": gdal, "geos": shapely.geos_version_string}
    return found | {name: version(name) for name in LIBRARIES}
