"""One style for all programs: the classes of a choropleth, their colours and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geodata.geojson.areas import Encoded
from geodata.maps import Choropleth
from geodata.palettes import border_color, hatch_color, missing_color
from geodata.pictures.rounding import rounded_bounds
from geodata.pictures.words import WORDS, Language, Words
from geodata.styles.cuts import cuts


@dataclass(frozen=True)
class StyleClass:
    """One class: values up to `upper`, itself included, and above the class before it.

    Attributes:
        upper: where the class ends; None for the highest, which is open.
        color: its colour, `#rrggbb`.
        label: its bounds in words.
    """

    upper: float | None
    color: str
    label: str


@dataclass(frozen=True)
class Hatching:
    """Lines over the colours of areas that another column says something of.

    Attributes:
        column: the attribute that says it.
        value: what it says of the areas that have the lines.
        label: what the lines mean.
        crossed: whether the lines cross.
    """

    column: str
    value: str
    label: str
    crossed: bool = False


@dataclass(frozen=True)
class Style:
    """How the areas of one column are drawn.

    Attributes:
        column: the attribute that holds the values.
        title: what the map shows.
        classes: from low to high; none where there are no values.
        missing: the label of the areas without a value.
        missing_color: their colour.
        hatch_color: the colour of the lines over them.
        border_color: the colour of the lines between areas.
        above: what every value lies above, if that is known: a value that does not is none.
            QGIS up to 3.22 reads a whole number that is missing in OGC API as 0.
        hatchings: lines over the colours; only QGIS draws them.
    """

    column: str
    title: str
    classes: tuple[StyleClass, ...]
    missing: str
    missing_color: str
    hatch_color: str
    border_color: str
    above: float | None = None
    hatchings: tuple[Hatching, ...] = ()

    def of(self, names: Mapping[str, str]) -> Style:
        """The same style for columns that a format had to call otherwise.

        Args:
            names: what every column is called there.
        """
        lines = tuple(replace(each, column=names[each.column]) for each in self.hatchings)
        return replace(self, column=names[self.column], hatchings=lines)


def style_of(
    drawn: Choropleth[Encoded], column: str, title: str | None = None, language: Language = "en"
) -> Style:
    """The style of a choropleth; its legend has the words and bounds that its picture has.

    Args:
        drawn: the classes and colours.
        column: the attribute that holds the values in the file.
        title: what the map shows; the name of the column if absent.
        language: how our own words and numbers are written.
    """
    words = WORDS[language]
    return Style(
        column=column,
        title=title or column,
        classes=_classes(drawn, words) if drawn.colors else (),
        missing=words.missing,
        missing_color=missing_color(),
        hatch_color=hatch_color(),
        border_color=border_color(),
    )


def _classes(drawn: Choropleth[Encoded], words: Words) -> tuple[StyleClass, ...]:
    shown = rounded_bounds(drawn.values, drawn.classes)
    ends = [*cuts(drawn.values, drawn.classes, shown), None]
    low = [words.number(bound, shown.decimals) for bound in shown.lower]
    high = [words.number(bound, shown.decimals) for bound in shown.upper]
    labels = [f"{first} {words.to} {last}" for first, last in zip(low, high, strict=True)]
    return tuple(StyleClass(*each) for each in zip(ends, drawn.colors, labels, strict=True))
