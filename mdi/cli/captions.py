"""What a picture of a result says of itself, in Dutch or in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.pictures.caption import Caption
from geodata.pictures.words import Language
from mdi.declaration import Text
from mdi.result import IndexResult
from mdi.sources.model import Source
from mdi.version import __version__

if TYPE_CHECKING:
    from mdi.table import Figures

WORDS = {
    "title": Text(nl="{name} per {area}, {years}", en="{name} by {area}, {years}"),
    "index title": Text(nl="Achterstand per {area}, {years}", en="Deprivation by {area}, {years}"),
    "domain title": Text(
        nl="{name}: achterstand per {area}, {years}", en="{name}: deprivation by {area}, {years}"
    ),
    "domains title": Text(
        nl="Achterstand per domein en {area}, {years}",
        en="Deprivation by domain and {area}, {years}",
    ),
    "measured": Text(
        nl="Gewichten: {weights}. Methode: {method}.", en="Weights: {weights}. Method: {method}."
    ),
    "proxy": Text(nl="Gemeten als: {proxy}.", en="Measured as: {proxy}."),
    "index": Text(nl="Index", en="Index"),
    "domains": Text(nl="Score van het domein", en="Score of the domain"),
    "points": Text(nl="punten", en="points"),
    "stand-ins": Text(
        nl="Andere cijfers staan voor: {names}.", en="Other figures stand in for: {names}."
    ),
    "without": Text(nl="Geen cijfers over {domains}.", en="No figures on {domains}."),
    "yardstick": Text(
        nl="Alle jaren zijn gemeten met de maatlat van {year}.",
        en="All years are measured with the yardstick of {year}.",
    ),
    "source": Text(
        nl="{source}. Grenzen: {shapes}. mdi {version}, vingerafdruk {mark}.",
        en="{source}. Boundaries: {shapes}. mdi {version}, fingerprint {mark}.",
    ),
}
MARK = 12  # characters of a fingerprint


@dataclass(frozen=True)
class Captions:
    """The words of pictures of results of one level.

    Attributes:
        results: one, or one for each year; the first is what all are measured with.
        source: where the figures come from.
        shapes: the name of the file of the shapes.
        language: of the words.
        heading: instead of a heading made from what the map shows.
    """

    results: Sequence[IndexResult]
    source: Source
    shapes: str
    language: Language
    heading: str | None = None

    def of_measure(self, measure: str) -> Caption:
        """The words of a map of a measure; with years, of one for each of them."""
        figures = {f.indicator.id: f for f in self.results[0].table.figures}.get(measure)
        return self._of_points(measure) if figures is None else self._of_figures(figures)

    def of_domains(self) -> Caption:
        """The words of one map for each domain."""
        return self._caption("domains title", "", **self._points(self._say("domains"), None))

    def domain_names(self) -> dict[str, str]:
        """The names of the domains that have figures, by id."""
        table, without = self.results[0].table, self._domains_without()
        return {d.id: self._in(d.name) for d in table.domains if d.id not in without}

    def _of_points(self, measure: str) -> Caption:
        names = {d.id: self._in(d.name) for d in self.results[0].table.domains}
        if measure in names:
            name = names[measure]
            return self._caption("domain title", name, **self._points(name, measure))
        return self._caption("index title", "", **self._points(self._say("index"), None))

    def _points(self, measure: str, domain: str | None) -> dict[str, Any]:
        """What is said of the points of a domain; None for all domains."""
        return {
            "subtitle": self._measured(),
            "measure": measure,
            "unit": self._say("points"),
            "direction": "worse",
            "notes": self._notes(domain),
        }

    def _of_figures(self, figures: Figures) -> Caption:
        name = self._in(figures.indicator.name)
        name = name[:1].upper() + name[1:]
        return self._caption(
            "title",
            name,
            subtitle=self._say("proxy", proxy=self._in(figures.proxy)) if figures.proxy else "",
            measure=name,
            unit=figures.unit,
            direction=figures.direction,
        )

    def _caption(self, title: str, name: str, **more: Any) -> Caption:
        table = self.results[0].table
        level = table.geography.level(table.level)
        years = _span([result.table.year for result in self.results])
        return Caption(
            title=self.heading
            or self._say(title, name=name, area=self._in(level.name), years=years),
            areas=self._in(level.plural),
            source=self._source(),
            language=self.language,
            **more,
        )

    def _measured(self) -> str:
        result = self.results[0]
        weights, method = (
            self._in(rules.name) if rules.name else rules.id
            for rules in (result.weights, result.method)
        )
        return self._say("measured", weights=weights, method=method)

    def _notes(self, domain: str | None) -> tuple[str, ...]:
        """What a reader of points should know, a sentence each."""
        base, without = self.results[0].table, self._domains_without()
        shown = [each for each in base.domains if domain in (None, each.id)]
        absent = [self._in(each.name).lower() for each in shown if each.id in without]
        leaves = [leaf for each in shown for leaf in each.leaves() if leaf.id in base.proxies]
        stand_ins = [self._in(leaf.name) for leaf in leaves]
        return (
            *([self._say("without", domains=", ".join(absent))] if absent else []),
            *([self._say("stand-ins", names=", ".join(stand_ins))] if stand_ins else []),
            *([self._say("yardstick", year=base.year)] if len(self.results) > 1 else []),
        )

    def _domains_without(self) -> list[str]:
        return list(self.results[0].provenance["domains_without_figures"])

    def _source(self) -> str:
        marks = ", ".join(result.fingerprint[:MARK] for result in self.results)
        source = (self.source.publisher or self._in(self.source.name)).rstrip(".")
        return self._say(
            "source", source=source, shapes=self.shapes, version=__version__, mark=marks
        )

    def _say(self, key: str, **parts: Any) -> str:
        return self._in(WORDS[key]).format(**parts)

    def _in(self, text: Text) -> str:
        return str(getattr(text, self.language))


def _span(years: Sequence[int]) -> str:
    """``2022``, or the first and the last year: ``2020–2022``."""
    return "–".join(str(year) for year in sorted({min(years), max(years)}))
