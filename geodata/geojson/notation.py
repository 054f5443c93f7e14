"""How the coordinates of a system are written down: decimals, and which axis comes first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.crs import WGS84, is_degrees, northing_first

IN_DEGREES, IN_METRES = 6, 2  # decimals: a tenth of a metre, a centimetre
FARTHEST = 360.0  # degrees; more than 180 lies beyond the 180th meridian
WIDEST = 1e9  # metres; no system on Earth is wider


@dataclass(frozen=True)
class Notation:
    """A way to write coordinates.

    Attributes:
        crs: the coordinate system, as `geodata.crs.authority` writes it, or `"EPSG:4326"`.
        decimals: how many are written.
        swapped: whether y comes before x, as the authority of the system declares.
        farthest: no coordinate lies farther from 0.
    """

    crs: str
    decimals: int
    swapped: bool
    farthest: float

    @property
    def name(self) -> str:
        """A word for files and addresses: `"crs84"`, `"28992"`."""
        return self.crs.rpartition(":")[2].lower()


DEGREES = Notation(WGS84, IN_DEGREES, swapped=False, farthest=FARTHEST)


@cache
def notation_of(crs: str) -> Notation:
    """How OGC API writes a system: axes in the order of its authority.

    Args:
        crs: `"OGC:CRS84"` (RFC 7946: six decimals, longitude first), or a code of EPSG.

    Raises:
        BoundaryError: it is no coordinate system.

    Source: OGC 18-058r1 (Features, Part 2), 6.1; RFC 7946, 4 and 11.2.
    """
    if crs == WGS84:
        return DEGREES
    swapped = northing_first(crs)
    if is_degrees(crs):
        return Notation(crs, IN_DEGREES, swapped, FARTHEST)
    return Notation(crs, IN_METRES, swapped, WIDEST)
