"""What is here, and what the index is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.documents.basic import Document
from api.documents.certainty import AskedDocument
from mdi.declaration import Text
from mdi.domains.model import Domain
from mdi.methods.model import Method


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


class TableDocument(Document):
    """A table of figures."""

    level: str
    year: int


class SourceDocument(Document):
    """Who published figures, and under which licence."""

    id: str
    name: Text
    publisher: str
    tables: list[TableDocument]


class CatalogueAnswer(Document):
    """What is here."""

    title: Text
    invented: bool
    geography: str
    levels: list[LevelDocument]
    default: Defaults
    bounds: tuple[float, float, float, float] | None
    sources: list[SourceDocument]
    least_population: float = Field(
        description="Inhabitants below which no figure of an area is shown."
    )
    least_population_of_income: float = Field(description="The same for figures about income.")
    sensitivity: AskedDocument | None = Field(
        description="What is drawn to tell how sure ranks are; null where nobody asks."
    )


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
