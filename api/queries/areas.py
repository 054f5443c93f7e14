"""Areas by name, and by a point."""

from __future__ import annotations

from pydantic import Field

from api.library import Library
from api.queries.basic import MOST, Asked, Listed, Plain, Recipe
from mdi.errors import DeclarationError


class PlacesQuery(Asked):
    """Areas of one level or of all."""

    level: str | None = Field(
        None, description="Only areas of this level.", examples=["municipality"]
    )
    year: int | None = Field(
        None, description="Year of the areas; the newest by default.", examples=[2025]
    )

    def places(self, library: Library) -> list[tuple[str, int]]:
        """The levels that are meant, from large to small, each with its year.

        Raises:
            DeclarationError: there is no such level or year.
        """
        levels = [
            level
            for level in reversed(library.catalogue.levels())
            if self.year is None or self.year in library.years(level)
        ]
        wanted = [self.level] if self.level is not None else levels or [library.default_level]
        recipe = Recipe(year=self.year)
        return [(level, recipe.newest(library, level)) for level in wanted]


class AtQuery(PlacesQuery, Plain):
    """A point: in degrees, or in a coordinate system that is named."""

    lon: float | None = Field(
        None, allow_inf_nan=False, description="Longitude in degrees.", examples=[5.1]
    )
    lat: float | None = Field(
        None, allow_inf_nan=False, description="Latitude in degrees.", examples=[52.1]
    )
    x: float | None = Field(
        None, allow_inf_nan=False, description="East, in the system of `crs`.", examples=[155000]
    )
    y: float | None = Field(
        None, allow_inf_nan=False, description="North, in the system of `crs`.", examples=[463000]
    )
    crs: str | None = Field(
        None,
        description="The coordinate system of x and y; RD New by default.",
        examples=["EPSG:28992"],
    )

    def point(self) -> tuple[str | None, float, float]:
        """The system, None for degrees, and the coordinates, east before north.

        Raises:
            DeclarationError: it is no point, or two.
        """
        degrees, plane = (self.lon, self.lat), (self.x, self.y)
        if None not in degrees and plane == (None, None) and self.crs is None:
            return None, float(self.lon or 0), float(self.lat or 0)
        if None not in plane and degrees == (None, None):
            return self.crs or "EPSG:28992", float(self.x or 0), float(self.y or 0)
        message = "The point is not clear."
        raise DeclarationError(message, hint="Give lon and lat, or x and y with crs.")


class AreasQuery(PlacesQuery, Listed):
    """A search for areas."""

    q: str = Field("", description="Part of a name or a code.", examples=["dorp"])
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])
    limit: int = Field(20, ge=1, le=MOST, description="How many areas at most.")
