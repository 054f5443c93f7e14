"""What can be asked: parameters, with a default for every one."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)

import mdi
from api.errors import NotHereError
from api.library import METHOD, WEIGHTS, Library
from api.shelf import Shelf
from geodata.classify import Classification
from mdi.errors import DeclarationError
from mdi.faults import problems_of

MOST = 20_000  # areas in one answer


def library_of(request: Request) -> Library:
    """The library that a request is answered from, also where another follows meanwhile."""
    shelf: Shelf = request.app.state.shelf
    library = shelf.library
    request.state.edition = library.edition
    return library


TheLibrary = Annotated[Library, Depends(library_of)]
AreaCode = Annotated[str, Path(description="Code of an area.", examples=["GM9001"])]
Measure = Annotated[
    str, Path(description="The index, a domain or an indicator.", examples=["index", "income"])
]
_named_or_own = Discriminator(lambda given: "name" if isinstance(given, str) else "own")
Weights = Annotated[
    Annotated[str, Tag("name")] | Annotated[mdi.WeightSet, Tag("own")], _named_or_own
]
Rules = Annotated[Annotated[str, Tag("name")] | Annotated[mdi.Method, Tag("own")], _named_or_own]


class Asked(BaseModel):
    """What is asked; parameters that do not exist are refused."""

    model_config = ConfigDict(extra="forbid")


NoQuery = Annotated[Asked, Query()]


class Recipe(Asked):
    """Which result is meant; everything has a default."""

    year: int | None = Field(
        None, description="Year of the figures; the newest by default.", examples=[2025]
    )
    weights: str = Field(WEIGHTS, description="Name of a weight set.", examples=["equal"])
    method: str = Field(METHOD, description="Name of a method.", examples=["zscore"])

    def of(self, library: Library, level: str | None) -> mdi.IndexResult:
        """The result that is meant."""
        place = level or library.default_level
        return library.result(place, self.newest(library, place), self.weights, self.method)

    def newest(self, library: Library, level: str) -> int:
        """The year that is meant."""
        years = library.catalogue.years(level)
        if self.year is None and years:
            return years[-1]
        return library.catalogue.table(level, self.year or 0).year


class LevelRecipe(Recipe):
    """Which result of which level is meant."""

    level: str | None = Field(
        None, description="Level of the areas; municipalities by default.", examples=["district"]
    )

    def result(self, library: Library) -> mdi.IndexResult:
        """The result that is meant."""
        return self.of(library, self.level)


class IndexQuery(LevelRecipe):
    """A list of areas with their index."""

    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])
    sort: str = Field(
        "rank", description="A column; with a minus in front, downward.", examples=["-income"]
    )
    limit: int = Field(100, ge=1, le=MOST, description="How many areas at most.")
    offset: int = Field(0, ge=0, description="How many areas to pass over.")


class MapQuery(LevelRecipe):
    """A map: classes, colours and which part of it."""

    scheme: Literal["quantiles", "equal_interval", "natural_breaks", "fixed"] = Field(
        "quantiles", description="How the classes are made."
    )
    classes: int = Field(5, ge=2, le=9, description="How many classes; not for 'fixed'.")
    breaks: str | None = Field(
        None, description="Borders between classes, for 'fixed'.", examples=["20,40,60,80"]
    )
    palette: str = Field("ylorbr", description="The colours.", examples=["purples"])

    def rule(self) -> Any:
        """The classification that is meant.

        Raises:
            DeclarationError: it cannot be made of these parameters.
        """
        chosen: dict[str, Any] = {"by": self.scheme}
        if self.scheme == "fixed":
            chosen["breaks"] = [part.strip() for part in (self.breaks or "").split(",") if part]
        elif self.breaks is not None:
            message = f"breaks are only for scheme 'fixed', not for '{self.scheme}'."
            raise DeclarationError(message, hint="Give scheme=fixed, or leave breaks away.")
        else:
            chosen["classes"] = self.classes
        try:
            return TypeAdapter(Classification).validate_python(chosen)
        except ValidationError as error:
            raise DeclarationError(
                f"No classes can be made by '{self.scheme}'.",
                problems_of(error, Classification),
                "Give breaks as rising numbers with commas in between, such as breaks=20,40,60.",
            ) from None


class ChoroplethQuery(MapQuery):
    """A map as GeoJSON."""

    bbox: str | None = Field(
        None,
        description="West, south, east, north in degrees: only areas that touch this box.",
        examples=["5.1,52.0,5.9,52.6"],
    )
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])

    def box(self) -> tuple[float, float, float, float] | None:
        """The bounding box.

        Raises:
            DeclarationError: it is no box.
        """
        if self.bbox is None:
            return None
        hint = "Expected west,south,east,north in degrees, such as 5.1,52.0,5.9,52.6."
        try:
            west, south, east, north = (float(part) for part in self.bbox.split(","))
        except ValueError:
            raise DeclarationError(f"bbox '{self.bbox}' is no box.", hint=hint) from None
        if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
            raise DeclarationError(f"bbox '{self.bbox}' is no box.", hint=hint)
        return west, south, east, north


class AreasQuery(Asked):
    """A search for areas."""

    q: str = Field("", description="Part of a name or a code.", examples=["dorp"])
    level: str | None = Field(
        None, description="Only areas of this level.", examples=["municipality"]
    )
    year: int | None = Field(
        None, description="Year of the areas; the newest by default.", examples=[2025]
    )
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])
    limit: int = Field(20, ge=1, le=MOST, description="How many areas at most.")

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


class OwnIndex(Asked):
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

    level: str | None = Field(None, description="Level of the areas.")
    year: int | None = Field(
        None, description="Year of the figures; the newest by default.", examples=[2025]
    )
    weights: Weights = Field(WEIGHTS, description="A name, or weights by domain.")
    method: Rules = Field(METHOD, description="A name, or the rules of a method.")
    parent: str | None = Field(None, description="Only areas within this one.")
    sort: str = Field("rank", description="A column; with a minus in front, downward.")
    limit: int = Field(100, ge=1, le=MOST, description="How many areas at most.")
    offset: int = Field(0, ge=0, description="How many areas to pass over.")

    @model_validator(mode="before")
    @classmethod
    def _texts_are_unicode(cls, body: Any) -> Any:
        try:
            json.dumps(body if isinstance(body, dict) else None, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            message = "a text holds half of a surrogate pair, which is no character"
            raise ValueError(message) from None
        return body

    def result(self, library: Library) -> mdi.IndexResult:
        """The result that is meant."""
        level = self.level or library.default_level
        year = Recipe(year=self.year).newest(library, level)
        return library.result(level, year, self.weights, self.method)


def measure_of(result: mdi.IndexResult, name: str) -> str:
    """A measure in an address.

    Raises:
        NotHereError: there is no such measure.
    """
    try:
        result.measure(name)
    except DeclarationError as error:
        raise NotHereError(error.message, hint=error.hint) from None
    return name
