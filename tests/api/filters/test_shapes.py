"""Geometries: coordinate systems and the order of their axes, what is fetched, what is refused."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from api.filters import FilterError, Layer, Limits, Outlines, parse, rows
from geodata.crs import RD_NEW, transformed

ACROSS, UP = (at.ravel() for at in np.meshgrid(range(20), range(10)))
EAST, NORTH = np.round(np.linspace(4, 6, 21), 1), np.round(np.linspace(51.5, 52.5, 11), 1)
CELLS = shapely.box(EAST[ACROSS], NORTH[UP], EAST[ACROSS + 1], NORTH[UP + 1])


def layer_of(shapes, crs="OGC:CRS84"):
    found = np.asarray(shapes, dtype=object)
    return Layer({}, Outlines(lambda at: found[at], shapely.bounds(found), crs))


GRID = layer_of(CELLS)
EDGES = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)]
HALVES = np.array(  # of each cell the half in one of its four corners
    [
        shapely.Polygon([(west + x, south + y) for x, y in EDGES if (x, y) != EDGES[at % 4]])
        for at, (west, south, *_) in enumerate(shapely.bounds(CELLS).tolist())
    ]
)


def select(text, layer=GRID, crs="OGC:CRS84", **limits):
    return rows(parse(text, "cql2-text", crs=crs), layer, Limits(**limits)).tolist()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4258"])
def test_latitude_comes_first_where_the_authority_says_so(crs):
    found = select("S_INTERSECTS(geometry, BBOX(4.55,51.95,4.75,52.05))")

    assert sum(found) == 6
    assert select("S_INTERSECTS(geometry, BBOX(51.95,4.55,52.05,4.75))", crs=crs) == found
    assert select("S_INTERSECTS(geometry, POINT(51.95 4.55))", crs=crs) == select(
        "S_INTERSECTS(geometry, POINT(4.55 51.95))"
    )


def test_a_filter_in_metres_chooses_in_degrees_and_the_other_way():
    metres = layer_of(transformed(CELLS, "OGC:CRS84", RD_NEW), RD_NEW)
    text = (
        "S_INTERSECTS(geometry, POLYGON((90000 420000,140000 430000,120000 460000,90000 420000)))"
    )
    found = select(text, metres, RD_NEW)

    assert 0 < sum(found) < len(found)
    assert select(text, GRID, RD_NEW) == found
    assert select("S_WITHIN(geometry, BBOX(4.45,51.75,5.05,52.15))", metres) == select(
        "S_WITHIN(geometry, BBOX(4.45,51.75,5.05,52.15))"
    )


def test_a_long_side_of_a_box_bends_with_its_system():
    middle = transformed(np.array([shapely.Point(5.0, 51.9999)]), "OGC:CRS84", RD_NEW)
    metres = layer_of(middle, RD_NEW)

    assert select("S_INTERSECTS(geometry, BBOX(3.0, 52.0, 7.0, 53.0))", metres) == [False]
    assert select("S_INTERSECTS(geometry, BBOX(3.0, 51.9998, 7.0, 53.0))", metres) == [True]


def test_a_box_may_cross_the_180th_meridian():
    around = layer_of([box(178, 0, 179, 1), box(-179, 0, -178, 1), box(0, 0, 1, 1)])

    assert select("S_INTERSECTS(geometry, BBOX(170,-10,-170,10))", around) == [True, True, False]
    with pytest.raises(FilterError, match="wrong way round"):
        select("S_INTERSECTS(geometry, BBOX(200000,400000,100000,500000))", crs=RD_NEW)


@given(
    st.tuples(st.floats(3.9, 6.1), st.floats(51.4, 52.6)),
    st.sampled_from(["s_intersects", "s_within", "s_disjoint"]),
)
def test_envelopes_choose_no_other_areas_than_shapes_alone(corner, relation):
    west, south = corner
    shape = box(west, south, west + 0.35, south + 0.25)
    text = f"{relation}(geometry, {shape.wkt})"

    for shapes in (CELLS, HALVES):
        alone = getattr(shapely, relation[2:])(shapes, shape)
        assert select(text, layer_of(shapes)) == alone.tolist()


def test_only_shapes_are_fetched_that_envelopes_leave_open():
    fetched = []

    def shapes(at):
        fetched.extend(at.tolist())
        return CELLS[at]

    layer = Layer({}, Outlines(shapes, shapely.bounds(CELLS)))

    found = select("S_INTERSECTS(geometry, BBOX(4.45,51.45,5.05,52.05))", layer)

    assert sum(found) > 30
    assert 0 < len(fetched) < sum(found) / 2
    assert select("S_INTERSECTS(geometry, BBOX(0,40,10,60))", layer) == [True] * len(CELLS)
    assert not any(select("S_INTERSECTS(geometry, POINT(1 1))", layer))


def test_the_property_may_stand_on_either_side():
    for one, other in (("S_WITHIN", "S_CONTAINS"), ("S_CONTAINS", "S_WITHIN"), ("S_TOUCHES",) * 2):
        shape = "BBOX(4.4,51.4,5.0,52.0)" if one != "S_CONTAINS" else "POINT(4.55 51.55)"
        found = select(f"{one}(geometry, {shape})")
        assert any(found)
        assert select(f"{other}({shape}, geometry)") == found


def test_an_area_without_a_shape_is_unknown():
    layer = layer_of([CELLS[0], None])

    assert select("S_DISJOINT(geometry, POINT(1 1))", layer) == [True, False]
    assert select("NOT S_INTERSECTS(geometry, POINT(1 1))", layer) == [True, False]
    assert select("geometry IS NULL", layer) == [False, True]
    assert select("S_EQUALS(geometry, geometry)", layer) == [True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "POINT(90 180)": "(90, 180) does not exist in OGC:CRS84",
        "POLYGON((0 0,1 1,1 0,0 1,0 0))": "not valid: Self-intersection",
        "POLYGON((0 0,1 0,1 1,0 1))": "a ring of a Polygon is open",
        "POLYGON((0 0,1 0,0 0))": "a line of a Polygon has 3 positions",
        "LINESTRING(0 0)": "a line of a LineString has 1 positions",
        "POLYGON(0 0,1 0,1 1,0 0)": "a position does not consist of two or three numbers",
        "POINT((1 1))": "a position does not consist of two or three numbers",
        "MULTIPOLYGON((0 0,1 0,1 1,0 0))": "a position does not consist of two or three numbers",
        "BBOX(1,2,3)": "BBOX does not have four numbers",
        "BBOX(1,2,3,'x')": "a position does not consist of two or three numbers",
        "BBOX(1,2,3,a)": "a position does not consist of two or three numbers",
        "BBOX(1,3,2,2)": "BBOX has its corners the wrong way round",
    }.items(),
)
def test_what_is_no_geometry_is_refused(text, said):
    with pytest.raises(FilterError) as raised:
        select(f"S_INTERSECTS(geometry, {text})")

    assert said in str(raised.value)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Circle", "coordinates": [1, 1]},
        {"type": "Point"},
        {"type": "Point", "coordinates": [True, False]},
        {"type": "Point", "coordinates": ["1", "1"]},
        {"type": "Point", "coordinates": {"x": 1}},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "GeometryCollection"},
        {"type": "GeometryCollection", "geometries": [1]},
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "GeometryCollection", "geometries": []}],
        },
        {"bbox": "1,2,3,4"},
    ],
)
def test_geojson_that_is_none_is_refused(geometry):
    document = {"op": "s_intersects", "args": [{"property": "geometry"}, geometry]}

    with pytest.raises(FilterError):
        parse(json.dumps(document), "cql2-json")


def test_a_system_that_nobody_knows_is_refused():
    with pytest.raises(FilterError, match="no coordinate system"):
        parse("TRUE", "cql2-text", crs="EPSG:1")


@pytest.mark.parametrize("position", ["4.5 52.1", "1e300 1e300", "-1 -1e9"])
def test_positions_that_lie_nowhere_near_their_system_are_refused(position):
    with pytest.raises(FilterError, match="do not lie in the area of EPSG:28992") as raised:
        select(f"S_INTERSECTS(geometry, POINT({position}))", crs=RD_NEW)

    assert "coordinate system" in str(raised.value.problems[0].hint)


def test_the_whole_world_is_no_mistake():
    metres = layer_of(transformed(CELLS, "OGC:CRS84", RD_NEW), RD_NEW)

    for layer in (GRID, metres):
        assert all(select("S_INTERSECTS(geometry, BBOX(-180,-90,180,90))", layer))
        assert all(
            select("S_INTERSECTS(geometry, BBOX(-100000,200000,400000,700000))", layer, RD_NEW)
        )


def test_a_geometry_is_held_against_so_many_areas_and_no_more():
    line = ",".join(f"{4 + at / 100:g} {51.5 + at % 2:g}" for at in range(200))

    assert any(select(f"S_CROSSES(geometry, LINESTRING({line}))"))
    with pytest.raises(FilterError, match="too fine"):
        select(f"S_CROSSES(geometry, LINESTRING({line}))", work=20_000)


def test_the_work_of_all_geometries_counts_together():
    text = "S_INTERSECTS(geometry, LINESTRING(4 51.5,6 52.5))"  # 2 positions, 200 areas

    assert any(select(f"{text} OR {text}", work=800))
    with pytest.raises(FilterError, match="too fine"):
        select(f"{text} OR {text}", work=799)


def test_two_geometries_of_a_filter_may_not_cross_without_end():
    across = ",".join(f"{at / 100:g} {at % 2}" for at in range(400))
    upward = ",".join(f"{at % 2} {at / 100:g}" for at in range(400))

    assert all(select("S_CROSSES(LINESTRING(0 0,2 2), LINESTRING(0 2,2 0))"))
    with pytest.raises(FilterError, match="too fine"):
        select(f"S_CROSSES(LINESTRING({across}), LINESTRING({upward}))")


CELL = CELLS[85]


@pytest.mark.parametrize(
    ("relation", "near", "count"),
    [
        ("s_contains", CELL.buffer(-0.02), 0),
        ("s_equals", CELL, 0),
        ("s_overlaps", CELL.buffer(-0.02), 1),
        ("s_within", CELL.buffer(0.02), 1),
        ("s_crosses", shapely.LineString([CELL.centroid, shapely.Point(4.51, 51.91)]), 1),
    ],
)
@pytest.mark.parametrize("far", [20.0, 120.0])
def test_parts_beyond_the_layer_count_also_when_they_are_moved(relation, near, count, far):
    beyond = shapely.transform(near, lambda at: at + np.array([far, 20.0]))
    metres = layer_of(transformed(CELLS, "OGC:CRS84", RD_NEW), RD_NEW)
    text = f"{relation}(geometry, {shapely.union(near, beyond).wkt})"

    found = select(text)

    assert sum(found) == count
    assert select(text, metres) == found
