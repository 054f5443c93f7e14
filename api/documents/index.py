"""Answers about areas and their index."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.basic import Document, Link
from api.documents.certainty import Explained, Sure
from mdi.declaration import Text


class AreaIndex(Sure):
    """An area with its index; the domains' points and ranks follow by their names."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "area_code": "GM9001",
                    "area_name": "Voorbeeld",
                    "parent_code": "PV80",
                    "index": 41.2,
                    "rank": 12,
                    "decile": 1,
                    "coverage": 1.0,
                    "status": "ranked",
                    "income": 63.1,
                    "income_rank": 7,
                }
            ]
        },
    )
    area_code: str
    area_name: str | None
    parent_code: str | None
    index: float | None
    rank: int | None
    decile: int | None
    coverage: float
    status: str


class IndexAnswer(Document):
    """A page of areas."""

    provenance: dict[str, Any]
    matched: int
    returned: int
    areas: list[AreaIndex]
    links: list[Link]


class IndicatorDocument(Document):
    """An indicator, or a part of one, in one area."""

    id: str
    name: Text
    value: float | None
    unit: str | None
    year: int | None
    direction: Literal["worse", "better"] | None
    proxy: Text | None
    status: str
    shrunken: float | None = None
    own_weight: float | None = None
    filled: str | None = None
    points: float | None
    share: float | None
    contribution: float | None
    parts: list[IndicatorDocument]


class DomainDocument(Document):
    """A domain in one area."""

    id: str
    name: Text
    status: str
    filled: str | None = None
    points: float | None
    rank: int | None
    weight: float
    share: float | None
    contribution: float | None
    above_average: float | None
    indicators: list[IndicatorDocument]


class AreaProfile(Document, Sure):
    """One area, explained."""

    area_code: str
    area_name: str | None
    parent_code: str | None
    level: str
    year: int
    population: float | None
    index: float | None
    score_min: float | None
    score_max: float | None
    rank: int | None
    decile: int | None
    ranked: int
    coverage: float
    status: str
    exact: bool
    apportioned: bool
    fingerprint: str
    publisher: str
    domains: list[DomainDocument]
    certainty: Explained | None = None


class RankedArea(Document, Sure):
    """An area in a ranking."""

    place: int
    area_code: str
    area_name: str | None
    parent_code: str | None
    population: float | None
    value: float
    rank: int | None
    decile: int | None
    status: str


class RankingAnswer(Document):
    """The first or the last areas by a measure."""

    measure: str
    name: Text
    unit: str
    direction: Literal["worse", "better"]
    level: str
    year: int
    fingerprint: str
    publisher: str
    parent: str | None
    end: Literal["worst", "best"]
    ranked: int
    areas: list[RankedArea]


class Base(Document):
    """The index that deciles are compared with."""

    weights: str
    method: str
    fingerprint: str


class MovedAreas(BaseModel):
    """The areas that change decile, as columns."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    codes: list[str]
    before: list[int] = Field(alias="from")
    to: list[int]


class ReweightAnswer(Document):
    """Columns of all areas in the order of `/v1/values`; rank and decile are 0 for none."""

    level: str
    year: int
    fingerprint: str
    publisher: str
    ranked: int
    base: Base
    ids: list[int] = Field(default_factory=list)
    codes: list[str] = Field(default_factory=list)
    index: list[float | None] = Field(default_factory=list)
    rank: list[int] = Field(default_factory=list)
    decile: list[int] = Field(default_factory=list)
    moved: MovedAreas
