"""What can be found in a boundary file, and what is done about it or must be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geodata.errors import listed

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    Attributes:
        what: what holds for the areas it names, or a sentence where it names none.
        remedy: what reading does about it; or what you must do.
        blocking: whether the file cannot be used before that is done.
    """

    what: str
    remedy: str
    blocking: bool = False


KINDS: dict[str, Kind] = {
    "no_areas": Kind("The layer holds no areas", "Choose another layer or file.", blocking=True),
    "no_system": Kind(
        "The coordinate system is not known",
        "Declare it, or write the file again with it; a Shapefile needs its .prj file.",
        blocking=True,
    ),
    "wrong_system": Kind(
        "No area lies where the coordinate system of the file is in use",
        "Declare the system that it is in.",
        blocking=True,
    ),
    "elsewhere": Kind(
        "far outside the part of the world that the coordinate system is made for",
        "Correct their coordinates, or leave them out.",
        blocking=True,
    ),
    "no_codes": Kind("The code column is not clear", "Name the code column.", blocking=True),
    "duplicate_codes": Kind("in more rows than one", "Give every area one row.", blocking=True),
    "malformed_codes": Kind("with something else for a code", "Correct the codes.", blocking=True),
    "foreign_codes": Kind(
        "with a code of another level or country",
        "Leave them out, or choose their level.",
        blocking=True,
    ),
    "missing_codes": Kind(
        "without a code", "Give them their code, or leave them out.", blocking=True
    ),
    "no_polygons": Kind("drawn as points or lines", "Leave them out.", blocking=True),
    "beyond_repair": Kind(
        "that cannot be repaired: tangled lines, or coordinates that are no numbers",
        "Draw them again.",
        blocking=True,
    ),
    "invalid": Kind("with a border that crosses or touches itself", "Repaired on reading."),
    "mixed": Kind("drawn as collections", "Their polygons are kept on reading."),
    "empty": Kind("without a shape", "Kept on reading, as areas without a shape."),
    "huge": Kind(
        "of more than a million vertices",
        "Nothing need be done; a simplified file is read and drawn sooner.",
    ),
    "no_coverage": Kind(
        "overlapping neighbours, missing points of a shared border, or leaving a slit",
        "Made to fit when read with clean=True.",
    ),
    "never_a_coverage": Kind(
        "unfit beside their neighbours even when cleaned",
        "Draw them again; tiles and simplified shapes show slits there.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something found in a boundary file.

    Attributes:
        kind: which, a name of `KINDS`.
        areas: the codes of the areas; the row of the file where an area has no code, `"row 12"`.
        detail: more about it, such as the largest change; empty where there is no more.
    """

    kind: str
    areas: tuple[str, ...] = ()
    detail: str = ""

    @property
    def blocking(self) -> bool:
        """Whether the file cannot be used before this is put right."""
        return KINDS[self.kind].blocking

    @property
    def remedy(self) -> str:
        """What reading does about it; or, where it blocks, what you must do."""
        return KINDS[self.kind].remedy

    def __str__(self) -> str:
        """One sentence with the areas it is about."""
        said = KINDS[self.kind].what
        if self.areas:
            noun = "area" if len(self.areas) == 1 else "areas"
            said = f"{len(self.areas)} {noun} {said}: {listed(self.areas)}"
        return f"{said} ({self.detail})" if self.detail else said


@dataclass(frozen=True)
class Inspection:
    """All that was found in a boundary file, at once.

    Attributes:
        file: its name.
        level: the kind of area.
        vintage: the year of the borders.
        crs: the coordinate system; None where the file names none.
        areas: how many areas it holds, without water.
        shapes: how many of them have a polygon.
        vertices: how many points their borders have together.
        bounds: west, south, east, north in degrees; None where that cannot be told.
        findings: what was found, what blocks first.
        notes: what was left out on the way in, and what GDAL had to say.
    """

    file: str
    level: str | None
    vintage: int | None
    crs: str | None
    areas: int
    shapes: int
    vertices: int
    bounds: Bounds | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether the file can be read as it is; what is not blocking is mended on reading."""
        return not any(finding.blocking for finding in self.findings)

    def of(self, kind: str) -> Finding | None:
        """The finding of one kind, None where there is none."""
        return next((finding for finding in self.findings if finding.kind == kind), None)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told = [
            {
                "kind": finding.kind,
                "blocking": finding.blocking,
                "message": str(finding),
                "areas": list(finding.areas),
                "remedy": finding.remedy,
            }
            for finding in self.findings
        ]
        return {"usable": self.usable, **found, "findings": told}


def found(kind: str, areas: Sequence[str], detail: str = "") -> list[Finding]:
    """The finding about some areas; none where there are no such areas."""
    return [Finding(kind, tuple(areas), detail)] if areas else []
