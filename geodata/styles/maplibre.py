"""Styles for MapLibre: style specification version 8, complete and ready to load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.styles.model import Style

SOURCE = "areas"


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
    border = {"line-color": style.border_color, "line-width": 0.4}
    dashes = {"line-color": style.hatch_color, "line-width": 1, "line-dasharray": [3, 2]}
    without = ["!", _known(style)]
    layers = [
        {"id": "areas", "type": "fill", **origin, "paint": {"fill-color": fill_color(style)}},
        {"id": "borders", "type": "line", **origin, "paint": border},
        {"id": "missing", "type": "line", **origin, "filter": without, "paint": dashes},
    ]
    return {
        "version": 8,
        "name": style.title,
        "metadata": {"legend": _legend(style)},
        "sources": {SOURCE: dict(source)},
        "layers": layers,
    }


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


def _value(style: Style) -> list[Any]:
    return ["get", style.column]


def _known(style: Style) -> list[Any]:
    return ["==", ["typeof", _value(style)], "number"]


def _legend(style: Style) -> list[dict[str, str]]:
    entries = [{"label": each.label, "color": each.color} for each in style.classes]
    return [*entries, {"label": style.missing, "color": style.missing_color}]
