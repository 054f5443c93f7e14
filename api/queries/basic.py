"""What all requests share."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

import mdi
from api.editions import edition_in
from api.errors import NotHereError
from api.http.languages import Language
from api.library import METHOD, WEIGHTS, Library
from api.shelf import Shelf
from api.sureness import Sureness, sureness_of
from mdi.errors import DeclarationError

MOST = 20_000  # areas in one answer


def library_of(request: Request) -> Library:
    """The library that a request is answered from, also where another follows meanwhile."""
    shelf: Shelf = request.app.state.shelf
    library = shelf.library
    request.state.edition = library.edition
    return library


def library_of_page(request: Request) -> Library:
    """The library of a page of a list: that of the edition of its first page, if it is named.

    Raises:
        GoneError: that edition is not kept any more.
        BusyError: others are being opened.
    """
    named = edition_in(request.scope["query_string"])
    shelf: Shelf = request.app.state.shelf
    library = shelf.of(named) if named else shelf.library
    request.state.edition = library.edition
    return library


ThePaged = Annotated[Library, Depends(library_of_page)]
TheLibrary = Annotated[Library, Depends(library_of)]
AreaCode = Annotated[str, Path(description="Code of an area.", examples=["GM9001"])]
Measure = Annotated[
    str, Path(description="The index, a domain or an indicator.", examples=["index", "income"])
]


class Asked(BaseModel):
    """What is asked; parameters that do not exist are refused."""

    model_config = ConfigDict(extra="forbid")


class Plain(Asked):
    """What is asked of a document."""

    f: Literal["json"] | None = Field(
        None, description="The format, instead of the header Accept.", examples=["json"]
    )


NoQuery = Annotated[Plain, Query()]


class Listed(Asked):
    """In which format and language a list is wanted."""

    f: Literal["json", "csv", "csv-nl"] | None = Field(
        None,
        description="The format, instead of the header Accept; `csv-nl` opens in a Dutch Excel.",
        examples=["csv"],
    )
    lang: Language | None = Field(
        None,
        description="The language of the titles of columns, instead of Accept-Language.",
        examples=["nl"],
    )


class Recipe(Asked):
    """Which result is meant; everything has a default."""

    year: int | None = Field(
        None, description="Year of the figures; the newest by default.", examples=[2025]
    )
    weights: str = Field(WEIGHTS, description="Name of a weight set.", examples=["equal"])
    method: str = Field(METHOD, description="Name of a method.", examples=["zscore"])

    def sure(self, request: Request, library: Library, result: mdi.IndexResult) -> Sureness:
        """How sure the ranks of the result are."""
        return sureness_of(request, library, result, (self.weights, self.method))

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


class PlainLevelRecipe(LevelRecipe, Plain):
    """Which result of which level is meant, as a document."""


class PlainRecipe(Recipe, Plain):
    """Which result is meant, as a document."""


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


def named_measure(result: mdi.IndexResult, name: str) -> str:
    """A measure in a parameter.

    Raises:
        DeclarationError: there is no such measure.
    """
    result.measure(name)
    return name
