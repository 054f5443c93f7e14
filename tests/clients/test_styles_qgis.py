"""QGIS draws a collection of OGC API in the styles that the service has for it."""

import json
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from geodata.palettes import default_palette, missing_color, palette
from tests.clients.test_qgis import SCRIPT, is_here, python_of_qgis
from tests.squares import CODES

COLLECTION = "municipality"
MEASURES = ["decile", "index", "rank", "income"]


@pytest.fixture(scope="module", autouse=True)
def _qgis():
    if not is_here():
        pytest.skip("QGIS is not here: apt-get install python3-qgis qgis-providers")


def read(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def areas(service):
    """What the service says of each area."""
    page = json.loads(read(f"{service.url}/collections/{COLLECTION}/items"))
    return {each["id"]: each["properties"] for each in page["features"]}


@pytest.fixture(scope="module")
def drawn(service, tmp_path_factory):
    """What QGIS told of the collection in a style, and the picture it drew."""

    def draw(measure, name, suffix, source=None):
        folder = tmp_path_factory.mktemp("styled")
        sheet, picture = folder / f"style.{suffix}", folder / "map.png"
        address = f"{service.url}/collections/{COLLECTION}/styles/{measure}?f={name}&lang=nl"
        sheet.write_bytes(read(address))
        asked = source or f"url='{service.url}' typename='{COLLECTION}'"
        ran = python_of_qgis(folder, SCRIPT, asked, sheet, picture)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1]), picture

    return draw


def legend_of(service, measure):
    return json.loads(read(f"{service.url}/styles/{COLLECTION}.{measure}/legend?f=json&lang=nl"))


def color_of(value, legend):
    """The colour of a value by the classes of the legend: above lower, up to upper."""
    if value is None:
        return legend["missing"]["color"]
    return next(each["color"] for each in legend["classes"] if value <= each["upper"])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("name", "suffix"), [("qml", "qml"), ("sld11", "sld")])
def test_every_area_has_the_colour_of_its_class(drawn, areas, service, measure, name, suffix):
    told, picture = drawn(measure, name, suffix)
    legend = legend_of(service, measure)
    assert told["loaded"]
    entries = [*legend["classes"], legend["missing"]]
    assert told["legend"] == [[each["label"], each["color"]] for each in entries]
    assert sorted(told["colors"]) == sorted(CODES)
    for code, seen in told["colors"].items():
        expected = color_of(areas[code][measure], legend)
        assert expected in seen
        if areas[code][measure] is not None:
            assert seen == [expected]
    with Image.open(picture) as image:
        shown = {color for _, color in image.convert("RGB").getcolors(1 << 20)}
    assert {tuple(bytes.fromhex(each["color"][1:])) for each in entries if each["count"]} <= shown


def test_the_worst_decile_is_the_darkest(drawn, areas):
    told, _ = drawn("decile", "qml", "qml")
    darkest = palette(default_palette(), 5)[-1]
    worst = {code for code, each in areas.items() if each["decile"] in (1, 2)}
    assert worst
    assert {code for code, seen in told["colors"].items() if seen == [darkest]} == worst


def test_what_has_no_figure_is_hatched_in_qml(drawn, areas):
    told, _ = drawn("index", "qml", "qml")
    missing = [code for code, each in areas.items() if each["index"] is None]
    assert missing
    for code in missing:
        assert missing_color() in told["colors"][code]
        assert len(told["colors"][code]) > 1


def test_a_layer_that_was_downloaded_is_drawn_alike(drawn, service, tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_bytes(read(f"{service.url}/collections/{COLLECTION}/items"))
    assert Path(path).stat().st_size
    there, _ = drawn("decile", "qml", "qml")
    here, _ = drawn("decile", "qml", "qml", source=str(path))
    assert here["colors"].keys() == there["colors"].keys()
    assert here["legend"] == there["legend"]
    assert here["colors"] == there["colors"]
