"""How the columns of a result are coloured in a map program: a style for every measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from geodata.boundaries import Boundaries
from geodata.classify import Quantile, Rule
from geodata.errors import ClassificationError
from geodata.geojson.areas import Encoded
from geodata.maps import Choropleth, choropleth
from geodata.palettes import default_palette
from geodata.pictures.words import Language
from geodata.styles import Hatching, Style, style_of
from mdi.domains.model import load_domains
from mdi.errors import did_you_mean
from mdi.geographies.model import load_geography
from mdi.sensitivity.certainty import COLUMNS as CERTAINTY
from mdi.sensitivity.reliability import Reliability

if TYPE_CHECKING:
    import pandas as pd

E = TypeVar("E", bound=Encoded)
INDEX = "index"
RELIABILITY = "reliability"
WITHIN = "rank_in_"  # followed by a level
OF_INDEX = (INDEX, "rank", "decile")  # what the reliability of an area is about
UNSURE: dict[Language, dict[str, str]] = {
    "nl": {
        Reliability.PROBABLY: "waarschijnlijk in het meest gedepriveerde tiende deel",
        Reliability.POSSIBLY: "misschien in het meest gedepriveerde tiende deel",
    },
    "en": {
        Reliability.PROBABLY: "probably in the most deprived tenth",
        Reliability.POSSIBLY: "possibly in the most deprived tenth",
    },
}
TITLES: dict[Language, dict[str, str]] = {
    "nl": {
        "area_code": "Code",
        "area_name": "Naam",
        INDEX: "Index",
        "rank": "Rang",
        "decile": "Deciel",
        "coverage": "Dekking",
        "status": "Status",
        "rank_low": "Rang, 5 % van de trekkingen",
        "rank_median": "Rang, helft van de trekkingen",
        "rank_high": "Rang, 95 % van de trekkingen",
        "top_tenth": "Kans op het meest gedepriveerde tiende deel",
        "reliability": "In het meest gedepriveerde tiende deel",
    },
    "en": {
        "area_code": "Code",
        "area_name": "Name",
        INDEX: "Index",
        "rank": "Rank",
        "decile": "Decile",
        "coverage": "Coverage",
        "status": "Status",
        "rank_low": "Rank, 5 % of the draws",
        "rank_median": "Rank, half of the draws",
        "rank_high": "Rank, 95 % of the draws",
        "top_tenth": "Chance of the most deprived tenth",
        "reliability": "In the most deprived tenth",
    },
}
WITHIN_WORD: dict[Language, str] = {"nl": "binnen", "en": "within"}
FILLED: dict[Language, str] = {"nl": "aangevuld", "en": "filled in"}


@dataclass(frozen=True)
class Colouring:
    """What the map of a result shall look like.

    Attributes:
        measure: the column that a map opens with; the index, or else the first measure.
        rule: how values are put into classes.
        palette: one of `geodata.palette_names()`.
        language: of the legend.
    """

    measure: str | None = None
    rule: Rule = field(default_factory=Quantile)
    palette: str = field(default_factory=default_palette)
    language: Language = "nl"


def measures(frame: pd.DataFrame) -> list[str]:
    """The columns of numbers, in their order; not how sure a rank is, which is no measure."""
    numbers = frame.select_dtypes("number").columns
    return [str(name) for name in numbers if name not in CERTAINTY]


def styles_of(
    boundaries: Boundaries, frame: pd.DataFrame, colouring: Colouring | None = None
) -> tuple[Style, ...]:
    """A style for every measure, the one that the map opens with first.

    More deprivation has the colour at the high end of the palette, in ranks and deciles too.

    Args:
        boundaries: the shapes.
        frame: the columns of a result; its index holds the area codes.
        colouring: what the map shall look like.

    Raises:
        ClassificationError: no such measure or palette, or values that cannot be classed.
    """
    chosen = colouring or Colouring()
    return tuple(
        _style(boundaries, frame, name, chosen) for name in _ordered(frame, chosen.measure)
    )


def _ordered(frame: pd.DataFrame, first: str | None) -> Sequence[str]:
    known = measures(frame)
    if first is None:
        first = INDEX if INDEX in known else next(iter(known), None)
    elif first not in known:
        hint = did_you_mean(first, known) if known else "The file has no columns of numbers."
        raise ClassificationError(f"There is no measure '{first}'.", hint=hint)
    return sorted(known, key=lambda name: name != first)


def _style(boundaries: Boundaries, frame: pd.DataFrame, name: str, chosen: Colouring) -> Style:
    drawn = drawn_of(boundaries, frame[name], name, chosen)
    made = style_of(drawn, name, title(name, chosen.language), chosen.language)
    unsure = RELIABILITY in frame and name in OF_INDEX
    return replace(made, hatchings=_hatchings(chosen.language)) if unsure else made


def _hatchings(language: Language) -> tuple[Hatching, ...]:
    """Lines over areas whose place in the most deprived tenth is not sure."""
    return tuple(
        Hatching(RELIABILITY, word, label, crossed=word == Reliability.POSSIBLY)
        for word, label in UNSURE[language].items()
    )


def drawn_of(
    boundaries: E,
    values: Mapping[str, float | None] | pd.Series[Any],
    name: str,
    chosen: Colouring,
) -> Choropleth[E]:
    """A column in classes and colours: more deprivation has the colour at the high end.

    Args:
        boundaries: the shapes.
        values: of the column, by area code.
        name: of the column.
        chosen: what the map shall look like.

    Raises:
        ClassificationError: no such palette, or values that cannot be classed.
    """
    drawn = choropleth(boundaries, values, chosen.rule, chosen.palette)
    return replace(drawn, colors=drawn.colors[::-1]) if _first_is_worst(name) else drawn


def _first_is_worst(name: str) -> bool:
    """Whether a low figure says much deprivation: ranks, and deciles."""
    return name.endswith(("rank", "decile")) or name.startswith(WITHIN)


def title(name: str, language: Language) -> str:
    """What a column shows, in words; its own name where nothing better is known.

    >>> title("education_rank", "nl")
    'Opleiding (rang)'
    """
    words = TITLES[language]
    if name.startswith(WITHIN):
        return f"{words['rank']} {WITHIN_WORD[language]} {_level(name, language)}"
    names = {domain.id: domain.name for domain in load_domains()}
    themes = {key: name.nl if language == "nl" else name.en for key, name in names.items()}
    notes = {"rank": words["rank"].lower(), "filled": FILLED[language]}
    theme, _, about = name.rpartition("_")
    if theme in themes and about in notes:
        return f"{themes[theme]} ({notes[about]})"
    return words.get(name, themes.get(name, name))


def _level(name: str, language: Language) -> str:
    """The level of a rank in larger areas, in words."""
    level = name.removeprefix(WITHIN)
    names = {each.id: each.name for each in load_geography().levels}
    if level not in names:
        return level.replace("_", " ")
    return names[level].nl if language == "nl" else names[level].en
