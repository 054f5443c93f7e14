"""The addresses of styles, of the whole and of each collection."""

from __future__ import annotations

from api.http.formats import HTML, JSON
from api.ogc.resources import Resource, never
from api.ogc.styles import legend, listing, sheets
from api.ogc.styles.encodings import ENCODINGS

DOCUMENT = (JSON, HTML)
SHEETS = (*(each.format for each in ENCODINGS), HTML)
WHOLE = ("/styles", "", listing.styles)
OF_ONE = ("/collections/{collection}/styles", "Collection", listing.of_one)

RESOURCES = tuple(
    resource
    for path, whose, listed in (WHOLE, OF_ONE)
    for resource in (
        Resource(
            path,
            f"get{whose}Styles",
            "The styles that maps are drawn in.",
            DOCUMENT,
            listed,
            quick=never,
            schema="Styles",
        ),
        Resource(
            f"{path}/{{styleId}}",
            f"get{whose}Style",
            "A style: a stylesheet for map programs.",
            SHEETS,
            sheets.style,
            quick=never,
            schema="MapboxStyle",
        ),
        Resource(
            f"{path}/{{styleId}}/metadata",
            f"get{whose}StyleMetadata",
            "What there is to say about a style.",
            DOCUMENT,
            sheets.metadata,
            quick=never,
            schema="StyleMetadata",
        ),
        Resource(
            f"{path}/{{styleId}}/legend",
            f"get{whose}StyleLegend",
            "The classes of a style with their colours.",
            (*DOCUMENT, legend.SVG),
            legend.legend,
            quick=never,
            schema="StyleLegend",
        ),
    )
)
