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
    from geodata.coverage import cleaned as cleaned
    from geodata.coverage import coverage_faults as coverage_faults
    from geodata.coverage import is_coverage as is_coverage
    from geodata.crosswalks import Change as Change
    from geodata.crosswalks import Crosswalk as Crosswalk
    from geodata.crosswalks import Kind as Kind
    from geodata.crosswalks import Points as Points
    from geodata.crosswalks import Slivers as Slivers
    from geodata.crosswalks import crosswalk as crosswalk
    from geodata.crosswalks import crosswalk_of_changes as crosswalk_of_changes
    from geodata.crosswalks import read_changes as read_changes
    from geodata.crosswalks import read_points as read_points
    from geodata.crs import transformed as transformed
    from geodata.described import Described as Described
    from geodata.dissolving import dissolve as dissolve
    from geodata.errors import BoundaryError as BoundaryError
    from geodata.errors import BoundaryFileError as BoundaryFileError
    from geodata.errors import ClassificationError as ClassificationError
    from geodata.errors import GeodataError as GeodataError
    from geodata.features import Features as Features
    from geodata.features import features_of as features_of
    from geodata.findings import Finding as Finding
    from geodata.findings import Inspection as Inspection
    from geodata.formats import write_boundaries as write_boundaries
    from geodata.formats import write_features as write_features
    from geodata.geojson import Column as Column
    from geodata.geojson import Fragments as Fragments
    from geodata.geojson import Texts as Texts
    from geodata.geojson import encode_columns as encode_columns
    from geodata.geojson import feature_collection as feature_collection
    from geodata.inspection import inspect as inspect
    from geodata.maps import Choropleth as Choropleth
    from geodata.maps import choropleth as choropleth
    from geodata.maps import prepare as prepare
    from geodata.neighbours import Neighbours as Neighbours
    from geodata.neighbours import find_neighbours as find_neighbours
    from geodata.palettes import palette as palette
    from geodata.palettes import palette_names as palette_names
    from geodata.pictures.caption import Caption as Caption
    from geodata.pictures.choropleth import plot_choropleth as plot_choropleth
    from geodata.pictures.files import picture_bytes as picture_bytes
    from geodata.pictures.files import write_picture as write_picture
    from geodata.pictures.multiples import on_one_scale as on_one_scale
    from geodata.pictures.multiples import plot_multiples as plot_multiples
    from geodata.reading import read_boundaries as read_boundaries
    from geodata.simplify import simplified as simplified
    from geodata.spatial import LocalStatistic as LocalStatistic
    from geodata.spatial import Moran as Moran
    from geodata.spatial import Pockets as Pockets
    from geodata.spatial import StatisticError as StatisticError
    from geodata.spatial import fdr_cut as fdr_cut
    from geodata.spatial import getis_ord as getis_ord
    from geodata.spatial import local_moran as local_moran
    from geodata.spatial import moran as moran
    from geodata.spatial import moran_of_rates as moran_of_rates
    from geodata.spatial import pockets as pockets
    from geodata.spatial import spatial_lag as spatial_lag
    from geodata.spatial import standardised_rates as standardised_rates
    from geodata.styles import Style as Style
    from geodata.styles import style_of as style_of
    from geodata.styles import to_maplibre as to_maplibre
    from geodata.styles import to_qml as to_qml
    from geodata.styles import write_styles as write_styles
    from geodata.tiles import Pyramid as Pyramid
    from geodata.tiles import TileSet as TileSet
    from geodata.tiles import tile_pyramid as tile_pyramid

HOMES = {
    "Boundaries": "boundaries",
    "BoundaryError": "errors",
    "BoundaryFileError": "errors",
    "Caption": "pictures.caption",
    "Change": "crosswalks",
    "Choropleth": "maps",
    "Classes": "classify",
    "Classification": "classify",
    "ClassificationError": "errors",
    "Column": "geojson",
    "Crosswalk": "crosswalks",
    "Described": "described",
    "EqualInterval": "classify",
    "Features": "features",
    "Finding": "findings",
    "Fixed": "classify",
    "Fragments": "geojson",
    "GeodataError": "errors",
    "Inspection": "findings",
    "Kind": "crosswalks",
    "LocalStatistic": "spatial",
    "Moran": "spatial",
    "NaturalBreaks": "classify",
    "Neighbours": "neighbours",
    "Pockets": "spatial",
    "Points": "crosswalks",
    "Pyramid": "tiles",
    "Quantile": "classify",
    "Slivers": "crosswalks",
    "StatisticError": "spatial",
    "Style": "styles",
    "Texts": "geojson",
    "TileSet": "tiles",
    "choropleth": "maps",
    "cleaned": "coverage",
    "coverage_faults": "coverage",
    "crosswalk": "crosswalks",
    "crosswalk_of_changes": "crosswalks",
    "dissolve": "dissolving",
    "encode_columns": "geojson",
    "fdr_cut": "spatial",
    "feature_collection": "geojson",
    "features_of": "features",
    "find_neighbours": "neighbours",
    "getis_ord": "spatial",
    "inspect": "inspection",
    "is_coverage": "coverage",
    "local_moran": "spatial",
    "moran": "spatial",
    "moran_of_rates": "spatial",
    "on_one_scale": "pictures.multiples",
    "palette": "palettes",
    "palette_names": "palettes",
    "picture_bytes": "pictures.files",
    "plot_choropleth": "pictures.choropleth",
    "plot_multiples": "pictures.multiples",
    "pockets": "spatial",
    "prepare": "maps",
    "read_boundaries": "reading",
    "read_changes": "crosswalks",
    "read_points": "crosswalks",
    "simplified": "simplify",
    "spatial_lag": "spatial",
    "standardised_rates": "spatial",
    "style_of": "styles",
    "tile_pyramid": "tiles",
    "to_maplibre": "styles",
    "to_qml": "styles",
    "transformed": "crs",
    "write_boundaries": "formats",
    "write_features": "formats",
    "write_picture": "pictures.files",
    "write_styles": "styles",
}
__all__ = sorted(HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in HOMES:
        message = f"module 'geodata' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(f"geodata.{HOMES[name]}"), name)
