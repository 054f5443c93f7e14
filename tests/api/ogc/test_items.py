"""Areas of a collection: how many, where, of when, with which links; and one of them."""

import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from api.ogc.questions import MOST
from tests.api.ogc.asking import (
    BEFORE,
    GEOJSON,
    HOST,
    MUNICIPALITIES,
    ROOT,
    check_page,
    href,
    ids,
    without_profile,
)
from tests.squares import CODES, NO_FIGURES

LIST = f"/collections/{MUNICIPALITIES}/items"
WORLD = "-180,-90,180,90"


@pytest.fixture(scope="session")
def every(reader):
    return reader.items(MUNICIPALITIES)


@pytest.fixture(scope="session")
def shapes(every):
    return {each["id"]: shape(each["geometry"]) for each in every["features"]}


def boxed(box):
    return ",".join(map(str, box))


# How many


def test_without_a_question_all_areas_come_in_one_page_by_code(every):
    assert ids(every) == sorted(CODES)
    assert every["numberMatched"] == every["numberReturned"] == 30
    assert href(every, "next") is None
    assert href(every, "prev") is None


@pytest.mark.parametrize("limit", [1, 7, 29, 30, 31, MOST])
def test_there_are_never_more_than_asked(reader, limit):
    page = reader.items(MUNICIPALITIES, {"limit": limit})
    assert page["numberReturned"] == min(limit, 30)
    assert page["numberMatched"] == 30


def test_a_limit_above_the_most_is_the_most(reader, every):
    page = reader.items(MUNICIPALITIES, {"limit": MOST * 50})
    assert ids(page) == ids(every)


@pytest.mark.parametrize("limit", ["unlimited", "0", "-1", "1.5", "", "1e3", "９", "0x10"])
def test_a_limit_that_is_no_number_is_refused(reader, limit):
    told = reader.refused(LIST, {"limit": limit})
    assert "limit" in told["problems"][0]["what"]
    assert "1 or more" in told["problems"][0]["expected"]


def test_a_parameter_that_is_not_there_is_refused(reader):
    told = reader.refused(LIST, {"unknownQueryParameter12345": "1"})
    assert "unknownQueryParameter12345" in told["problems"][0]["what"]
    told = reader.refused(LIST, {"limt": "1"})
    assert "'limit'" in told["problems"][0]["hint"]


def test_a_parameter_given_twice_is_refused(reader):
    told = reader.refused(f"{LIST}?limit=1&limit=2")
    assert "more than once" in told["problems"][0]["what"]


def test_all_that_is_wrong_is_told_at_once(reader):
    wrong = {
        "limit": "many",
        "bbox": "1,2",
        "datetime": "yesterday",
        "index": "high",
        "crs": "EPSG:0",
        "properties": "indx",
        "sortby": "-indx",
        "nonsense": "1",
    }
    told = reader.refused(LIST, wrong)
    found = " ".join(each["what"] for each in told["problems"])
    assert len(told["problems"]) == len(wrong)
    assert all(name in found for name in wrong)


def test_what_is_wrong_is_told_without_signs_that_break_a_page(reader):
    told = reader.refused(LIST, {"bbox": "<script>" * 20})
    assert len(told["problems"][0]["what"]) < 100


# Where


@given(
    west=st.floats(5.3, 5.7), south=st.floats(51.9, 52.3),
    width=st.floats(0, 0.2), height=st.floats(0, 0.2), six=st.booleans(),
)  # fmt: skip
def test_a_box_gives_the_areas_that_have_a_point_in_it(
    reader, shapes, west, south, width, height, six
):
    box = [round(side, 7) for side in (west, south, west + width, south + height)]
    asked = [*box[:2], -5, *box[2:], 900] if six else box
    page = reader.items(MUNICIPALITIES, {"bbox": boxed(asked)})
    expected = [code for code, each in shapes.items() if each.intersects(shapely.box(*box))]
    assert ids(page) == expected
    assert page["numberMatched"] == len(expected)


def test_a_box_in_a_hole_or_between_islands_finds_nothing(reader, shapes):
    ring, islands = shapes["GM0001"], shapes["GM0030"]
    hole = shapely.Polygon(ring.geoms[0].interiors[0]).buffer(-0.001)
    assert ids(reader.items(MUNICIPALITIES, {"bbox": boxed(hole.bounds)})) == []
    strait = islands.envelope.centroid.buffer(0.001)
    assert ids(reader.items(MUNICIPALITIES, {"bbox": boxed(strait.bounds)})) == []


