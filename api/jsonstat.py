"""JSON-stat 2.0 (https://json-stat.org/full/): areas by measures by year, as statisticians read it.

A cube is a row of values in the order of its dimensions, the last of which runs fastest. It has
one year: scores of two years may not be laid side by side without a yardstick (`/v1/trend`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from api.http.formats import Format
from api.http.languages import Language
from api.titles import title_of
from mdi.declaration import Text, read_toml

JSONSTAT = Format("jsonstat", "application/json")  # it has no media type of its own
AREA, MEASURE, YEAR = "area", "measure", "year"
WORDS = Path(__file__).with_suffix(".toml")
PLAIN = {"observed", "ranked", "handed_over"}  # what is as it should be is not told
MISSING = "missing"


@dataclass(frozen=True)
class Measured:
    """A measure of a cube.

    Attributes:
        id: its name for programs.
        label: its name for people.
        decimals: how many are worth showing.
        unit: what it counts, if anything.
    """

    id: str
    label: str
    decimals: int
    unit: str | None = None


@dataclass(frozen=True)
class Cube:
    """Areas by measures in one year.

    Attributes:
        title: of the whole.
        areas: codes and names (n).
        measures: what is measured (k).
        year: of the figures.
        values: of each area every measure (n × k); None where there is none.
        statuses: why cells have no value, or how they got it, by their place.
        source: who published the figures, and under which licence.
        extension: what else is told, such as the provenance.
        links: to other pages, by relation.
    """

    title: str
    areas: Mapping[str, str | None]
    measures: Sequence[Measured]
    year: int
    values: Sequence[Any]
    statuses: Mapping[int, str]
    source: str
    extension: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def plain(self, language: Language) -> dict[str, Any]:
        """The cube as JSON-stat, with labels in a language."""
        size = [len(self.areas), len(self.measures), 1]
        links = {rel: [{"href": href, "type": JSONSTAT.media}] for rel, href in self.links.items()}
        return {
            "version": "2.0",
            "class": "dataset",
            "label": self.title,
            "source": self.source,
            **({"link": links} if links else {}),
            "id": [AREA, MEASURE, YEAR],
            "size": size,
            "role": {"geo": [AREA], "metric": [MEASURE], "time": [YEAR]},
            "dimension": self._dimensions(language),
            "value": self.values,
            **self._status,
            "extension": {**self.extension, **self._meaning(language)},
        }

    def _dimensions(self, language: Language) -> dict[str, Any]:
        names = {code: name or code for code, name in self.areas.items()}
        measures = {each.id: each.label for each in self.measures}
        year = str(self.year)
        made = {
            AREA: _dimension(getattr(_words()[AREA], language), names),
            MEASURE: _dimension(title_of(MEASURE, language), measures),
            YEAR: _dimension(title_of(YEAR, language), {year: year}),
        }
        made[MEASURE]["category"]["unit"] = {each.id: _unit(each) for each in self.measures}
        return made

    @property
    def _status(self) -> dict[str, Any]:
        told = {str(place): word for place, word in self.statuses.items()}
        return {"status": told} if told else {}

    def _meaning(self, language: Language) -> dict[str, Any]:
        """What the statuses mean, where Eurostat has it."""
        known = sorted({str(each) for each in self.statuses.values()})
        words = {each: getattr(_words()[each], language) for each in known}
        return {"status": {"label": words}} if words else {}


def status_of(value: object, words: Iterable[str | None]) -> str | None:
    """The status of a cell: the first word that tells something; None where nothing is to be told.

    Args:
        value: of the cell, None where it has none.
        words: what is known of it, the most telling first.
    """
    told = next((word for word in words if word and word not in PLAIN), None)
    return told or (MISSING if value is None else None)


@cache
def _words() -> dict[str, Text]:
    declared = read_toml(WORDS)
    found = {AREA: declared[AREA], **declared["statuses"]}
    return {name: Text(**words) for name, words in found.items()}


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories)}}


def _unit(measured: Measured) -> dict[str, Any]:
    label = {"label": measured.unit} if measured.unit else {}
    return {**label, "decimals": measured.decimals}
