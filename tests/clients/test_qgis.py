"""QGIS opens our files, and they are coloured at once."""

import json
import os
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from geodata import Quantile, choropleth, palette
from geodata.palettes import hatch_color, line_color, missing_color
from geodata.styles import Hatching, style_of, to_qml
from tests.clients.conftest import MISSING
from tests.squares import shapes

PYTHON = Path("/usr/bin/python3")  # QGIS comes with the system's
SCRIPT = Path(__file__).with_name("opened_in_qgis.py")


def python_of_qgis(folder, *arguments):
    quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    return subprocess.run(
        [PYTHON, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], **quiet},
    )


@cache
def is_here():
    return (
        PYTHON.exists() and python_of_qgis(Path("/tmp"), "-c", "import qgis.core").returncode == 0
    )


@pytest.fixture(autouse=True)
def _qgis():
    if not is_here():
        pytest.skip("QGIS is not here: apt-get install python3-qgis qgis-providers")


@pytest.fixture
def opened(files, tmp_path):
    def run(name, *style):
        ran = python_of_qgis(tmp_path, SCRIPT, files / name, *style)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])

    return run


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("areas.gpkg", "EPSG:28992"),
        ("areas.fgb", "EPSG:28992"),
        ("areas.shp", "EPSG:28992"),
        ("areas.geojson", "EPSG:4326"),
    ],
)
def test_a_file_opens_with_our_classes_and_colours(opened, name, crs):
    told = opened(name)
    assert (told["valid"], told["count"], told["crs"]) == (True, 30, crs)
    labels, colors = zip(*told["legend"], strict=True)
    assert colors == (*palette("purples", 4), missing_color())
    assert labels[-1] == "geen cijfer"
    assert all(" t/m " in label for label in labels[:-1])


def test_every_area_is_drawn_in_the_colour_of_its_class_and_missing_is_hatched(opened):
    told = opened("areas.gpkg")
    values = {code: number**1.5 for number, code in enumerate(shapes().codes) if code != MISSING}
    drawn = choropleth(shapes(), values, Quantile(4), "purples")
    for code, place in zip(drawn.codes, drawn.classes.index, strict=True):
        seen = told["colors"][code]
        if code == MISSING:
            assert missing_color() in seen
            assert len(seen) > 1
        else:
            assert seen == [drawn.colors[place]]
    assert hatch_color() != missing_color()


def test_a_geopackage_offers_a_style_for_every_measure(opened):
    assert opened("areas.gpkg")["styles"] == ["De index", "employment_rank"]


def test_a_style_of_its_own_is_loaded(opened, tmp_path):
    drawn = choropleth(shapes(), dict.fromkeys(shapes().codes, 1.0), Quantile(2), "rdbu")
    style = tmp_path / "own.qml"
    style.write_text(to_qml(style_of(drawn, "index")), encoding="utf-8")
    told = opened("areas.fgb", style)
    assert told["loaded"]
    assert [color for _, color in told["legend"]] == [*drawn.colors, missing_color()]


def test_lines_lie_over_the_colour_of_the_class(opened, tmp_path):
    codes = shapes().codes
    drawn = choropleth(shapes(), dict.fromkeys(codes, 1.0), Quantile(2), "rdbu")
    lines = (Hatching("area_code", codes[5], "not sure", crossed=True),)
    style = tmp_path / "own.qml"
    style.write_text(to_qml(replace(style_of(drawn, "index"), hatchings=lines)), encoding="utf-8")
    told = opened("areas.fgb", style)
    assert told["legend"][-1] == ["not sure", line_color()]
    assert {*drawn.colors, line_color()} <= set(told["colors"][codes[5]])
    assert told["colors"][codes[6]] == [*drawn.colors]
