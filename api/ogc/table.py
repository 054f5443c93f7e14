"""The table of resources: every address of OGC API."""

from __future__ import annotations

from api.http.formats import GEOJSON, HTML, JSON, MVT, OPENAPI, SCHEMA, TILEJSON
from api.ogc import schemas, tiles
from api.ogc.collections import all_are_loaded, collection, collections, is_loaded
from api.ogc.items import item, items
from api.ogc.landing import conformance, landing
from api.ogc.openapi import openapi
from api.ogc.questions import of_item, of_items
from api.ogc.resources import Resource

DOCUMENT = (JSON, HTML)
FEATURES = (GEOJSON, HTML)
DESCRIPTION = (SCHEMA, HTML)
ONE = "/collections/{collection}"

RESOURCES = (
    Resource("", "getLandingPage", "Where to go from here.", DOCUMENT, landing),
    Resource("/conformance", "getConformance", "What is conformed to.", DOCUMENT, conformance),
    Resource("/api", "getApi", "This document.", (OPENAPI, HTML), openapi, quick=all_are_loaded),
    Resource(
        "/collections",
        "getCollections",
        "All collections.",
        DOCUMENT,
        collections,
        quick=all_are_loaded,
    ),
    Resource(ONE, "getCollection", "A collection.", DOCUMENT, collection, quick=is_loaded),
    Resource(
        f"{ONE}/items",
        "getFeatures",
        "Areas of a collection.",
        FEATURES,
        items,
        open=of_items,
        quick=is_loaded,
    ),
    Resource(
        f"{ONE}/items/{{code}}",
        "getFeature",
        "One area.",
        FEATURES,
        item,
        open=of_item,
        quick=is_loaded,
    ),
    Resource(f"{ONE}/tiles", "getTileSetsList", "Tile sets.", DOCUMENT, tiles.tilesets),
    Resource(
        f"{ONE}/tiles/{{tileMatrixSetId}}",
        "getTileSet",
        "A tile set.",
        (*DOCUMENT, TILEJSON),
        tiles.tileset,
    ),
    Resource(
        f"{ONE}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
        "getTile",
        "A tile.",
        (MVT,),
        tiles.tile,
    ),
    Resource(
        f"{ONE}/schema",
        "getSchema",
        "All properties.",
        DESCRIPTION,
        schemas.schema,
        quick=is_loaded,
    ),
    Resource(
        f"{ONE}/schemas/feature",
        "getFeatureSchema",
        "An area as it is sent.",
        (SCHEMA,),
        schemas.feature,
        quick=is_loaded,
    ),
    Resource(
        f"{ONE}/queryables",
        "getQueryables",
        "What areas are chosen by.",
        DESCRIPTION,
        schemas.queryables,
        quick=is_loaded,
    ),
    Resource(
        f"{ONE}/sortables",
        "getSortables",
        "What areas are sorted by.",
        DESCRIPTION,
        schemas.sortables,
        quick=is_loaded,
    ),
    Resource(
        "/tileMatrixSets",
        "getTileMatrixSetsList",
        "Tile matrix sets.",
        DOCUMENT,
        tiles.tile_matrix_sets,
    ),
    Resource(
        "/tileMatrixSets/{tileMatrixSetId}",
        "getTileMatrixSet",
        "A tile matrix set.",
        DOCUMENT,
        tiles.tile_matrix_set,
    ),
)
