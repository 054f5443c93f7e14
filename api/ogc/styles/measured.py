"""What is styled: each measure of a collection, in the classes and colours of its map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from api.errors import NotHereError
from api.http.languages import Language
from api.ogc.asked import Asked
from api.ogc.collections import Collection, collection_of, collections_of, title_of
from geodata.classify import Fixed, Quantile
from geodata.crs import WGS84
from geodata.geojson.areas import Encoded
from geodata.maps import Choropleth
from geodata.styles import Style, style_of
from mdi.editions.styling import Colouring, drawn_of
from mdi.errors import did_you_mean
from mdi.sensitivity.certainty import COLUMNS as CERTAINTY

DECILE = "decile"
PAIRS = Fixed(breaks=(2, 4, 6, 8))  # deciles go two by two, as on every page
PART = "."  # between the names of a collection and of a measure, in a style of the whole


@dataclass(frozen=True)
class Styled:
    """A measure of a collection, to be styled.

    Attributes:
        collection: the areas.
        measure: the property that is shown.
        path: where the style is, from the root of OGC API.
    """

    collection: Collection
    measure: str
    path: str

    @property
    def id(self) -> str:
        """Its name among the styles there."""
        return self.path.rpartition("/")[2]

    @property
    def mark(self) -> str:
        """What it follows from."""
        return self.collection.layer.mark

    def drawn(self) -> Choropleth[Encoded]:
        """The measure in classes and colours; kept."""
        layer = self.collection.layer
        rule = PAIRS if self.measure == DECILE else Quantile()

        def make() -> Choropleth[Encoded]:
            values = dict(zip(layer.codes, _numbers(layer.columns[self.measure]), strict=True))
            return drawn_of(layer.outlines(WGS84), values, self.measure, Colouring(rule=rule))

        key = ("style", *layer.key, self.measure)
        return layer.library.parts.once(key, make)

    def style(self, language: Language) -> Style:
        """How it is drawn, in the words of a language."""
        title = self.collection.layer.title(self.measure, language)
        made = style_of(self.drawn(), self.measure, title, language)
        if self.collection.layer.kinds[self.measure] == "integer":
            made = replace(made, above=0.0)  # ranks and deciles count from 1
        return _in_pairs(made) if self.measure == DECILE else made

    def title(self, asked: Asked) -> str:
        """What readers call it: "Deciel · Buurten 2025"."""
        name = self.collection.layer.title(self.measure, asked.language)
        return f"{name} · {title_of(self.collection, asked)}"


def styled_of(asked: Asked) -> Styled:
    """What the style of an address shows.

    Raises:
        NotHereError: there is no such collection, or no such style.
    """
    name = asked.places["styleId"]
    if "collection" not in asked.places:
        return _of_whole(name, asked)
    found = collection_of(asked.library, asked.places["collection"])
    known = measures_of(found)
    if name not in known:
        raise NotHereError(f"There is no style '{name}' here.", hint=did_you_mean(name, known))
    return _styled(found, name)


def of_collection(found: Collection) -> Iterator[Styled]:
    """The styles of a collection: one for each measure."""
    for name in measures_of(found):
        yield _styled(found, name)


def of_all(asked: Asked) -> Iterator[Styled]:
    """The styles of all collections of newest years; those of a year are with its collection."""
    for found in collections_of(asked.library):
        if found.is_newest:
            for name in measures_of(found):
                yield _among_all(found, name)


def measures_of(found: Collection) -> list[str]:
    """The properties that are numbers, in their order; not how sure a rank is, which is no measure."""
    kinds = found.layer.kinds.items()
    return [name for name, kind in kinds if kind != "string" and name not in CERTAINTY]


def _of_whole(name: str, asked: Asked) -> Styled:
    """A style by its name among those of all collections."""
    level, _, measure = name.partition(PART)
    newest = {each.id: each for each in collections_of(asked.library) if each.is_newest}
    if level not in newest or measure not in measures_of(newest[level]):
        hint = f"Its name is that of a level and of a measure, such as '{default_of_all(asked)}'."
        raise NotHereError(f"There is no style '{name}' here.", hint=hint)
    return _among_all(newest[level], measure)


def default_of_all(asked: Asked) -> str:
    """The style that is meant where none is named."""
    return f"{asked.library.default_level}{PART}{DECILE}"


def _styled(found: Collection, name: str) -> Styled:
    return Styled(found, name, f"/collections/{found.id}/styles/{name}")


def _among_all(found: Collection, name: str) -> Styled:
    return Styled(found, name, f"/styles/{found.id}{PART}{name}")


def _numbers(column: Any) -> list[float]:
    """A column as numbers, NaN where there is none."""
    return [np.nan if value is None else float(value) for value in column]


def _in_pairs(style: Style) -> Style:
    """The same with the deciles of each class by name: 3–4, and not from 2 to 4."""
    named = (
        replace(each, label=f"{2 * place + 1}–{2 * place + 2}")
        for place, each in enumerate(style.classes)
    )
    return replace(style, classes=tuple(named))
