"""Maps, legends and values."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.basic import Document
from api.documents.certainty import CertaintyDocument, Word
from mdi.declaration import Text


class FeatureCollection(BaseModel):
    """A map in GeoJSON (RFC 7946), longitude and latitude."""

    model_config = ConfigDict(extra="allow")
    type: Literal["FeatureCollection"]
    features: list[dict[str, Any]]


class LegendClass(BaseModel):
    """A class of a map: areas above `lower`, up to and including `upper`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    number: int = Field(alias="class")
    lower: float
    upper: float
    color: str
    count: int


class MissingClass(Document):
    """Areas without a figure."""

    color: str
    count: int


class Legend(Document):
    """Classes and colours of a map."""

    measure: str
    name: Text
    unit: str
    direction: Literal["worse", "better"]
    level: str
    year: int
    scheme: str
    palette: str
    classes: list[LegendClass]
    missing: MissingClass
    notes: list[str]
    certainty: CertaintyDocument | None


class Values(BaseModel):
    """A measure as columns; only the columns that were asked for are there."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    measure: str
    name: Text
    unit: str
    direction: Literal["worse", "better"]
    level: str
    year: int
    fingerprint: str
    scheme: str
    palette: str
    classes: list[LegendClass]
    missing: MissingClass
    notes: list[str]
    certainty: CertaintyDocument | None
    withheld: list[int] = Field(
        description="Features with a figure about too few people, which is not shown."
    )
    ids: list[int] = Field(
        default_factory=list, description="The numbers of features in the tiles."
    )
    codes: list[str] = Field(default_factory=list, description="The codes of the areas.")
    values: list[float | None] = Field(default_factory=list)
    classed: list[int | None] = Field(
        default_factory=list, alias="class", description="Null without a value."
    )
    rank_low: list[int | None] = Field(default_factory=list)
    rank_high: list[int | None] = Field(default_factory=list)
    reliability: list[Word | None] = Field(default_factory=list)
