"""Maps and legends: RFC 7946, every shape, and one set of classes for the whole country."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
import shapely

import geodata
import mdi
from api.documents import FeatureCollection, Legend
from api.routes import maps
from tests.api.conftest import hold
from tests.squares import CODES, FEW_PEOPLE, NO_FIGURES, NO_SHAPE

MAP, LEGEND = "/v1/choropleth", "/v1/legend"
MEASURES = (
    "index",
    "income",
    "living_environment",
    "overweight",
    "woz_value",
    "landscape_naturalness",
)
SCHEMES = (
    {"scheme": "quantiles", "classes": 4},
    {"scheme": "equal_interval", "classes": 7},
    {"scheme": "natural_breaks", "classes": 3},
    {"scheme": "fixed", "breaks": "20,40"},
    {"scheme": "fixed", "breaks": " 10 , 11.5 ,1e3"},
)


def by_code(collection):
    return {feature["id"]: feature["properties"] for feature in collection["features"]}


def rings_of(geometry):
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [(place == 0, ring) for part in parts for place, ring in enumerate(part)]


def measures():
    return [
        "index",
        *(d.id for d in mdi.load_domains()),
        *(i.id for i in mdi.load_domains().leaves()),
    ]


@pytest.mark.parametrize("measure", measures())
def test_every_measure_has_a_map_and_a_legend_that_agree(ask, measure):
    drawn, legend = ask(f"{MAP}/{measure}"), ask(f"{LEGEND}/{measure}")
    hold(FeatureCollection, drawn)
    hold(Legend, legend)
    assert legend["measure"] == measure
    colors = {entry["class"]: entry["color"] for entry in legend["classes"]}
    bounds = {entry["class"]: (entry["lower"], entry["upper"]) for entry in legend["classes"]}
    for feature in drawn["features"]:
        told = feature["properties"]
        if told["value"] is None:
            assert told["class"] is None
            assert told["color"] == legend["missing"]["color"]
        else:
            lower, upper = bounds[told["class"]]
            assert lower <= told["value"] <= upper
            assert told["color"] == colors[told["class"]]


def test_the_media_type_is_geojson(client):
    assert client.get(f"{MAP}/index").headers["content-type"] == "application/geo+json"


def test_a_map_is_what_rfc_7946_wants(client, ask):
    drawn = ask(f"{MAP}/index")
    assert drawn["type"] == "FeatureCollection"
    assert "crs" not in drawn
    west, south, east, north = drawn["bbox"]
    assert 3 < west < east < 8
    assert 50 < south < north < 54
    for feature in drawn["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert feature["id"] == feature["properties"]["area_code"]
        for exterior, ring in rings_of(feature["geometry"]):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert shapely.is_ccw(shapely.LinearRing(ring)) == exterior
            assert all(west <= x <= east and south <= y <= north for x, y in ring)
    text = client.get(f"{MAP}/index").text
    coordinates = re.findall(r"\[(-?\d+\.\d+),(-?\d+\.\d+)\]", text)
    assert max(len(number.split(".")[1]) for pair in coordinates for number in pair) <= 6


def test_holes_and_islands_stay(ask):
    shapes = {f["id"]: f["geometry"] for f in ask(f"{MAP}/index")["features"]}
    assert {shape["type"] for shape in shapes.values()} == {"MultiPolygon"}
    assert [len(part) for part in shapes["GM0001"]["coordinates"]] == [2]
    assert [len(part) for part in shapes["GM0030"]["coordinates"]] == [1, 1]


def test_every_shape_is_there_once_with_all_its_properties(ask):
    drawn = ask(f"{MAP}/index")
    assert [feature["id"] for feature in drawn["features"]] == list(CODES)
    names = [
        "area_code",
        "area_name",
        "value",
        "class",
        "color",
        "parent_code",
        "index",
        "rank",
        "decile",
        "status",
    ]
    assert all(list(f["properties"]) == names for f in drawn["features"])
    assert drawn["unmatched"] == [NO_SHAPE]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_shape_without_figures_says_why(ask, measure):
    told = by_code(ask(f"{MAP}/{measure}"))
    assert told[NO_FIGURES]["value"] is None
    assert told[NO_FIGURES]["class"] is None
    assert told[NO_FIGURES]["status"] == "not_in_table"
    assert told[NO_FIGURES]["parent_code"] == "PV21"
    assert told[FEW_PEOPLE]["status"] == "few_inhabitants"
    assert told["GM0001"]["status"] == "ranked"


def test_an_area_has_the_name_of_the_table_and_else_that_of_the_shape(ask):
    told = by_code(ask(f"{MAP}/index"))
    assert told["GM0005"]["area_name"] == "Één 'hoek', \"rond\""
    assert told[NO_FIGURES]["area_name"] == f"Vorm {NO_FIGURES}"


def test_the_values_are_those_of_the_list(ask):
    areas = {area["area_code"]: area for area in ask("/v1/index")["areas"]}
    drawn = by_code(ask(f"{MAP}/income"))
    for code, told in drawn.items():
        if code != NO_FIGURES:
            assert told["value"] == areas[code]["income"]
            assert told["index"] == areas[code]["index"]
            assert told["rank"] == areas[code]["rank"]
            assert told["decile"] == areas[code]["decile"]


def test_an_indicator_shows_the_raw_figures(ask, squareland):
    frame = pd.read_parquet(squareland / "municipality_2021.parquet").set_index("area_code")
    for code, told in by_code(ask(f"{MAP}/overweight")).items():
        if told["value"] is not None:
            assert told["value"] == frame.overweight[code]
    assert by_code(ask(f"{MAP}/smoking"))["GM0004"]["value"] is None


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("asked", SCHEMES, ids=lambda asked: asked["scheme"])
def test_the_counts_of_the_legend_are_those_of_the_map(ask, measure, asked):
    legend = ask(f"{LEGEND}/{measure}", **asked)
    shown = Counter(told["class"] for told in by_code(ask(f"{MAP}/{measure}", **asked)).values())
    counts = {entry["class"]: entry["count"] for entry in legend["classes"]}
    counts[None] = legend["missing"]["count"]
    assert shown == {number: count for number, count in counts.items() if count}
    assert sum(counts.values()) == len(CODES)
    assert [entry["class"] for entry in legend["classes"]] == [
        *range(1, len(legend["classes"]) + 1)
    ]
    borders = [(entry["lower"], entry["upper"]) for entry in legend["classes"]]
    assert all(a[1] == b[0] for a, b in pairwise(borders))


def test_fixed_breaks_are_the_borders(ask):
    legend = ask(f"{LEGEND}/overweight", scheme="fixed", breaks="20,40")
    assert [entry["upper"] for entry in legend["classes"]][:2] == [20, 40]
    assert len(legend["classes"]) == 3


def test_an_indicator_without_figures_has_no_classes_and_says_so(ask):
    legend = ask(f"{LEGEND}/landscape_naturalness")
    assert legend["classes"] == []
    assert legend["missing"]["count"] == len(CODES)
    assert legend["notes"]


@pytest.mark.parametrize("measure", measures())
def test_dark_is_worse(ask, measure):
    legend = ask(f"{LEGEND}/{measure}", classes=4, scheme="equal_interval")
    colors = [entry["color"] for entry in legend["classes"]]
    expected = list(geodata.palette("ylorbr", 4)) if colors else []
    assert colors == (expected[::-1] if legend["direction"] == "better" else expected)


def test_some_indicators_are_better_when_higher(ask):
    assert ask(f"{LEGEND}/woz_value")["direction"] == "better"
    assert ask(f"{LEGEND}/overweight")["direction"] == "worse"


@pytest.mark.parametrize("name", geodata.palette_names())
def test_every_palette_can_be_asked_for(ask, name):
    legend = ask(f"{LEGEND}/index", palette=name)
    assert [entry["color"] for entry in legend["classes"]] == list(geodata.palette(name, 5))


def test_a_part_of_the_map_keeps_the_classes_of_the_whole(ask):
    whole = {feature["id"]: feature for feature in ask(f"{MAP}/index")["features"]}
    west, south, east, north = ask(f"{MAP}/index")["bbox"]
    middle = f"{west},{south},{(west + east) / 2 - 0.001},{(south + north) / 2 - 0.001}"
    for asked in ({"bbox": middle}, {"parent": "PV21"}, {"bbox": middle, "parent": "PV20"}):
        part = ask(f"{MAP}/index", **asked)["features"]
        assert 0 < len(part) < len(whole)
        assert all(feature == whole[feature["id"]] for feature in part)


def test_a_box_holds_what_touches_it_and_no_more(ask):
    drawn = ask(f"{MAP}/index")
    target = next(f for f in drawn["features"] if f["id"] == "GM0016")
    inside = shapely.geometry.shape(target["geometry"]).centroid
    box = f"{inside.x},{inside.y},{inside.x},{inside.y}"
    assert [f["id"] for f in ask(f"{MAP}/index", bbox=box)["features"]] == ["GM0016"]


@pytest.mark.parametrize("bbox", ["-10,0,-9,1", "-180,-90,-170,-80", "170,-90,-170,90"])
def test_a_box_with_nothing_in_it_is_an_empty_map(ask, bbox):
    drawn = ask(f"{MAP}/index", bbox=bbox)
    assert drawn["features"] == []
    assert "bbox" not in drawn


def test_a_box_over_the_date_line_is_allowed(ask):
    assert len(ask(f"{MAP}/index", bbox="5,50,-170,60")["features"]) == len(CODES)


def test_a_larger_area_holds_its_shapes_and_no_others(ask):
    west = {f["id"] for f in ask(f"{MAP}/index", parent="PV20")["features"]}
    east = {f["id"] for f in ask(f"{MAP}/index", parent="PV21")["features"]}
    assert west & east == set()
    assert west == {code for code in CODES if (int(code[2:]) - 1) % 6 < 3}


def test_a_shape_without_figures_is_not_lost_from_its_larger_area(ask):
    """The shape tells where it lies, where the table does not know the area."""
    east = {f["id"] for f in ask(f"{MAP}/index", parent="PV21")["features"]}
    assert NO_FIGURES in east


@pytest.mark.parametrize("year", [2020, 2021])
def test_years_have_their_own_figures(ask, year):
    assert ask(f"{LEGEND}/index", year=year)["year"] == year
    missing = [
        f["id"]
        for f in ask(f"{MAP}/overweight", year=year)["features"]
        if f["properties"]["value"] is None
    ]
    assert (NO_FIGURES in missing) == (year == 2021)


def test_a_legend_draws_the_map_once(ask, monkeypatch):
    calls = []
    real = maps.draw
    monkeypatch.setattr(maps, "draw", lambda *given: calls.append(1) or real(*given))
    ask(f"{LEGEND}/work", classes=8)
    assert len(calls) == 1


def test_a_map_reads_as_a_map_elsewhere(client, tmp_path):
    path = tmp_path / "map.geojson"
    path.write_bytes(client.get(f"{MAP}/index").content)
    read = geodata.read_boundaries(path, code_column="area_code")
    assert read.codes == CODES
    assert shapely.is_valid(read.geometry).all()
    assert json.loads(path.read_text())["features"][0]["id"] == "GM0001"