@pytest.mark.parametrize(
    "box",
    [WORLD, "-180,-90,0,180,90,100", "0,0,180,90", "5.5,52.0,-179,53"],
)
def test_boxes_of_the_world_have_every_area(reader, every, box):
    found = ids(reader.items(MUNICIPALITIES, {"bbox": box}))
    assert found == ids(every) if box.startswith(("-180", "0")) else set(found) < set(ids(every))


def test_a_box_across_the_date_line_has_what_lies_on_both_sides(reader, every, shapes):
    assert ids(reader.items(MUNICIPALITIES, {"bbox": "177,-90,-177,90"})) == []
    assert ids(reader.items(MUNICIPALITIES, {"bbox": "5,-90,-177,90"})) == ids(every)
    middle = np.median([each.centroid.x for each in shapes.values()])
    east = ids(reader.items(MUNICIPALITIES, {"bbox": f"{middle},-90,-177,90"}))
    assert east == [code for code, each in shapes.items() if each.bounds[2] >= middle]
    assert 0 < len(east) < 30


@pytest.mark.parametrize(
    "box", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,NaN", "1,2,3,inf", "", "5,53,6,52", "5;52;6;53"]
)
def test_a_box_that_is_none_is_refused(reader, box):
    told = reader.refused(LIST, {"bbox": box})
    assert "bbox" in str(told)


# Of when


@pytest.mark.parametrize(
    "time",
    [
        "2021-01-01",
        "2021-06-30T12:00:00Z",
        "2021-12-31T23:59:59Z",
        "2021-01-01T01:00:00+02:00/2021-01-02T00:00:00Z",
        "../2021-01-01",
        "/2021-01-01T00:00:00Z",
        "2021-12-31/..",
        "2021-12-31/",
        "2020-12-31T23:59:59Z/2021-01-01T00:00:00Z",
        "2020-01-01/2030-01-01",
        "2021-06-30T12:00:00.123Z",
        "2021-06-30t12:00:00z",
    ],
)
def test_a_time_in_the_year_has_every_area(reader, time):
    assert reader.items(MUNICIPALITIES, {"datetime": time})["numberMatched"] == 30


@pytest.mark.parametrize(
    "time", ["2020-12-31", "2022-01-01T00:00:00Z", "2022-01-01/..", "../2020-12-31", "1900-01-01"]
)
def test_another_time_has_none(reader, time):
    page = reader.items(MUNICIPALITIES, {"datetime": time})
    assert (page["numberMatched"], page["features"]) == (0, [])


def test_the_interval_of_a_collection_is_a_time_that_it_has(reader):
    for name in (MUNICIPALITIES, BEFORE):
        ((begin, end),) = reader.read(f"/collections/{name}")["extent"]["temporal"]["interval"]
        for time in (begin, end, f"{begin}/{end}"):
            assert reader.items(name, {"datetime": time})["numberMatched"] == 30


