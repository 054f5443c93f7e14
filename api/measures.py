"""Measures of a layer: values that may be shown, in classes and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import mdi
from geodata.classify import Classes, Fixed, Rule
from geodata.palettes import missing_color
from geodata.palettes import palette as colors_of
from geodata.tiles.ids import feature_ids

if TYPE_CHECKING:
    from api.library import Library

Floats = NDArray[np.float64]
INDEX = {"nl": "Index", "en": "Index"}


@dataclass(frozen=True, eq=False)
class Places:
    """The areas of a layer, by code, and where each stands in the table.

    Attributes:
        codes: of the shapes, or of the table where there are no shapes (n).
        ids: their numbers, as the features of tiles have them (n,).
        rows: of the table, one behind the last for none (n,).
    """

    codes: tuple[str, ...]
    ids: NDArray[np.int64]
    rows: NDArray[np.int64]

    def of(self, column: Floats) -> Floats:
        """(n,) a column of the table in the order of the layer; NaN where it has no row."""
        return np.asarray(np.append(column, np.nan)[self.rows])

    def of_plain(self, values: Sequence[Any]) -> list[Any]:
        """Plain values of the table in the order of the layer; None where it has no row."""
        known = [*values, None]
        return [known[row] for row in self.rows.tolist()]

    def of_numbers(self, column: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
        """(n,) a column of whole numbers in the order of the layer; 0 where it has no row."""
        return np.append(column, column.dtype.type(0))[self.rows]


@dataclass(frozen=True, eq=False)
class Painted:
    """A measure of the areas of a layer.

    Attributes:
        values: of each area, NaN where it is missing or withheld (n,).
        withheld: which are withheld (n,).
        classes: the class of each.
        colors: of each class, low to high; dark is worse.
    """

    values: Floats
    withheld: NDArray[np.bool_]
    classes: Classes
    colors: tuple[str, ...]


def places_of(library: Library, level: str, year: int) -> Places:
    """The areas of a layer; kept."""

    def make() -> Places:
        table = library.table(level, year)
        shaped = library.catalogue.shapes(level, year) is not None
        areas = library.atlas.shapes(level, year).codes if shaped else table.codes
        codes = tuple(sorted(areas))
        row_of = {code: row for row, code in enumerate(table.codes)}
        rows = [row_of.get(code, len(row_of)) for code in codes]
        return Places(codes, feature_ids(codes), np.array(rows, np.int64))

    return library.parts.once(("places", level, year), make)


def painted(
    library: Library, result: mdi.IndexResult, measure: str, rule: Rule, palette: str
) -> Painted:
    """A measure in classes and colours; kept, but for breaks of a reader's own.

    Raises:
        ClassificationError: values that cannot be classed, or an unknown palette.
    """

    def make() -> Painted:
        places = places_of(library, result.table.level, result.table.year)
        shown = library.disclosure
        values = places.of(shown.shown(result, measure))
        withheld = places.of(shown.withheld(result, measure).astype(np.float64)) == 1
        classes = rule.classify(values)
        colors = colors_of(palette, len(classes)) if len(classes) else ()
        turned = described(result, measure)["direction"] == "better"
        return Painted(values, withheld, classes, colors[::-1] if turned else colors)

    colors_of(palette, 1)  # refuses one that is not known
    if isinstance(rule, Fixed):
        return make()
    key = ("painted", result.fingerprint, measure, rule.model_dump_json(), palette)
    return library.parts.once(key, make)


def legend_of(found: Painted) -> dict[str, Any]:
    """Classes, colours and numbers of areas, as plain data."""
    classes = found.classes
    bounds = zip(classes.lower, classes.upper, found.colors, classes.counts, strict=True)
    entries = [
        {"class": number, "lower": lower, "upper": upper, "color": color, "count": count}
        for number, (lower, upper, color, count) in enumerate(bounds, 1)
    ]
    return {
        "classes": entries,
        "missing": {"color": missing_color(), "count": classes.missing},
        "notes": list(classes.notes),
    }


def described(result: mdi.IndexResult, measure: str) -> dict[str, Any]:
    """Name, unit and direction of a measure."""
    for domain in result.table.domains:
        if domain.id == measure:
            return _named(measure, domain.name.model_dump(), "points", "worse")
    for figures in result.table.figures:
        if figures.indicator.id == measure:
            name = figures.indicator.name.model_dump()
            return _named(measure, name, figures.unit, figures.direction)
    return _named(measure, INDEX, "points", "worse")


def _named(measure: str, name: dict[str, str], unit: str, direction: str) -> dict[str, Any]:
    return {"measure": measure, "name": name, "unit": unit, "direction": direction}
