"""Outlines: areas whose shapes are GeoJSON already, in a file that is read as it lies.

Two files go together. `NAME.geojsonl` has a feature on every line, without properties, which
GDAL and DuckDB read too. `NAME.arrow` is an Arrow file with a row for every area: `area_code,
area_name, parent_code`; `begin` and `end`, where the line lies up to its properties; and
`west, south, east, north`. Both are mapped into memory: processes that serve the same files
share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geodata.envelopes import Bbox
from geodata.geojson.index import read_index, write_index
from geodata.geojson.notation import Notation, notation_of
from geodata.geojson.shapes import Fragments, encode
from geodata.geojson.texts import Texts, woven

if TYPE_CHECKING:
    from geodata.boundaries import Boundaries

LINES, INDEX = ".geojsonl", ".arrow"
REST = b"{}}\n"  # what follows the head of a feature on its line: no properties


@dataclass(frozen=True, eq=False)
class Outlines:
    """What a map needs of boundaries, ready to be written; the shapes themselves are not read.

    Attributes:
        level: the kind of area.
        vintage: the year these borders were drawn for.
        codes: area codes, unique (n).
        names: names of the areas, None where there is none.
        parents: codes of the areas they lie in, None where they are not known.
        fragments: the areas as GeoJSON features without their properties.
    """

    level: str | None
    vintage: int | None
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    fragments: Fragments

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @property
    def bounds(self) -> Bbox:
        """West, south, east and north of all shapes together; NaN without shapes."""
        return self.fragments.extent


def outline_names(crs: str) -> tuple[str, str]:
    """How the two files of outlines in a coordinate system are called."""
    name = notation_of(crs).name
    return f"{name}{LINES}", f"{name}{INDEX}"


def outlines_of(boundaries: Boundaries, notation: Notation) -> Outlines:
    """The shapes of areas as GeoJSON in one coordinate system, in memory.

    Raises:
        BoundaryError: coordinates that do not exist in that system.
    """
    fragments = encode(boundaries.codes, boundaries.moved_to(notation.crs), notation)
    areas = boundaries.codes, boundaries.names, boundaries.parents
    return Outlines(boundaries.level, boundaries.vintage, *areas, fragments)


def write_outlines(boundaries: Boundaries, notation: Notation, folder: Path) -> list[Path]:
    """Write the shapes of areas as GeoJSON in one coordinate system.

    Args:
        boundaries: the areas, in any system.
        notation: the system, and how its coordinates are written.
        folder: where the files go; they are called after the notation.

    Returns:
        The two files.

    Raises:
        BoundaryError: coordinates that do not exist in that system.
    """
    fragments = outlines_of(boundaries, notation).fragments
    lines = woven([fragments.heads, REST], len(fragments))
    path = folder / f"{notation.name}{LINES}"
    path.write_bytes(lines.view)
    places = lines.begins, lines.ends - len(REST)
    write_index(path.with_suffix(INDEX), boundaries, places, fragments.bounds)
    return [path, path.with_suffix(INDEX)]


def read_outlines(
    lines: Path, index: Path, *, level: str | None = None, vintage: int | None = None
) -> Outlines:
    """Map outlines into memory; nothing of the shapes is read.

    Args:
        lines: the file with a feature on every line.
        index: the file that goes with it.
        level: the kind of area.
        vintage: the year of the borders.
    """
    known = read_index(index)
    data = np.memmap(lines, np.uint8, mode="r") if len(known) else np.empty(0, np.uint8)
    fragments = Fragments(Texts(data, known.begins, known.ends), known.bounds)
    return Outlines(level, vintage, known.codes, known.names, known.parents, fragments)
