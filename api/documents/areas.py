"""Areas that were found."""

from __future__ import annotations

from pydantic import Field

from api.documents.basic import Document


class Area(Document):
    """An area."""

    area_code: str
    area_name: str | None
    level: str
    parent_code: str | None


class FoundArea(Area):
    """An area that was found by one of its names."""

    formerly: list[str] = Field(description="Other names that it had in earlier years.")
    until: int | None = Field(description="The last year that knew it, where it is no more.")


class AreaAt(Area):
    """An area in which a point lies."""

    year: int


class AreasAt(Document):
    """The areas in which a point lies, the smallest first."""

    lon: float
    lat: float
    areas: list[AreaAt]


class Areas(Document):
    """Areas that were found."""

    matched: int
    areas: list[FoundArea]
