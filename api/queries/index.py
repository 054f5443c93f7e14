"""Areas and their index: lists, rankings, comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from api.editions import FORM
from api.errors import NotHereError
from api.library import METHOD, WEIGHTS, Library
from api.queries.basic import MOST, LevelRecipe, Listed, Recipe
from mdi.errors import DeclarationError

SIDE_BY_SIDE = 50  # areas that are compared at a time
MEMBERS = 500  # codes of a region of one's own


class RankingQuery(LevelRecipe, Listed):
    """The first or the last areas."""

    measure: str = Field(
        "index", description="The index, a domain or an indicator.", examples=["income"]
    )
    end: Literal["worst", "best"] = Field("worst", description="From which end.")
    n: int = Field(10, ge=1, le=1000, description="How many areas.")
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])


class CompareQuery(Recipe, Listed):
    """Areas side by side."""

    codes: str = Field(
        description="Codes of areas of one level, with commas in between.",
        examples=["GM9001,GM9002"],
    )
    against: str = Field(
        "country",
        description="What they are held against, with commas in between: `country`, a larger "
        "level such as `province`, `region`, and peers by `size` or by `profile`.",
        examples=["country,province,size"],
    )
    region: str | None = Field(
        None, description="Codes of the areas of a region of your own.", examples=["GM9001,GM9003"]
    )
    peers: int = Field(10, ge=1, le=100, description="How many peers of each area.")

    def areas(self) -> list[str]:
        """The areas that are meant.

        Raises:
            DeclarationError: there are none, or too many.
        """
        return codes_in("codes", self.codes, SIDE_BY_SIDE)

    def members(self) -> list[str]:
        """The areas of the region that is meant."""
        return [] if self.region is None else codes_in("region", self.region, MEMBERS)

    def others(self) -> list[str]:
        """What the areas are held against."""
        return list(dict.fromkeys(each.strip() for each in self.against.split(",")))

    def level(self, library: Library) -> str:
        """The one level of the areas.

        Raises:
            DeclarationError: there are several.
        """
        return one_level(library, self.areas())


class TrendQuery(Listed):
    """Areas over the years."""

    weights: str = Field(WEIGHTS, description="Name of a weight set.", examples=["equal"])
    method: str = Field(METHOD, description="Name of a method.", examples=["zscore"])
    base: int | None = Field(
        None,
        description="A year whose areas every year is measured with; without it, every year is "
        "measured against its own areas.",
        examples=[2024],
    )


class ProfileQuery(Recipe, Listed):
    """One area explained."""


class IndexQuery(LevelRecipe, Listed):
    """A list of areas with their index."""

    f: Literal["json", "csv", "csv-nl", "jsonstat"] | None = Field(  # type: ignore[assignment]
        None,
        description="The format, instead of the header Accept; `csv-nl` opens in a Dutch Excel, "
        "`jsonstat` is JSON-stat 2.0.",
        examples=["csv"],
    )
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])
    sort: str = Field(
        "rank", description="A column; with a minus in front, downward.", examples=["-income"]
    )
    limit: int = Field(100, ge=1, le=MOST, description="How many areas at most.")
    offset: int = Field(0, ge=0, description="How many areas to pass over.")
    edition: str | None = Field(
        None,
        pattern=f"^{FORM.pattern}$",
        description="The edition that the areas are read from; links to other pages name that of "
        "the first page.",
        examples=[None],
    )


def level_of(library: Library, code: str) -> str:
    """The level of an area in an address.

    Raises:
        NotHereError: it is no code of an area here.
    """
    level = library.catalogue.declared_geography().level_of(code)
    if level is None or level.id not in library.catalogue.levels():
        raise NotHereError(f"'{code}' is no code of an area here.")
    return level.id


def one_level(library: Library, codes: Sequence[str]) -> str:
    """The one level of some areas.

    Raises:
        NotHereError: one of them is no code of an area here.
        DeclarationError: they are of several levels.
    """
    levels = sorted({level_of(library, code) for code in codes})
    if len(levels) > 1:
        message = f"The areas are of several levels: {', '.join(levels)}."
        raise DeclarationError(message, hint="Scores of two levels cannot be compared.")
    return levels[0]


def codes_in(name: str, text: str, most: int) -> list[str]:
    """Codes with commas in between, each once.

    Args:
        name: of the parameter.
        text: what was given.
        most: how many may be given.

    Raises:
        DeclarationError: there are none, or too many.
    """
    found = list(dict.fromkeys(code for each in text.split(",") if (code := each.strip())))
    if not 1 <= len(found) <= most:
        message = f"{name} has {len(found)} codes."
        raise DeclarationError(message, hint=f"Expected 1 to {most}, such as {name}=GM9001,GM9002.")
    return found
