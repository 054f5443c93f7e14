"""The page of the how-to about tiles, as it stands there, draws our tiles and knows areas by code."""

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from geodata.tiles import tile_pyramid
from tests.docs.blocks import blocks
from tests.squares import CODES, shapes
from tests.web.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser
HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to" / "make-vector-tiles.md"
MISSING = CODES[3]

# What the library pmtiles does, with tiles at hand instead of ranges of a file.
PROTOCOL = """([tiles, document]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
  const tile = async ({ url, type }) => {
    if (type === "json") return { data: document };
    const place = url.match(/(\\d+)\\/(\\d+)\\/(\\d+)$/)[0];
    return { data: place in tiles ? bytes(tiles[place]) : new ArrayBuffer(0) };
  };
  window.pmtiles = { Protocol: class { tile = tile; } };
}"""
LOOK = """async ([script, bounds]) => {
  const map = new Function(script + "; return map;")();
  const complaints = [];
  map.on("error", ({ error }) => complaints.push(error.message));
  map.fitBounds(bounds, { animate: false });
  await new Promise((done) => map.once("idle", done));
  const seen = map.queryRenderedFeatures({ layers: ["fill"] });
  map.fire("click", { point: map.project(map.getCenter()), lngLat: map.getCenter() });
  const chosen = seen
    .map(({ id }) => id)
    .filter((id) => map.getFeatureState({ source: "tiles", sourceLayer: "areas", id }).chosen);
  return { complaints, ids: [...new Set(seen.map(({ id }) => id))], chosen: [...new Set(chosen)],
    figures: Object.fromEntries(seen.map(({ id, properties }) => [id, properties.index ?? null])) };
}"""


@pytest.fixture(scope="module")
def made():
    layer = shapes()
    figures = [None if code == MISSING else 3.0 * n for n, code in enumerate(layer.codes)]
    return tile_pyramid(layer, range(6, 13)).tiles({"index": figures})


@pytest.fixture(scope="module")
def script():
    (page,) = [block.text for block in blocks(HOW_TO) if block.language == "html"]
    return re.search(r"<script>\n(.*)</script>", page, re.DOTALL)[1]


@pytest.fixture(scope="module")
def seen(made, script):
    if CHROMIUM is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    maplibre = pytest.importorskip("maplibre")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    library = Path(maplibre.__file__).parent / "srcjs" / "maplibre-gl.js"
    tiles = {
        "/".join(map(str, place)): base64.b64encode(gzip.decompress(tile)).decode()
        for place, tile in made.tiles.items()
    }
    document = json.loads(json.dumps(made.tilejson("pmtiles://municipality.pmtiles/{z}/{x}/{y}")))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.set_content('<!doctype html><div id="map" style="width:600px;height:500px"></div>')
        page.add_script_tag(path=library)
        page.evaluate(PROTOCOL, [tiles, document])
        found = page.evaluate(LOOK, [script, list(made.bounds)])
        browser.close()
    return found


def test_the_page_draws_every_area_of_the_tiles(seen):
    assert seen["complaints"] == []
    assert sorted(seen["ids"]) == sorted(CODES)


def test_an_area_is_known_by_its_code_with_its_figure(seen):
    figures = {code: 3.0 * n for n, code in enumerate(CODES)}
    assert seen["figures"] == {**figures, MISSING: None}


def test_a_click_marks_the_area_under_it(seen):
    assert len(seen["chosen"]) == 1
    assert seen["chosen"][0] in CODES
