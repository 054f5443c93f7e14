"""Official indices: from what they are computed, how, and how closely we must come."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, FiniteFloat, model_validator

from mdi.declaration import Declaration, Text, find
from mdi.domains.model import Direction
from mdi.missing import MissingPolicy
from mdi.missing.renormalise import Renormalise
from mdi.normalisation import ExponentialRank
from mdi.ranking import Deciles
from mdi.weighting import Weighting
from mdi.weights.model import WeightSet

HERE = Path(__file__).parent

NAME = re.compile(r"[a-z][a-z0-9_]*")

Form = Literal["rank", "score"]
Measure = Literal["rank", "decile", "score"]


class Expected(Declaration):
    """How closely a computed figure comes to the published one.

    Attributes:
        share: the least share of the areas that agree exactly.
        largest: the largest difference of any area.
        median: the largest median difference.
    """

    share: FiniteFloat | None = Field(default=None, ge=0, le=1)
    largest: FiniteFloat | None = Field(default=None, ge=0)
    median: FiniteFloat | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _something(self) -> Expected:
        if self.share is None and self.largest is None and self.median is None:
            message = "nothing is expected; declare 'share', 'largest' or 'median'"
            raise ValueError(message)
        return self


class Expectation(Declaration):
    """What is expected of the ranks, deciles and scores of an index."""

    rank: Expected | None = None
    decile: Expected | None = None
    score: Expected | None = None

    def of(self, measure: Measure) -> Expected | None:
        """What is expected of one of them."""
        found: Expected | None = getattr(self, measure)
        return found

    def measures(self) -> list[str]:
        """The measures of which something is expected."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


class Part(Declaration):
    """One indicator of a step.

    Attributes:
        id: the column with its figures.
        direction: what a higher figure means.
        weight: its weight as published, where it is.
    """

    id: str
    direction: Direction = "worse"
    weight: FiniteFloat | None = None


class Step(Declaration):
    """How a domain is made of indicators: normal scores, weighed, added.

    Attributes:
        domain: the domain.
        weighting: how its indicators are weighed.
        missing: what happens where a normal score is missing.
        indicators: what it is made of.
        ranks: how closely the ranks of the domain are met.
        weights: how closely the published weights are met.
    """

    domain: str
    weighting: Weighting
    missing: MissingPolicy = Renormalise()
    indicators: tuple[Part, ...] = Field(min_length=2)
    ranks: Expected | None = None
    weights: Expected | None = None

    @model_validator(mode="after")
    def _weights_are_there(self) -> Step:
        if self.weights and any(part.weight is None for part in self.indicators):
            message = "published weights are expected, and not every indicator has a 'weight'"
            raise ValueError(message)
        return self


class OfficialIndex(Declaration):
    """An index that somebody publishes, and the conventions it is computed by.

    Attributes:
        id: the name used on the command line.
        name: Dutch and English name.
        publisher: who publishes it.
        source: where method and data are published.
        note: what else a reader should know.
        areas: how many areas it has, where that is known.
        of: what the weights are parts of.
        domains: the weight of each domain as printed, in order.
        reads: the published figures of a domain that it can be computed from, the
            preferred first.
        transform: from the rank of a domain to its points.
        scores: what a published domain score is: `points`, transformed already; or
            `ranked`, a figure of which more is worse, to be ranked.
        deciles: how ranks become deciles.
        expect: how closely the published index is met.
        steps: domains whose making from indicators is verified too.
    """

    id: str
    name: Text
    publisher: str
    source: str
    note: Text | None = None
    areas: int | None = Field(default=None, ge=1)
    of: FiniteFloat = Field(default=100, gt=0)
    domains: dict[str, FiniteFloat] = Field(min_length=1)
    reads: tuple[Form, ...] = Field(default=("rank", "score"), min_length=1)
    transform: ExponentialRank = ExponentialRank()
    scores: Literal["points", "ranked"] = "ranked"
    deciles: Deciles = Deciles()
    expect: Expectation
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> OfficialIndex:
        if not self.expect.measures():
            message = "nothing is expected; declare something of rank, decile or score"
            raise ValueError(message)
        wrong = [name for name in self.domains if not NAME.fullmatch(name)]
        if wrong:
            message = f"{', '.join(map(repr, wrong))}: expected lower-case words joined by _"
            raise ValueError(message)
        if min(self.domains.values()) < 0 or not any(self.domains.values()):
            message = "weights of domains are 0 or more, and one of them is above 0"
            raise ValueError(message)
        unknown = [step.domain for step in self.steps if step.domain not in self.domains]
        if unknown:
            message = f"steps of domains that are not declared: {', '.join(unknown)}"
            raise ValueError(message)
        return self

    @property
    def weights(self) -> WeightSet:
        """The weights of the domains."""
        return WeightSet(id=self.id, of=self.of, weights=self.domains)


def load_index(name: str | Path) -> OfficialIndex:
    """An official index by name, or from a TOML file of your own."""
    return find(OfficialIndex, HERE, name)
