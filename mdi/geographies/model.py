"""Geographies: the levels of areas in a country, their codes and how they nest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from mdi.declaration import Declaration, Text, find
from mdi.errors import DeclarationError, did_you_mean

HERE = Path(__file__).parent
REGION = "region"


class Level(Declaration):
    """One kind of area, such as the municipality.

    Attributes:
        id: the name used on the command line, in files and addresses.
        name: Dutch and English name, singular.
        plural: Dutch and English name, plural.
        code: pattern of the area codes: `#` is a digit, `*` a digit or a capital letter,
            everything else stands for itself. Absent where the codes are those of `areas`.
        code_in_words: the same for readers.
        parent: the next larger level.
        parent_prefix: how the code of the parent follows from the code of the area:
            the parent's letters, and how many characters it shares after them.
        areas: the names of each code, where there are few enough to declare.
    """

    id: str
    name: Text
    plural: Text
    code: str | None = Field(
        default=None,
        pattern=r"^[A-Z0-9#*]+$",
        description="capital letters, digits, # and * alone",
    )
    code_in_words: str
    parent: str | None = None
    parent_prefix: tuple[str, int] | None = None
    areas: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_codes(self) -> Level:
        if self.code is None and not self.areas:
            message = "give the pattern of the codes as 'code', or all codes as 'areas'"
            raise ValueError(message)
        return self

    @property
    def pattern(self) -> str:
        """The pattern of the codes as a regular expression."""
        if self.code is None:
            return "|".join(re.escape(code) for code in self.areas)
        return self.code.replace("#", "[0-9]").replace("*", "[0-9A-Z]")

    def has(self, code: str) -> bool:
        """Whether the code follows the pattern of this level."""
        if self.code is None:
            return code in self.areas
        return re.fullmatch(self.pattern, code) is not None

    def has_all(self, codes: Sequence[object]) -> bool:
        """Whether every one is a text that follows the pattern; all of them looked at once."""
        if self.code is None:
            return all(code in self.areas for code in codes)
        try:
            joined = ("\n".join(codes) + "\n").encode("ascii")  # type: ignore[arg-type]
        except (TypeError, UnicodeEncodeError):
            return False
        shape = (len(codes), len(self.code) + 1)
        if len(joined) != shape[0] * shape[1]:
            return False
        signs = np.frombuffer(joined, np.uint8).reshape(shape)
        return all(_fit(signs[:, place], sign) for place, sign in enumerate(self.code + "\n"))

    def code_of_name(self) -> dict[str, str]:
        """The code of each declared name."""
        return {name: code for code, names in self.areas.items() for name in names}

    def parent_of(self, code: str) -> str | None:
        """The code of the larger area, where it follows from the code itself."""
        if self.parent_prefix is None:
            return None
        letters, shared = self.parent_prefix
        return letters + code[2 : 2 + shared]


class Geography(Declaration):
    """The levels of a country, from small to large.

    Attributes:
        id: the name used on the command line and in files.
        name: Dutch and English name.
        crs: the coordinate system of the country, such as `"EPSG:28992"`.
        like_wgs84: systems that practice takes for WGS84: the same numbers.
        levels: from small to large.
    """

    id: str
    name: Text
    crs: str | None = None
    like_wgs84: tuple[str, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _nested(self) -> Geography:
        ids = self.level_ids()
        if len(set(ids)) < len(ids):
            twice = sorted({level for level in ids if ids.count(level) > 1})
            message = f"ids of levels used more than once: {', '.join(twice)}"
            raise ValueError(message)
        parents = [level.parent for level in self.levels if level.parent not in (None, *ids)]
        if parents:
            message = f"parents that are no level: {', '.join(map(str, parents))}"
            raise ValueError(message)
        return self

    def level_ids(self) -> list[str]:
        """The ids of the levels, from small to large."""
        return [level.id for level in self.levels]

    def level(self, name: str) -> Level:
        """The level of that name.

        Raises:
            DeclarationError: there is no such level; the nearest is suggested.
        """
        for level in self.levels:
            if level.id == name:
                return level
        raise DeclarationError(
            f"There is no level '{name}'.", hint=did_you_mean(name, self.level_ids())
        )

    def level_of(self, code: str) -> Level | None:
        """The level whose pattern the code follows."""
        return next((level for level in self.levels if level.has(code)), None)

    def with_regions(self, regions: Mapping[str, Text]) -> Geography:
        """The same geography with a level "region" above all others.

        Args:
            regions: the name of each region by its id, which is its area code.
        """
        level = Level(
            id=REGION,
            name=Text(nl="regio", en="region"),
            plural=Text(nl="regio's", en="regions"),
            code_in_words="the id of a declared region",
            areas={code: (name.nl, name.en) for code, name in regions.items()},
        )
        kept = tuple(each for each in self.levels if each.id != REGION)
        return self.model_copy(update={"levels": (*kept, level)})


def _fit(signs: NDArray[np.uint8], sign: str) -> bool:
    """Whether all signs at one place of the codes are what the pattern wants there."""
    digits = signs - np.uint8(ord("0")) < 10
    if sign == "#":
        return bool(digits.all())
    if sign == "*":
        return bool((digits | (signs - np.uint8(ord("A")) < 26)).all())
    return bool((signs == ord(sign)).all())


def load_geography(name: str | Path = "nl") -> Geography:
    """A geography by name, or from a TOML file of your own."""
    return find(Geography, HERE, name)
