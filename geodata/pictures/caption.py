"""What stands in words around a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geodata.pictures.words import WORDS, Language, Words

Direction = Literal["worse", "better"]


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The words of a picture; what is left empty is not drawn.

    Attributes:
        title: the heading of the picture.
        subtitle: what the figures are about, under the title.
        measure: the heading of the legend.
        unit: the unit of the figures, such as `"%"`.
        direction: what a higher figure means; None where it is neither worse nor better.
        areas: what the areas are called in the plural, such as `"gemeenten"`.
        notes: what a reader should know, one sentence each, under the map.
        source: where the figures and the shapes come from.
        language: `"nl"` or `"en"`: our own words and the way numbers are written.
    """

    title: str = ""
    subtitle: str = ""
    measure: str = ""
    unit: str = ""
    direction: Direction | None = None
    areas: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    language: Language = "nl"

    @property
    def words(self) -> Words:
        """Our own words in the language of the picture."""
        return WORDS[self.language]

    def explanation(self) -> str:
        """The unit and what a higher figure means, in one line."""
        meaning = {"worse": self.words.worse, "better": self.words.better, None: ""}
        return " · ".join(part for part in (self.unit, meaning[self.direction]) if part)
