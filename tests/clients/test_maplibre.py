"""MapLibre takes our styles without a complaint and draws what they say."""

import json
from pathlib import Path

import pytest

from geodata import Quantile, choropleth
from geodata.geojson import feature_collection
from geodata.palettes import missing_color
from geodata.styles import style_of, to_maplibre
from tests.clients.conftest import MISSING
from tests.squares import shapes
from tests.web.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><div id="map" style="width:600px;height:500px"></div>"""
DRAW = """async ([style, bounds]) => {
  const complaints = [];
  const map = new maplibregl.Map({
    container: "map", style, bounds, fadeDuration: 0, attributionControl: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.on("error", ({ error }) => complaints.push(error.message));
  await new Promise((done) => map.once("idle", done));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [map.getCanvas().width, map.getCanvas().height];
  const pen = canvas.getContext("2d");
  pen.drawImage(map.getCanvas(), 0, 0);
  const colors = {};
  for (const { properties } of map.queryRenderedFeatures({ layers: ["areas"] })) {
    const { x, y } = map.project(JSON.parse(properties.middle));
    const [r, g, b] = pen.getImageData(Math.round(x), Math.round(y), 1, 1).data;
    colors[properties.area_code] = "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("");
  }
  return { complaints, colors };
}"""


@pytest.fixture(scope="module")
def drawn():
    layer = shapes()
    values = {code: number**1.5 for number, code in enumerate(layer.codes) if code != MISSING}
    return choropleth(layer, values, Quantile(4), "purples")


@pytest.fixture(scope="module")
def seen(drawn):
    if CHROMIUM is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    maplibre = pytest.importorskip("maplibre")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    source = {"type": "geojson", "data": json.loads(areas(drawn))}
    style = to_maplibre(style_of(drawn, "index", "De index", "nl"), source)
    library = Path(maplibre.__file__).parent / "srcjs" / "maplibre-gl.js"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.set_content(PAGE)
        page.add_script_tag(path=library)
        found = page.evaluate(DRAW, [style, list(drawn.boundaries.wgs84().bounds)])
        browser.close()
    return found


def areas(drawn):
    layer = drawn.boundaries
    middles = [list(shape.representative_point().coords[0]) for shape in layer.wgs84().geometry]
    columns = {"area_code": layer.codes, "index": drawn.values, "middle": middles}
    return feature_collection(layer.fragments, columns)


def test_the_style_is_taken_without_a_complaint(seen):
    assert seen["complaints"] == []


def test_every_area_is_drawn_in_the_colour_of_its_class(seen, drawn):
    expected = [*drawn.colors, missing_color()]
    assert seen["colors"] == {
        code: expected[place] for code, place in zip(drawn.codes, drawn.classes.index, strict=True)
    }
