"""What a map needs of areas: who they are, and their shapes as GeoJSON."""

from __future__ import annotations

from typing import Protocol

from geodata.geojson.shapes import Fragments


class Areas(Protocol):
    """Areas by code, with a name and a parent where these are known; each has one entry."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes, unique."""

    @property
    def names(self) -> tuple[str | None, ...]:
        """Names of the areas, None where there is none."""

    @property
    def parents(self) -> tuple[str | None, ...]:
        """Codes of the areas they lie in, None where they are not known."""


class Encoded(Areas, Protocol):
    """Areas whose shapes are GeoJSON: boundaries, or outlines that lie ready."""

    @property
    def fragments(self) -> Fragments:
        """The areas as GeoJSON features in longitude and latitude, without their properties."""
