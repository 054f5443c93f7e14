"""From results and shapes to a picture: which maps stand in it, and on which scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import orjson
from matplotlib.figure import Figure

import geodata
from geodata.classify import Rule
from geodata.pictures.files import PICTURES, picture_bytes
from geodata.pictures.multiples import on_one_scale, plot_multiples
from mdi.cli.captions import Captions
from mdi.cli.options import Declared
from mdi.comparison.refusal import not_comparable
from mdi.editions.mapping import MappedResult
from mdi.engine import compute
from mdi.errors import ComputationError, counted
from mdi.result import IndexResult
from mdi.table import IndicatorTable


@dataclass(frozen=True)
class Picture:
    """A picture and what stands in it.

    Attributes:
        figure: of matplotlib.
        maps: by the name above them.
        results: what they were made of; the first one is what all are measured with.
    """

    figure: Figure
    maps: Mapping[str, geodata.Choropleth[geodata.Boundaries]]
    results: Sequence[IndexResult]

    def content(self, suffix: str) -> bytes:
        """The bytes of a file with that suffix, with the provenance inside."""
        found = [result.provenance for result in self.results]
        provenance = orjson.dumps(found[0] if len(found) == 1 else found).decode()
        return picture_bytes(self.figure, PICTURES[suffix.lower()], provenance)

    def summary(self) -> str:
        """How much stands in it, in one line."""
        first = next(iter(self.maps.values()))
        drawn = counted(len(first.boundaries), "area")
        classes = f"{len(first.classes)} class" + "es" * (len(first.classes) != 1)
        missing = sum(each.classes.missing for each in self.maps.values())
        return (
            f"{counted(len(self.maps), 'map')} of {drawn} · {classes} · {missing} without a figure"
        )

    def warnings(self) -> Iterator[str]:
        """What a reader should know, the years named where there are several."""
        first = next(iter(self.maps.values()))
        yield from first.classes.notes
        for result in self.results:
            year = f"{result.table.year}: " if len(self.results) > 1 else ""
            for warning in (*result.warnings, *MappedResult(result, first.boundaries).warnings()):
                yield year + warning


def results_of(
    tables: Sequence[IndicatorTable], measure: str, rules: Declared
) -> list[IndexResult]:
    """The results of tables; the points of all are measured with the yardstick of the first.

    The figures of an indicator need no yardstick.

    Raises:
        ComputationError: years that cannot be measured with one yardstick.
    """
    base = compute(tables[0], **rules)
    if measure in {figures.indicator.id for figures in base.table.figures}:
        return [base, *(compute(table, **rules) for table in tables[1:])]
    others = [compute(table, **rules, reference=base) for table in tables[1:]]
    for other in others:
        if problems := not_comparable(base, other):
            message = f"{base.table.year} and {other.table.year} cannot be on one scale."
            raise ComputationError(message, problems)
    return [base, *others]


def draw(
    captions: Captions,
    shapes: geodata.Boundaries,
    measure: str | None,
    rule: Rule,
    palette: str | None,
) -> Picture:
    """Draw maps on one scale; dark is worse, also where a higher figure is better.

    Args:
        captions: the results and their words.
        shapes: of the areas.
        measure: of each result; None for all domains of the first one.
        rule: how the values of all maps together are classed.
        palette: the colours; the default where absent.

    Raises:
        DeclarationError: there is no such measure.
        ComputationError: a table has no figures of it.
        BoundaryError: no area with a figure has a shape.
    """
    panels = _of_domains(captions) if measure is None else _of_years(captions, measure)
    drawn = {name: geodata.choropleth(shapes, values) for name, values in panels.items()}
    maps = on_one_scale(drawn, rule, palette)
    caption = captions.of_domains() if measure is None else captions.of_measure(measure)
    if caption.direction == "better":
        maps = {name: replace(each, colors=each.colors[::-1]) for name, each in maps.items()}
    return Picture(plot_multiples(maps, caption), maps, captions.results)


def _of_domains(captions: Captions) -> dict[str, dict[str, float]]:
    """The points of each domain that has figures, by its name."""
    names = captions.domain_names()
    return {name: _values(captions.results[0], domain) for domain, name in names.items()}


def _of_years(captions: Captions, measure: str) -> dict[str, dict[str, float]]:
    """The measure in each year, by the year; no name stands above a map that is alone."""
    if len(captions.results) == 1:
        return {"": _values(captions.results[0], measure)}
    years = sorted(captions.results, key=lambda result: result.table.year)
    return {str(result.table.year): _values(result, measure) for result in years}


def _values(result: IndexResult, measure: str) -> dict[str, float]:
    """A measure by area code."""
    found, table = result.measure(measure), result.table
    if np.isnan(found).all():
        message = f"The table of {table.year} has no figures of '{measure}'."
        raise ComputationError(message, hint="mdi check TABLE tells which it has.")
    return dict(zip(table.codes, found.tolist(), strict=True))
