"""The shape of every answer, for the OpenAPI document and for the tests that hold it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mdi.declaration import Text
from mdi.domains.model import Domain
from mdi.methods.model import Method


class Document(BaseModel):
    """An answer; what stands in it stands here."""

    model_config = ConfigDict(extra="forbid")


class Problem(Document):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    problems: list[dict[str, Any]] = []


class Link(Document):
    """Where something is."""

    rel: str
    href: str


class AreaIndex(BaseModel):
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


class AreaProfile(Document):
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
    domains: list[DomainDocument]


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


class Area(Document):
    """An area that was found."""

    area_code: str
    area_name: str | None
    level: str
    parent_code: str | None


class Areas(Document):
    """Areas that were found."""

    matched: int
    areas: list[Area]


class LevelDocument(Document):
    """A level, and the years there are."""

    id: str
    name: Text
    plural: Text
    years: list[int]
    vintages: list[int]


class Defaults(Document):
    """What is taken where nothing is asked."""

    level: str
    year: int
    weights: str
    method: str


class CatalogueAnswer(Document):
    """What is here."""

    title: Text
    invented: bool
    geography: str
    levels: list[LevelDocument]
    default: Defaults
    bounds: tuple[float, float, float, float] | None


class DomainsAnswer(Document):
    """All domains."""

    domains: list[Domain]


class WeightsDocument(Document):
    """A weight set: as printed, and the shares that follow."""

    id: str
    name: Text | None
    note: Text | None
    of: float
    sum: float
    weights: dict[str, float]
    shares: dict[str, float]


class WeightsAnswer(Document):
    """All weight sets."""

    weights: list[WeightsDocument]


class MethodsAnswer(Document):
    """All methods."""

    methods: list[Method]


class EditionAnswer(Document):
    """Which edition is served."""

    edition: str | None = None
    published: str | None = None
    problem: str | None = None


class Health(Document):
    """The service answers."""

    status: Literal["ok"]
    version: str
