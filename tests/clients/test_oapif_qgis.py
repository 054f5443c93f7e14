"""QGIS opens a collection of OGC API: all of it, a part of it, and one area under the pointer."""

import json
from pathlib import Path

import pyogrio
import pytest

from tests.clients.test_qgis import is_here, python_of_qgis
from tests.squares import CODES

SCRIPT = Path(__file__).with_name("oapif_in_qgis.py")


@pytest.fixture(scope="module")
def seen(service, tmp_path_factory):
    """What QGIS told, and what it asked."""
    if not is_here():
        pytest.skip("QGIS is not here: apt-get install python3-qgis qgis-providers")
    service.asked()
    folder = tmp_path_factory.mktemp("qgis")
    ran = python_of_qgis(folder, SCRIPT, service.url, "municipality")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1]), service.asked()


@pytest.fixture(scope="module")
def frame(service):
    source = f"OAPIF:{service.url}/collections/municipality"
    found = pyogrio.read_dataframe(source, CRS="EPSG:4326")
    return found.set_index("area_code")


def test_the_layer_opens_in_its_coordinate_system(seen):
    told, _ = seen
    assert told["valid"]
    assert told["crs"] in {"OGC:CRS84", "EPSG:4326"}
    assert told["count"] == 30
    west, south, east, north = told["extent"]
    assert 5 < west < east < 6
    assert 52 < south < north < 53


def test_fields_have_their_types(seen):
    fields = seen[0]["fields"]
    assert (fields["area_name"], fields["index"], fields["rank"]) == ("String", "Real", "Integer")


def test_all_areas_come_in_one_page(seen):
    told, asked = seen
    assert told["all"] == sorted(CODES)
    assert all(area > 0 for area in told["areas"].values())
    whole = [
        each
        for each in asked
        if each["path"].endswith("/items")
        and "bbox" not in each["query"]
        and int(each["query"].get("limit", ["0"])[0]) >= 1000
    ]
    assert whole
    assert not any({"after", "offset"} & set(each["query"]) for each in asked)


def test_a_part_of_the_map_is_asked_of_the_service(seen):
    told, asked = seen
    boxes = [each for each in asked if "bbox" in each["query"]]
    assert boxes
    assert 0 < len(told["part"]) < 30
    assert min(each["bytes"] for each in boxes) < 30_000


def test_a_filter_finds_what_it_should(seen, frame):
    assert seen[0]["worst"] == sorted(frame.index[frame["decile"] == 1])


def test_a_click_shows_the_area_under_it(seen, frame):
    ((code, index),) = seen[0]["clicked"].items()
    assert index == pytest.approx(frame.loc[code, "index"])


def test_nothing_was_refused_and_what_it_has_is_not_sent_again(seen):
    assert {each["status"] for each in seen[1]} == {200, 304}
    assert all(each["bytes"] == 0 for each in seen[1] if each["status"] == 304)
