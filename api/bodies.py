"""What can be asked in a body: weights or a method of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

import mdi
from api.library import METHOD, WEIGHTS, Library
from api.queries import MOST, Asked, Recipe

_named_or_own = Discriminator(lambda given: "name" if isinstance(given, str) else "own")
Weights = Annotated[
    Annotated[str, Tag("name")] | Annotated[mdi.WeightSet, Tag("own")], _named_or_own
]
TRUTHS = {"truncate"}  # keys of a method that are true or false
Rules = Annotated[Annotated[str, Tag("name")] | Annotated[mdi.Method, Tag("own")], _named_or_own]


def _values(content: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value in plain data, with the key it stands at."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _values(value, str(name))
    elif isinstance(content, list):
        for value in content:
            yield from _values(value, key)
    elif content is not None:
        yield key, content


class Body(Asked):
    """What is asked in a body."""

    @model_validator(mode="before")
    @classmethod
    def _texts_are_unicode(cls, body: Any) -> Any:
        try:
            json.dumps(body if isinstance(body, dict) else None, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            message = "a text holds half of a surrogate pair, which is no character"
            raise ValueError(message) from None
        return body


class OwnRecipe(Body):
    """Weights or a method of one's own, in a body."""

    level: str | None = Field(None, description="Level of the areas.")
    year: int | None = Field(
        None,
        strict=True,
        description="Year of the figures; the newest by default.",
        examples=[2025],
    )
    weights: Weights = Field(WEIGHTS, description="A name, or weights by domain.")
    method: Rules = Field(METHOD, description="A name, or the rules of a method.")

    @model_validator(mode="before")
    @classmethod
    def _truths_are_no_numbers(cls, body: Any) -> Any:
        """JSON tells them apart, and so does the document; pydantic takes one for the other."""
        for key, value in _values(body):
            if isinstance(value, bool) != (key in TRUTHS):
                expected = "true or false" if key in TRUTHS else "neither true nor false"
                raise ValueError(f"'{key}' is {json.dumps(value)}; expected {expected}")
        return body

    def place(self, library: Library) -> tuple[str, int]:
        """The level and year that are meant."""
        level = self.level or library.default_level
        return level, Recipe(year=self.year).newest(library, level)


class OwnIndex(OwnRecipe):
    """An index by weights or a method of one's own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"level": "municipality", "weights": {"weights": {"income": 2, "work": 1}}},
                {"method": {"id": "own", "indicators": {"by": "minmax"}}, "weights": "equal"},
            ]
        },
    )

    parent: str | None = Field(None, description="Only areas within this one.")
    sort: str = Field("rank", description="A column; with a minus in front, downward.")
    limit: int = Field(100, strict=True, ge=1, le=MOST, description="How many areas at most.")
    offset: int = Field(0, strict=True, ge=0, description="How many areas to pass over.")

    def result(self, library: Library) -> mdi.IndexResult:
        """The result that is meant."""
        return library.result(*self.place(library), self.weights, self.method)


class OwnColumns(OwnRecipe):
    """Columns by weights or a method of one's own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"weights": {"weights": {"income": 2, "work": 1}}},
                {"method": "zscore", "columns": ["codes", "decile"]},
            ]
        },
    )

    columns: tuple[Literal["ids", "codes", "index", "rank", "decile"], ...] = Field(
        ("index", "rank", "decile"), max_length=5, description="Which columns."
    )
    decimals: int = Field(2, strict=True, ge=0, le=15, description="Decimals of the index.")

    def parts(self, library: Library) -> tuple[mdi.IndexResult, mdi.WeightSet, mdi.Method]:
        """The result that is shown first, and the weights and method that are meant.

        Raises:
            DeclarationError: there is no such level, year, weight set or method.
        """
        level, year = self.place(library)
        base = library.result(level, year, *library.shown(level))
        known, weights, method = library.declared, self.weights, self.method
        return (
            base,
            known.weight_set(weights) if isinstance(weights, str) else weights,
            known.method(method) if isinstance(method, str) else method,
        )
