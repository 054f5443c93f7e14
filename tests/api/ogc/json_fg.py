"""A checker of JSON-FG 1.0: what OGC 21-045r1 requires of a document, one requirement after the other.

The schemas of OGC are not in any package, so that what they say stands here in words of Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import shapely

SPEC = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"
CORE, TYPES_SCHEMAS = SPEC + "core", SPEC + "types-schemas"
REGISTER = "http://www.opengis.net/def/profile/OGC/0/"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
CRS84 = re.compile(r"http://www\.opengis\.net/def/crs/OGC/(0|1\.3)/CRS84h?")
DIMENSIONS = {"Polygon": 2, "MultiPolygon": 2}

Document = Mapping[str, Any]


def check(document: Document) -> None:
    """Hold a document against all requirements of Core and of Feature Types and Schemas."""
    features = [*_features(document)]
    _root(document, features)
    for feature in features:
        _members(feature)
        _time(feature["time"])
        _geometry(feature["geometry"])
        _place(feature, document.get("coordRefSys"))
    _types_and_schemas(document, features)


def check_profile(document: Document, profile: str) -> None:
    """Hold it against a profile, which must be linked (14, and 23-058r2, profile-param-response)."""
    links = [link["href"] for link in document["links"] if link["rel"] == "profile"]
    assert links == [REGISTER + profile]
    if profile == "rfc7946":  # /req/profiles/rfc7946
        assert "conformsTo" not in document
        assert all("place" not in each for each in _features(document))
        return
    check(document)
    if profile == "jsonfg-plus":  # /req/profiles/jsonfg-plus, B
        assert all(each["geometry"] or each["place"] is None for each in _features(document))


def _features(document: Document) -> Iterator[Document]:
    assert document["type"] in {"Feature", "FeatureCollection"}
    yield from document["features"] if document["type"] == "FeatureCollection" else [document]


def _root(document: Document, features: list[Document]) -> None:
    """/req/core/metadata and /req/core/same-crs: these stand in the root alone."""
    assert CORE in document["conformsTo"]
    assert all(isinstance(each, str) for each in document["conformsTo"])
    assert isinstance(document.get("coordRefSys", ""), str)
    for feature in features:
        if feature is not document:
            assert not {"conformsTo", "coordRefSys"} & set(feature)
        for shape in (feature["geometry"], feature["place"]):
            assert not {"conformsTo", "coordRefSys", "measures"} & set(shape or ())


def _members(feature: Document) -> None:
    """/req/core/schema-valid: what every feature has, and of which kind."""
    assert feature["type"] == "Feature"
    assert {"time", "place", "geometry", "properties"} <= set(feature)
    assert isinstance(feature["id"], str | int)
    assert isinstance(feature["properties"], dict | None)


def _time(time: Document | None) -> None:
    """/req/core/instant, interval, instant-and-interval and utc."""
    if time is None:
        return
    assert set(time) == {"interval"}  # we know no instants
    begin, end = time["interval"]
    for pattern in (DAY, MOMENT):
        if pattern.fullmatch(begin):
            assert end == ".." or pattern.fullmatch(end)
            break
    else:
        raise AssertionError(begin)
    assert end == ".." or begin <= end
    assert date.fromisoformat(begin[:10])


def _geometry(shape: Document | None) -> None:
    """/req/core/geometry-wgs84, and RFC 7946, 3.1.6: the outside runs counter-clockwise."""
    if shape is None:
        return
    found = _valid(shape)
    for part in shapely.get_parts(found):
        assert part.exterior.is_ccw
    west, south, east, north = found.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


def _place(feature: Document, system: str | None) -> None:
    """/req/core/geom-valid, place, fallback and axis-order."""
    if feature["place"] is None:
        return
    assert system is not None
    assert not CRS84.fullmatch(system)
    assert feature["place"] != feature["geometry"]
    found = _valid(feature["place"])
    x, y, *_ = found.bounds
    if system.endswith("/28992"):  # /rec/core/place-crs: x before y, in metres
        assert -7_000 <= x <= 300_000
        assert 289_000 <= y <= 629_000
    if system.endswith(("/4326", "/4258", "/9067")):  # latitude before longitude
        assert 50 < x < 54
        assert 3 < y < 8


def _valid(shape: Document) -> Any:
    """/req/core/coordinate-dimension and geom-valid."""
    assert set(shape) == {"type", "coordinates"}
    found = shapely.geometry.shape(shape)
    assert found.is_valid
    assert not found.has_z
    return found


def _types_and_schemas(document: Document, features: list[Document]) -> None:
    """/req/types-schemas/*: the type, its schema and the dimension of a document."""
    assert TYPES_SCHEMAS in document["conformsTo"]
    assert isinstance(document["featureType"], str)
    assert all(each is document or "featureType" not in each for each in features)
    assert document["featureSchema"].startswith("http")
    dimension = document.get("geometryDimension")
    assert dimension is None or document["type"] == "FeatureCollection"
    shapes = [each["place"] or each["geometry"] for each in features]
    kinds = {DIMENSIONS[shape["type"]] for shape in shapes if shape}
    assert dimension is None or kinds <= {dimension}
