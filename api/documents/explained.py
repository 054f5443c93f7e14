"""Answers that explain areas, beside others and over the years."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.basic import Document
from api.documents.certainty import Sure
from mdi.declaration import Text


class Sentence(Document):
    """A sentence, and what it is about."""

    about: Literal["place", "certainty", "up", "down", "coverage", "missing", "withheld", "caution"]
    text: Text
    measure: str | None = None
    above_average: float | None = None


class WhyAnswer(Document, Sure):
    """One area, explained in plain words."""

    area_code: str
    area_name: str | None
    level: str
    year: int
    population: float | None
    index: float | None
    rank: int | None
    ranked: int
    decile: int | None
    coverage: float
    status: str
    fingerprint: str
    publisher: str
    sentences: list[Sentence]


class MeasureDocument(Document):
    """What can be shown of an area."""

    measure: str
    name: Text
    unit: str
    direction: Literal["worse", "better"]


class AreaBeside(Document, Sure):
    """An area with all its measures."""

    area_code: str
    area_name: str | None
    parent_code: str | None
    population: float | None
    rank: int | None
    decile: int | None
    coverage: float
    status: str
    values: dict[str, float | None]
    withheld: list[str]


class PeerDocument(Document):
    """An area that is like another one."""

    area_code: str
    area_name: str | None
    distance: float


class Others(Document):
    """What areas are held against: the means of other areas."""

    against: str
    name: Text
    how: Text
    areas: int
    population: float
    values: dict[str, float | None]
    area_code: str | None = None
    chosen: Text | None = None
    peers: list[PeerDocument] = Field(default_factory=list)


class CompareAnswer(Document):
    """Areas side by side."""

    level: str
    year: int
    fingerprint: str
    publisher: str
    measures: list[MeasureDocument]
    areas: list[AreaBeside]
    against: list[Others]


class AreaInYear(Document):
    """What an area was in a year."""

    area_code: str
    area_name: str | None
    index: float | None
    rank: int | None
    decile: int | None
    coverage: float | None
    status: str


class YearDocument(Document):
    """A year, and what it is measured against."""

    year: int
    fingerprint: str
    measured: str
    ranked: int
    areas: list[AreaInYear]


class Moved(Document):
    """The change of an area; above 0 is more deprived, but for the rank."""

    area_code: str
    index: float | None
    rank: int | None
    why: str | None


class Reason(Document):
    """Why two years cannot be compared."""

    what: str
    hint: str | None = None


class Change(BaseModel):
    """From one year to the next."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    since: int = Field(alias="from")
    to: int
    comparable: bool
    problems: list[Reason] = Field(default_factory=list)
    mode: str | None = None
    measured: str | None = None
    warnings: list[str] = Field(default_factory=list)
    areas: list[Moved] = Field(default_factory=list)


class TrendAnswer(Document):
    """Areas over the years."""

    level: str
    base: int | None
    publisher: str
    years: list[YearDocument]
    changes: list[Change]
