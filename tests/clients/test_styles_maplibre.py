"""MapLibre draws the tiles of the service in its styles, from their addresses alone."""

import json
import urllib.request

import pytest

from geodata.palettes import missing_color
from tests.squares import CODES, shapes
from tests.web.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser
AREAS = "collections/municipality"
DRAW = """async ([style, bounds, middles]) => {
  const ground = document.createElement("div");
  ground.style.width = "600px";
  ground.style.height = "500px";
  document.body.append(ground);
  const complaints = [];
  const map = new maplibregl.Map({
    container: ground, style, bounds, fadeDuration: 0, attributionControl: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.on("error", ({ error }) => complaints.push(error.message));
  await new Promise((done) => map.once("idle", done));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [map.getCanvas().width, map.getCanvas().height];
  const pen = canvas.getContext("2d");
  pen.drawImage(map.getCanvas(), 0, 0);
  const colors = {};
  for (const [code, middle] of Object.entries(middles)) {
    const { x, y } = map.project(middle);
    const [r, g, b] = pen.getImageData(Math.round(x), Math.round(y), 1, 1).data;
    colors[code] = "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("");
  }
  const seen = map.queryRenderedFeatures({ layers: ["areas"] });
  return { complaints, colors, ids: [...new Set(seen.map(({ id }) => id))], zoom: map.getZoom() };
}"""


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    pytest.importorskip("maplibre")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser):
    found = browser.new_page()
    found.on("pageerror", lambda error: pytest.fail(str(error)))
    yield found
    found.close()


def read(address):
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def expected(service, measure):
    """The colour of each area by the legend: above lower, up to upper."""
    legend = read(f"{service.url}/{AREAS}/styles/{measure}/legend?f=json")
    found = {}
    for each in read(f"{service.url}/{AREAS}/items")["features"]:
        value = each["properties"][measure]
        fit = (each["color"] for each in legend["classes"] if value <= each["upper"])
        found[each["id"]] = missing_color() if value is None else next(fit)
    return found


@pytest.mark.parametrize("measure", ["decile", "index"])
@pytest.mark.parametrize("where", [AREAS, "whole"])
def test_every_area_is_drawn_in_the_colour_of_its_class(page, service, measure, where):
    name = f"styles/municipality.{measure}" if where == "whole" else f"{AREAS}/styles/{measure}"
    page.goto(f"{service.url}/{name}?f=html")
    page.wait_for_selector("body[data-ready=true]")
    layer = shapes().wgs84()
    middles = {
        code: list(shape.representative_point().coords[0])
        for code, shape in zip(layer.codes, layer.geometry, strict=True)
    }
    seen = page.evaluate(DRAW, [f"{service.url}/{name}", list(layer.bounds), middles])
    assert seen["complaints"] == []
    assert seen["colors"] == expected(service, measure)
    assert sorted(seen["ids"]) == sorted(CODES)  # by code, so that states are set by code


def test_the_style_takes_tiles_and_no_areas(service, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{service.url}/{AREAS}/styles/decile?f=html")
    page.wait_for_selector("body[data-ready=true]")
    assert any("/tiles/WebMercatorQuad?f=tilejson" in address for address in asked)
    assert any(address.endswith("?f=mvt") for address in asked)
    assert not [address for address in asked if "/items" in address]


def test_the_page_of_a_style_shows_it_on_a_map_with_its_legend(service, page, tmp_path):
    page.goto(f"{service.url}/{AREAS}/styles/decile?f=html&lang=nl")
    page.wait_for_selector("body[data-ready=true]")
    assert page.locator("figure.map").is_visible()
    rows = page.locator("main table tbody tr").all_inner_texts()
    assert [row.split("\t")[1].strip() for row in rows] == [
        *(f"{n}–{n + 1}" for n in range(1, 10, 2)),
        "geen cijfer",
    ]
    assert page.locator("#map canvas").get_attribute("aria-label") == "Kaart in deze stijl"
    picture = tmp_path / "page.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 5_000
