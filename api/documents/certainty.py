"""How sure ranks are. Where nobody asks, or it is not known yet, these members are not there."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.documents.basic import Document
from mdi.declaration import Text

Word = Literal["certainly", "probably", "possibly", "not"]


class Sure(BaseModel):
    """How sure the rank of an area is; null without a rank."""

    rank_low: int | None = Field(None, description="The rank that 5% of the draws do not exceed.")
    rank_median: int | None = Field(None, description="The same of half of the draws.")
    rank_high: int | None = Field(None, description="The same of 95% of the draws.")
    top_tenth: float | None = Field(
        None, description="The share of the draws in which it is in the most deprived tenth."
    )
    reliability: Word | None = Field(
        None, description="How surely it is in the most deprived tenth."
    )


class Varied(Document):
    """A source of uncertainty."""

    id: str
    name: Text


class ReliabilityClass(Document):
    """A class of reliability, and how a map hatches it."""

    reliability: Word
    name: Text
    hatching: Literal["lines", "crossed"] | None
    count: int


class CertaintyDocument(Document):
    """What was drawn, and how many areas are how surely in the most deprived tenth."""

    fingerprint: str
    draws: int
    vary: list[Varied]
    classes: list[ReliabilityClass]
    text: Text


class Explained(Document):
    """How sure the rank of an area is, in sentences."""

    fingerprint: str
    draws: int
    vary: list[str]
    sentences: list[Text]


class Thresholds(Document):
    """From which share of the draws an area is certainly, probably or possibly in the tenth."""

    id: str
    certainly: float
    probably: float
    possibly: float


class Stability(Document):
    """How much of the most deprived tenth stays in it when all is drawn anew."""

    q05: float | None
    q50: float | None
    q95: float | None
    mean: float | None


class SensitivityAnswer(CertaintyDocument):
    """How sure the ranks of a level are, as a whole."""

    level: str
    year: int
    weights: str
    method: str
    index: str = Field(description="The fingerprint of the index whose ranks these are.")
    publisher: str
    ranked: int
    seed: int
    thresholds: Thresholds
    stability: Stability
    flow: list[list[float | None]] = Field(
        description="Of the areas of each tenth of the index, the first the most deprived, the "
        "share that draws put in each tenth; null where there are no tenths."
    )
    left_out: dict[str, list[str]] = Field(
        description="Sources that were asked for and could not be drawn, each with why."
    )
    sentences: list[Text]


class AskedDocument(Document):
    """What is asked of how sure ranks are."""

    vary: list[str]
    draws: int
    seed: int
