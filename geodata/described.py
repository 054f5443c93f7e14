"""What the maker of a boundary file left out, said by the user who knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axes = Literal["xy", "yx"]
Water = Literal["drop", "dissolve"]


@dataclass(frozen=True, kw_only=True)
class Described:
    """A description of a boundary file.

    Attributes:
        layer: which layer, where the file has several.
        code_column: the column with the area codes, where several hold codes.
        code_pattern: regular expression of a whole code, where the usual form is not yours.
        name_column: the column with the names.
        crs: the coordinate system, where the file names none or a wrong one.
        axes: `"yx"` where the file gives latitude before longitude, or northing before easting.
        water: what becomes of the rows that CBS marks as water: `"drop"` leaves them out,
            `"dissolve"` joins each to the land with the same code.
    """

    layer: str | None = None
    code_column: str | None = None
    code_pattern: str | None = None
    name_column: str | None = None
    crs: str | None = None
    axes: Axes = "xy"
    water: Water = "drop"
