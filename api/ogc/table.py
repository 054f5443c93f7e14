"""The table of resources: every address of OGC API."""

from __future__ import annotations

from api.http.formats import GEOJSON, HTML, JSON, JSON_FG, MVT, OF_DRAFTS, OPENAPI, SCHEMA, TILEJSON
from api.ogc import matrix_sets, schemas, tiles
from api.ogc.collections import all_are_loaded, collection, collections, is_loaded
from api.ogc.items import is_box, item, items, one_is_loaded
from api.ogc.joins import documents as joins
from api.ogc.joins import keys
from api.ogc.joins.making import MAKE, TAKE_AWAY
from api.ogc.landing import conformance, landing
from api.ogc.openapi import openapi
from api.ogc.questions import of_item, of_items
from api.ogc.resources import Resource, at_once, never
from api.ogc.styles.table import RESOURCES as STYLES

DOCUMENT = (JSON, HTML)
FEATURES = (GEOJSON, HTML, JSON_FG, *OF_DRAFTS)
DESCRIPTION = (SCHEMA, HTML)
ONE = "/collections/{collection}"

RESOURCES = (
    Resource(
        "", "getLandingPage", "Where to go from here.", DOCUMENT, landing, schema="LandingPage"
    ),
    Resource(
        "/conformance",
        "getConformance",
        "What is conformed to.",
        DOCUMENT,
        conformance,
        schema="Conformance",
    ),
    Resource(
        "/api",
        "getApi",
        "This document.",
        (OPENAPI, HTML),
        openapi,
        quick=all_are_loaded,
        schema="OpenApi",
    ),
    Resource(
        "/openapi.json",
        "getOpenApi",
        "The same document, where the Dutch API Design Rules look for it.",
        (OPENAPI,),
        openapi,
        quick=all_are_loaded,
        schema="OpenApi",
        is_told=False,
    ),
    Resource(
        "/collections",
        "getCollections",
        "All collections.",
        DOCUMENT,
        collections,
        quick=all_are_loaded,
        schema="Collections",
    ),
    Resource(
        ONE,
        "getCollection",
        "A collection.",
        DOCUMENT,
        collection,
        quick=is_loaded,
        schema="Collection",
    ),
    Resource(
        f"{ONE}/items",
        "getFeatures",
        "Areas of a collection.",
        FEATURES,
        items,
        open=of_items,
        quick=is_loaded,
        brisk=is_box,
        paged=True,
        schema="FeatureCollection",
    ),
    Resource(
        f"{ONE}/items/{{code}}",
        "getFeature",
        "One area.",
        FEATURES,
        item,
        open=of_item,
        quick=one_is_loaded,
        brisk=one_is_loaded,
        schema="Feature",
    ),
    Resource(
        f"{ONE}/tiles",
        "collection.vector.getTileSetsList",
        "Tile sets.",
        DOCUMENT,
        tiles.tilesets,
        schema="TileSets",
    ),
    Resource(
        f"{ONE}/tiles/{{tileMatrixSetId}}",
        "collection.vector.getTileSet",
        "A tile set.",
        (*DOCUMENT, TILEJSON),
        tiles.tileset,
        schema="TileSet",
    ),
    Resource(
        f"{ONE}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
        "collection.vector.getTile",
        "A tile.",
        (MVT,),
        tiles.tile,
        brisk=at_once,
    ),
    Resource(
        f"{ONE}/schema",
        "getSchema",
        "All properties.",
        DESCRIPTION,
        schemas.schema,
        quick=is_loaded,
        schema="JsonSchema",
    ),
    Resource(
        f"{ONE}/schemas/feature",
        "getFeatureSchema",
        "An area as it is sent.",
        (SCHEMA,),
        schemas.feature,
        quick=is_loaded,
        schema="JsonSchema",
    ),
    Resource(
        f"{ONE}/queryables",
        "getQueryables",
        "What areas are chosen by.",
        DESCRIPTION,
        schemas.queryables,
        quick=is_loaded,
        schema="JsonSchema",
    ),
    Resource(
        f"{ONE}/sortables",
        "getSortables",
        "What areas are sorted by.",
        DESCRIPTION,
        schemas.sortables,
        quick=is_loaded,
        schema="JsonSchema",
    ),
    Resource(
        f"{ONE}/keys",
        "getCollectionKeys",
        "By what figures can be joined to the areas.",
        DOCUMENT,
        keys.keys,
        quick=is_loaded,
        schema="CollectionKeys",
    ),
    Resource(
        f"{ONE}/keys/{{keyFieldId}}",
        "getCollectionKeyValues",
        "The codes of the areas.",
        DOCUMENT,
        keys.key_values,
        keys.OF_KEYS,
        quick=is_loaded,
        schema="KeyValues",
    ),
    Resource(
        "/joins",
        "getJoins",
        "Joins that are kept.",
        DOCUMENT,
        joins.joins,
        joins.OF_JOINS,
        quick=never,
        fresh=True,
        writing={"POST": MAKE},
        schema="Joins",
    ),
    Resource(
        "/joins/{joinId}",
        "getJoin",
        "A join.",
        DOCUMENT,
        joins.join,
        quick=never,
        fresh=True,
        writing={"DELETE": TAKE_AWAY},
        schema="Join",
    ),
    Resource(
        "/joins/{joinId}/results",
        "getJoinResults",
        "The areas of a join with their figures.",
        (GEOJSON,),
        joins.results,
        open=joins.of_results,
        quick=never,
        fresh=True,
        schema="JoinedAreas",
    ),
    *STYLES,
    Resource(
        "/tileMatrixSets",
        "getTileMatrixSetsList",
        "Tile matrix sets.",
        DOCUMENT,
        matrix_sets.tile_matrix_sets,
        schema="TileMatrixSets",
    ),
    Resource(
        "/tileMatrixSets/{tileMatrixSetId}",
        "getTileMatrixSet",
        "A tile matrix set.",
        DOCUMENT,
        matrix_sets.tile_matrix_set,
        schema="TileMatrixSet",
    ),
)
