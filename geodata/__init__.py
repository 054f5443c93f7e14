"""Shapes: boundaries in, maps out. Knows area codes, not deprivation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geodata.boundaries import Boundaries as Boundaries
    from geodata.classify import Classes as Classes
    from geodata.classify import Classification as Classification
    from geodata.classify import EqualInterval as EqualInterval
    from geodata.classify import Fixed as Fixed
    from geodata.classify import NaturalBreaks as NaturalBreaks
    from geodata.classify import Quantile as Quantile
    from geodata.classify import prepare as prepare
    from geodata.errors import BoundaryError as BoundaryError
    from geodata.errors import BoundaryFileError as BoundaryFileError
    from geodata.errors import ClassificationError as ClassificationError
    from geodata.errors import GeodataError as GeodataError
    from geodata.formats import write_boundaries as write_boundaries
    from geodata.geojson import Fragments as Fragments
    from geodata.geojson import feature_collection as feature_collection
    from geodata.maps import Choropleth as Choropleth
    from geodata.maps import choropleth as choropleth
    from geodata.palettes import palette as palette
    from geodata.palettes import palette_names as palette_names
    from geodata.reading import read_boundaries as read_boundaries

HOMES = {
    "Boundaries": "boundaries",
    "BoundaryError": "errors",
    "BoundaryFileError": "errors",
    "Choropleth": "maps",
    "Classes": "classify",
    "Classification": "classify",
    "ClassificationError": "errors",
    "EqualInterval": "classify",
    "Fixed": "classify",
    "Fragments": "geojson",
    "GeodataError": "errors",
    "NaturalBreaks": "classify",
    "Quantile": "classify",
    "choropleth": "maps",
    "feature_collection": "geojson",
    "palette": "palettes",
    "palette_names": "palettes",
    "prepare": "classify",
    "read_boundaries": "reading",
    "write_boundaries": "formats",
}
__all__ = sorted(HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in HOMES:
        message = f"module 'geodata' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(f"geodata.{HOMES[name]}"), name)