@pytest.mark.parametrize(
    "time",
    [
        "2021", "2021-01", "2021-13-01", "yesterday", "", "../..", "/", "2021-02-01/2021-01-01",
        "2021-01-01/P1Y", "P1Y/2021-01-01", "2021-01-01/2021-02-01/2021-03-01",
        "2021-01-01T00:00:00", "2021-01-01 00:00:00Z", "20210101", "2021-W01-1", "2021-01-01T00Z",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(reader, time):
    told = reader.refused(LIST, {"datetime": time})
    assert "datetime" in str(told)


# By value


def test_areas_are_chosen_by_a_value(reader, every):
    wanted = [each for each in every["features"] if each["properties"]["decile"] == 1]
    assert ids(reader.items(MUNICIPALITIES, {"decile": "1"})) == [each["id"] for each in wanted]
    (name,) = {each["properties"]["area_name"] for each in wanted[:1]}
    assert ids(reader.items(MUNICIPALITIES, {"area_name": name})) == [wanted[0]["id"]]
    assert ids(reader.items(MUNICIPALITIES, {"status": "not_in_table"})) == [NO_FIGURES]


def test_choices_are_joined(reader, every):
    some = reader.items(MUNICIPALITIES, {"decile": "1", "bbox": WORLD, "limit": 1})
    assert some["numberReturned"] == 1
    assert some["numberMatched"] > 1
    assert set(ids(some)) < set(ids(every))


# Links


def test_pages_have_all_areas_once(reader, every):
    pages = [*reader.walk(reader.items(MUNICIPALITIES, {"limit": 7}))]
    assert [code for page in pages for code in ids(page)] == ids(every)
    assert {page["numberMatched"] for page in pages} == {30}
    assert sum(page["numberReturned"] for page in pages) == 30
    assert [page["numberReturned"] for page in pages] == [7, 7, 7, 7, 2]


def test_pages_go_back_to_the_first(reader):
    pages = [*reader.walk(reader.items(MUNICIPALITIES, {"limit": 7}))]
    back = [*reader.walk(pages[-1], "prev")]
    assert [ids(page) for page in back] == [ids(page) for page in reversed(pages)]


@pytest.mark.parametrize("offset", [0, 1, 7, 28, 30, 31, 10_000])
def test_an_offset_passes_over_areas(reader, every, offset):
    page = reader.items(MUNICIPALITIES, {"offset": offset, "limit": 4})
    assert ids(page) == ids(every)[offset : offset + 4]
    assert (href(page, "prev") is None) == (offset == 0)
    if offset:
        before = reader.read(href(page, "prev"))
        assert ids(before) == ids(every)[:offset][-4:]


def test_arcgis_walks_by_offset_alone(reader, every):
    found = []
    while len(found) < 30:
        page = reader.items(MUNICIPALITIES, {"offset": len(found), "limit": 8})
        found += ids(page)
    assert found == ids(every)


def test_a_page_keeps_what_was_asked(reader):
    asked = {"limit": 2, "bbox": "5.45,51.9,5.8,53", "sortby": "-index", "properties": "index"}
    pages = [*reader.walk(reader.items(MUNICIPALITIES, asked))]
    assert len(pages) > 2
    for page in pages:
        for link in ("self", "next"):
            address = href(page, link) or href(page, "self")
            assert all(f"{name}=" in address for name in asked)
        assert all(set(each["properties"]) == {"index"} for each in page["features"])


@pytest.mark.parametrize("address", [LIST, f"{LIST}?limit=3&offset=3", f"{LIST}?bbox={WORLD}"])
def test_links_say_what_they_lead_to(reader, address):
    page = reader.read(address)
    kinds = {(link["rel"], link["type"]) for link in page["links"]}
    others = {("alternate", "text/html"), ("alternate", GEOJSON)}  # the last as JSON-FG
    assert {("self", GEOJSON), ("collection", "application/json"), *others} <= kinds
    for link in without_profile(page["links"]):
        answer = reader.get(link["href"], accept=link["type"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]
    check_page(reader.read(href(page, "self")))
    assert reader.read(href(page, "self"))["features"] == page["features"]


def test_links_stand_in_the_header_too(reader):
    answer = reader.get(LIST, {"limit": 3, "offset": 3, "area_name": ""})
    answer = reader.get(LIST, {"limit": 3, "offset": 3})
    found = {each["rel"]: each["url"] for each in answer.links.values()}
    told = {link["rel"]: link["href"] for link in answer.json()["links"]}
    assert found == told


@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize("mark", ["x", "", "W10", "WzFd", "bnVsbA", "é", "WyJhIiwiYiJd"])
def test_a_page_that_never_was_is_refused(reader, name, mark):
    reader.refused(LIST, {name: mark})


# One of them


@pytest.mark.parametrize("code", ["GM0001", "GM0003", NO_FIGURES])
def test_an_area_is_as_in_the_list(reader, every, code):
    answer = reader.get(f"{LIST}/{code}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == GEOJSON
    found = answer.json()
    links = found.pop("links")
    assert found == every["features"][ids(every).index(code)]
    assert {link["rel"] for link in links} == {"self", "alternate", "collection", "profile"}
    for link in without_profile(links):
        linked = reader.get(link["href"])
        assert linked.status_code == 200
        assert linked.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]
    assert href({"links": links}, "self") == f"{ROOT}{LIST}/{code}"
    assert href({"links": links}, "self").startswith(HOST)


def test_an_area_that_is_not_there_is_not_found(reader):
    told = reader.refused(f"{LIST}/GM9999", status=404)
    assert "GM9999" in told["detail"]
    reader.refused(f"{LIST}/", status=404)
    reader.refused(f"{LIST}/GM0001/x", status=404)


PINNED = re.compile(r"&(amp;)?edition=[0-9a-f]{16}")  # in links to other pages


def test_an_edition_and_a_folder_send_the_same_bytes(of_edition, of_folder):
    for query in (
        {},
        {"limit": 7, "offset": 5},
        {"bbox": "5.45,51.9,5.8,53"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/28992"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/4258", "limit": 3},
        {"sortby": "-index,area_name"},
        {"properties": "area_name,index"},
        {"skipGeometry": "true"},
        {"area_code": "GM0004", "f": "html"},
    ):
        for name in (MUNICIPALITIES, BEFORE):
            bodies = [
                each.get(f"/collections/{name}/items", query).text
                for each in (of_edition, of_folder)
            ]
            assert PINNED.sub("", bodies[0]) == bodies[1]
    for path in ("/collections", "/api", "/conformance", f"{LIST}/GM0030", f"{LIST}/GM0001?f=html"):
        assert of_edition.get(path).content == of_folder.get(path).content
