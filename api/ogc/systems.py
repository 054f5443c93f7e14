"""Coordinate systems by the URIs of OGC, and how their coordinates lie ready."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geodata.crs import WGS84
from geodata.geojson.notation import Notation, notation_of
from mdi.errors import DeclarationError
from mdi.geographies.model import Geography

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
OF_THE_WEB = ("EPSG:4326", "EPSG:3857")


@dataclass(frozen=True)
class System:
    """A coordinate system that can be asked for.

    Attributes:
        uri: its name.
        crs: the system in which its coordinates lie ready: the same numbers.
    """

    uri: str
    crs: str

    @property
    def notation(self) -> Notation:
        """How its coordinates are written."""
        return notation_of(self.crs)


@dataclass(frozen=True)
class Systems:
    """The systems of a geography, CRS84 first (OGC 18-058r1, 6.2).

    Attributes:
        all: every one.
        storage: the one in which the shapes were drawn.
    """

    all: tuple[System, ...]
    storage: System

    @property
    def uris(self) -> list[str]:
        """Their names."""
        return [system.uri for system in self.all]

    def of(self, uri: str | None, parameter: str) -> System:
        """The system of a name; CRS84 where none is given.

        Raises:
            DeclarationError: it is none of these.
        """
        if uri is None:
            return self.all[0]
        plain = uri.strip("[]")
        for system in self.all:
            if plain in (system.uri, system.uri.replace(EPSG, "EPSG:")):
                return system
        known = ", ".join(self.uris)
        raise DeclarationError(f"{parameter}={uri} is not served.", hint=f"There are: {known}.")


def systems_of(geography: Geography) -> Systems:
    """The systems of a geography."""
    return _systems(geography.crs or WGS84, geography.like_wgs84)


@lru_cache(8)
def _systems(own: str, like_wgs84: tuple[str, ...]) -> Systems:
    found = {
        crs: System(uri_of(crs), "EPSG:4326" if crs in like_wgs84 else crs)
        for crs in (WGS84, own, *OF_THE_WEB, *like_wgs84)
    }
    return Systems(tuple(found.values()), found[own])


def uri_of(crs: str) -> str:
    """The URI of a coordinate system."""
    return CRS84 if crs == WGS84 else EPSG + crs.rpartition(":")[2]
