"""Styles for MapLibre: style specification version 8, complete and ready to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geodata.geojson.areas import Encoded
from geodata.maps import Choropleth
from geodata.styles.model import Style

SOURCE = "areas"


@dataclass(frozen=True)
class Coded:
    """Which areas are in which class.

    Attributes:
        classes: the codes of each class, from low to high.
        missing: the codes of the areas without a value.
        column: the attribute that holds the codes.
    """

    classes: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]
    column: str = "area_code"

    @classmethod
    def of(cls, drawn: Choropleth[Encoded]) -> Coded:
        """The codes of a choropleth."""
        sorted_in: list[list[str]] = [[] for _ in range(len(drawn.colors) + 1)]
        for code, place in zip(drawn.codes, drawn.classes.index.tolist(), strict=True):
            sorted_in[place].append(code)  # −1 for missing: the last
        *classes, missing = map(tuple, sorted_in)
        return cls(tuple(classes), missing)


def to_maplibre(
    style: Style, source: Mapping[str, Any], source_layer: str | None = None
) -> dict[str, Any]:
    """The style as a MapLibre style; the caller writes it as JSON.

    A style holds no pictures, so areas without a value are grey with a dashed outline where
    other programs hatch them. The legend stands in `metadata`.

    Args:
        style: the measure, its classes and colours.
        source: where the areas come from, as the specification wants it:
            `{"type": "geojson", "data": "areas.geojson"}` or
            `{"type": "vector", "url": "pmtiles://areas.pmtiles"}`.
        source_layer: the layer, for vector tiles.
    """
    origin = {"source": SOURCE, **({"source-layer": source_layer} if source_layer else {})}
    without = ["!", _known(style)]
    return assembled(style, source, _layers(style, origin, fill_color(style), without))


def to_maplibre_by_code(
    style: Style, coded: Coded, source: Mapping[str, Any], source_layer: str | None = None
) -> dict[str, Any]:
    """The same for areas that carry their codes and no values: tiles that serve every measure.

    The style names the codes of each class.

    Args:
        style: the measure, its classes and colours.
        coded: the codes of each class, and of the areas without a value.
        source: where the areas come from; `promoteId` lets readers set states by code.
        source_layer: the layer, for vector tiles.
    """
    origin = {"source": SOURCE, **({"source-layer": source_layer} if source_layer else {})}
    without = ["match", _code(coded), list(coded.missing), True, False] if coded.missing else None
    return assembled(style, source, _layers(style, origin, color_by_code(style, coded), without))


def assembled(
    style: Style, source: Mapping[str, Any], layers: list[dict[str, Any]]
) -> dict[str, Any]:
    """A whole style of its parts."""
    return {
        "version": 8,
        "name": style.title,
        "metadata": {"legend": _legend(style)},
        "sources": {SOURCE: dict(source)},
        "layers": layers,
    }


def _layers(
    style: Style, origin: Mapping[str, str], color: Any, without: Any
) -> list[dict[str, Any]]:
    """Fills and borders, and dashes around the areas without a value, if there are any."""
    border = {"line-color": style.border_color, "line-width": 0.4}
    dashes = {"line-color": style.hatch_color, "line-width": 1, "line-dasharray": [3, 2]}
    found: list[dict[str, Any]] = [
        {"id": "areas", "type": "fill", **origin, "paint": {"fill-color": color}},
        {"id": "borders", "type": "line", **origin, "paint": border},
    ]
    if without is not None:
        found.append(
            {"id": "missing", "type": "line", **origin, "filter": without, "paint": dashes}
        )
    return found


def color_by_code(style: Style, coded: Coded) -> Any:
    """The expression of the colour, by the codes of each class."""
    labels = [
        part
        for codes, each in zip(coded.classes, style.classes, strict=True)
        if codes
        for part in (list(codes), each.color)
    ]
    return ["match", _code(coded), *labels, style.missing_color] if labels else style.missing_color


def fill_color(style: Style) -> Any:
    """The expression of the colour; a value on a break belongs to the class below it."""
    if not style.classes:
        return style.missing_color
    steps = [
        part
        for each in style.classes[:-1]
        for part in (["<=", _value(style), each.upper], each.color)
    ]
    return ["case", ["!", _known(style)], style.missing_color, *steps, style.classes[-1].color]


def _code(coded: Coded) -> list[Any]:
    return ["get", coded.column]


def _value(style: Style) -> list[Any]:
    return ["get", style.column]


def _known(style: Style) -> list[Any]:
    return ["==", ["typeof", _value(style)], "number"]


def _legend(style: Style) -> list[dict[str, str]]:
    entries = [{"label": each.label, "color": each.color} for each in style.classes]
    return [*entries, {"label": style.missing, "color": style.missing_color}]
