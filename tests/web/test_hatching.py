"""How sure a rank is, on the page: hatching, a switch, an interval beside every rank."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Page, expect

from mdi.editions.sample import make_sample

from .conftest import Visit, asking, served
from .test_page import point_at_an_area

pytestmark = pytest.mark.browser
DRAWS = "1.000"  # that the sample asks for
LEVEL = "?level=neighbourhood"
MAP = {"x": 330, "y": 80, "width": 520, "height": 680}  # what nothing covers


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A server of a country that asks how sure its ranks are; the draws are there."""
    folder = tmp_path_factory.mktemp("sure")
    make_sample(areas=300, seed=1, out=folder, years=range(2025, 2026))
    with served(folder) as address:
        for level in ("municipality", "neighbourhood"):
            wait_for_draws(asking(address), level)
        yield address


@pytest.fixture(scope="module")
def ask(origin):
    return asking(origin)


def wait_for_draws(ask: Any, level: str) -> None:
    for _ in range(300):
        with suppress(HTTPError):
            ask(f"sensitivity?level={level}")
            return
        time.sleep(0.1)
    pytest.fail("the draws did not come")


def seen(page: Page) -> bytes:
    """The map as a person sees it, when it has come to rest."""
    before = b""
    for _ in range(50):
        page.wait_for_timeout(150)
        now = page.screenshot(clip=MAP)
        if now == before:
            return now
        before = now
    pytest.fail("the map does not come to rest")


def first_of(ask: Any, word: str) -> dict[str, Any]:
    areas = ask("rankings?level=neighbourhood&n=300")["areas"]
    return next(area for area in areas if area["reliability"] == word)


def test_the_legend_tells_how_many_areas_are_hatched_and_how(visit: Visit, ask):
    page = visit.go(LEVEL)
    counts = {
        each["reliability"]: each["count"]
        for each in ask("legend/index?level=neighbourhood")["certainty"]["classes"]
    }
    assert min(counts["probably"], counts["possibly"]) > 0
    numbers = page.locator("#legend .sureness .number").all_inner_texts()
    assert numbers == [str(counts["probably"]), str(counts["possibly"])]
    expect(page.locator("#legend")).to_contain_text(f"{DRAWS} keer opnieuw berekend")
    expect(page.locator("#legend .swatch.probably")).to_be_visible()


def test_the_switch_hides_the_hatching_and_the_address_remembers(visit: Visit):
    page = visit.go(LEVEL)
    hatched = seen(page)
    box = page.get_by_label("Toon hoe zeker het is")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    plain = seen(page)
    assert plain != hatched
    assert "hatching=off" in page.url
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    expect(page.locator("#hatching")).not_to_be_checked()
    assert seen(page) == plain
    page.locator("#hatching").focus()
    page.keyboard.press("Space")
    assert seen(page) == hatched
    assert "hatching" not in page.url


@pytest.mark.parametrize("word", ["probably", "possibly"])
def test_the_panel_says_between_which_places_an_area_stands(visit: Visit, ask, word):
    area = first_of(ask, word)
    around = f"{area['rank_low']}–{area['rank_high']}"
    page = visit.go(f"{LEVEL}&area={area['area_code']}")
    panel = page.locator("#panel")
    expect(panel.locator(".headline .between")).to_have_text(f"9 van de 10 keer: {around}")
    told = ask(f"index/{area['area_code']}")["certainty"]["sentences"]
    assert panel.locator(".sureness p").all_inner_texts() == [each["nl"] for each in told]
    page.click("[data-lang=en]")
    expect(panel.locator(".headline .between")).to_have_text(f"9 times in 10: {around}")
    assert panel.locator(".sureness p").all_inner_texts() == [each["en"] for each in told]
    expect(page.get_by_label("Show how sure it is")).to_be_checked()


def test_the_list_and_the_tooltip_have_the_interval_beside_the_rank(visit: Visit, ask):
    page = visit.go(LEVEL)
    first = ask("rankings?level=neighbourhood&n=1")["areas"][0]
    expect(page.locator(".ranking .between").first).to_contain_text("plaats 1 · 9 van de 10 keer")
    expect(page.locator(".ranking .between").first).to_contain_text(str(first["rank_high"]))
    point_at_an_area(page)
    expect(page.locator("#tooltip")).to_contain_text("9 van de 10 keer")


def test_a_map_of_another_measure_is_not_hatched(visit: Visit):
    page = visit.go(f"{LEVEL}&measure=income")
    expect(page.locator("#hatching")).to_have_count(0)
    expect(page.locator(".ranking .between")).to_have_count(0)
    hidden = seen(page)
    page.goto(f"{visit.origin}/{LEVEL}&measure=income&hatching=off")
    page.wait_for_selector("body[data-ready=true]")
    assert seen(page) == hidden


def test_what_is_drawn_meanwhile_is_shown_when_it_is_there(visit: Visit, ask):
    code = first_of(ask, "possibly")["area_code"]
    times = []

    def not_yet(route: Any) -> None:
        answer = route.fetch()
        document = answer.json()
        if not times:
            document["certainty"] = None
        times.append(route.request.url)
        route.fulfill(response=answer, json=document)

    visit.page.route("**/v1/legend/**", not_yet)
    page = visit.go(f"{LEVEL}&area={code}")
    expect(page.locator("#hatching")).to_be_checked(timeout=10_000)
    expect(page.locator("#panel .sureness")).to_be_visible()
    page.wait_for_timeout(2500)
    assert len(times) == 2


def test_where_nobody_asks_nothing_is_said(visit: Visit):
    legends = []

    def silent(route: Any) -> None:
        answer = route.fetch()
        document = {**answer.json(), "sensitivity": None, "certainty": None}
        for feature in document.get("features", ()):
            for name in ("rank_low", "rank_high", "reliability"):
                del feature["properties"][name]
        legends.append("/legend/" in route.request.url)
        route.fulfill(response=answer, json=document)

    for path in ("catalogue", "legend/**", "choropleth/**"):
        visit.page.route(f"**/v1/{path}", silent)
        visit.page.route(f"**/v1/{path}?*", silent)
    page = visit.go(LEVEL)
    expect(page.locator(".ranking button").first).to_be_visible()
    expect(page.locator("#hatching, .between, .sureness")).to_have_count(0)
    page.wait_for_timeout(1500)
    assert sum(legends) == 1


def test_a_narrow_phone_shows_all_of_it(browser, origin, ask):
    code = first_of(ask, "possibly")["area_code"]
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, device_scale_factor=3
    )
    visit = Visit(phone.new_page(), origin)
    page = visit.go(f"{LEVEL}&area={code}&lang=nl")
    expect(page.locator("#panel .sureness")).to_be_attached()
    assert page.evaluate("document.querySelector('#panel').scrollWidth") <= 360
    page.locator("#legend summary").click()
    expect(page.locator("#hatching")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.close()
    assert visit.complaints == []
