"""The map page, looked at with a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Visit

pytestmark = pytest.mark.browser
PLACES = re.compile(r"\{\w+\}")
Ask = Callable[[str], Any]


def dutch(number: float) -> str:
    """One decimal, as the Dutch write it."""
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))


def point_at_an_area(page: Page) -> tuple[int, int]:
    """Move the mouse over the map until an area answers."""
    for y in range(200, 700, 60):
        for x in range(400, 840, 60):
            page.mouse.move(x, y)
            page.wait_for_timeout(60)
            if page.locator("#tooltip").is_visible():
                return x, y
    message = "there is no area anywhere on the map"
    raise AssertionError(message)


def legend_of(page: Page) -> str:
    return page.locator("#legend").inner_text()


def pick(visit: Visit, what: str, value: str) -> None:
    """Pick an option and wait for the map that comes of it."""
    with visit.page.expect_response(lambda answer: "/v1/legend/" in answer.url):
        visit.page.select_option(f"#{what}", value)
    expect(visit.page.locator("main")).to_have_attribute("aria-busy", "false")


def test_it_opens_with_the_newest_index_and_says_that_the_country_is_invented(visit, ask: Ask):
    page = visit.go()
    expect(page.locator("#badge")).to_have_text("Verzonnen gegevens")
    expect(page.locator("h1")).to_have_text(ask("catalogue")["title"]["nl"])
    expect(page.locator("#measure")).to_have_value("index")
    expect(page.locator("#year")).to_have_value("2025")
    assert page.evaluate("window.mdiReady") is True


def test_the_legend_has_the_classes_of_the_service_and_counts_every_area(visit, ask: Ask):
    page = visit.go("?level=neighbourhood")
    legend = ask("legend/index?level=neighbourhood&year=2025")
    rows = page.locator("#legend tr.class")
    expect(rows).to_have_count(len(legend["classes"]))
    shown = rows.locator("th").all_inner_texts()
    assert shown == [f"{dutch(c['lower'])} – {dutch(c['upper'])}" for c in legend["classes"]]
    counts = page.locator("#legend tbody .count").all_inner_texts()
    assert sum(map(int, counts)) == ask("index?level=neighbourhood&year=2025")["matched"]
    assert "Donker = meer achterstand." in legend_of(page)


@pytest.mark.parametrize(
    ("what", "value", "asked"),
    [
        ("measure", "smoking", "/v1/choropleth/smoking?level=neighbourhood&year=2025"),
        ("level", "district", "/v1/choropleth/index?level=district&year=2025"),
        ("year", "2024", "/v1/choropleth/index?level=neighbourhood&year=2024"),
    ],
)
def test_another_choice_asks_for_another_map(visit, what: str, value: str, asked: str):
    page = visit.go("?level=neighbourhood")
    before = legend_of(page)
    pick(visit, what, value)
    assert visit.origin + asked in visit.requests
    assert legend_of(page) != before
    assert f"{what}={value}" in page.url


def test_where_a_higher_figure_is_better_the_legend_says_so(visit):
    page = visit.go("?measure=woz_value")
    assert "Donker = minder gunstig." in legend_of(page)
    assert "Een hoger cijfer is hier gunstiger." in legend_of(page)


def test_the_tooltip_tells_name_value_and_place(visit, ask: Ask):
    page = visit.go()
    point_at_an_area(page)
    name, value, rank, *_ = page.locator("#tooltip > *").all_inner_texts()
    answer = ask("index?limit=20000")
    found = {(area["area_name"], dutch(area["index"])): area["rank"] for area in answer["areas"]}
    assert rank == f"plaats {found[name, value]} van {answer['provenance']['ranked']}"


def test_a_click_opens_the_profile_and_its_domains_sum_to_the_index(visit, ask: Ask):
    page = visit.go()
    page.mouse.click(*point_at_an_area(page))
    domains = page.locator("#panel .domain")
    expect(domains).to_have_count(7)
    code = page.evaluate("new URLSearchParams(location.search).get('area')")
    profile = ask(f"index/{code}?year=2025")
    parts = [float(each.get_attribute("data-contribution") or 0) for each in domains.all()]
    assert sum(parts) == pytest.approx(profile["index"], abs=1e-9)
    expect(page.locator("#panel strong.index")).to_have_text(dutch(profile["index"]))
    expect(page.locator("#panel h2")).to_have_text(profile["area_name"])


def test_a_domain_opens_to_its_figures_and_the_parts_of_healthy_lifestyle(visit, ask: Ask):
    code = ask("index?limit=1")["areas"][0]["area_code"]
    page = visit.go(f"?area={code}")
    page.click("[data-domain=health] summary")
    names = page.locator("[data-domain=health] li > .name").all_inner_texts()
    assert [name for name in names if name in {"Rokers", "Overmatige drinkers", "Overgewicht"}]
    assert len(names) == 6
    smoking = ask(f"index/{code}")["domains"][2]["indicators"][2]["parts"][0]["value"]
    expect(page.locator("[data-domain=health]")).to_contain_text(f"{dutch(smoking)}%")
    expect(page.locator("#panel")).to_contain_text("een verdeling naar verhouding")


def test_an_area_without_an_index_says_why(visit, ask: Ask):
    areas = ask("index?level=neighbourhood&limit=20000")["areas"]
    code = next(area["area_code"] for area in areas if area["status"] == "few_inhabitants")
    page = visit.go(f"?level=neighbourhood&area={code}")
    expect(page.locator("#panel .unranked")).to_contain_text("er wonen te weinig mensen")


def test_the_language_changes_all_words_and_the_document(visit):
    page = visit.go()
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.click("[data-lang=en]")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("#badge")).to_have_text("Invented data")
    expect(page.locator("label[for=measure]")).to_have_text("Topic")
    assert "Dark = more deprivation." in legend_of(page)
    expect(page.locator("#panel")).to_contain_text("Most deprivation")
    assert "lang=en" in page.url


def test_both_languages_have_the_same_texts(visit):
    page = visit.go()
    nl, en = (
        page.evaluate(f"import('/web/texts.{lang}.js').then((texts) => texts.default)")
        for lang in ("nl", "en")
    )
    assert sorted(nl) == sorted(en)
    for key, text in nl.items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(en[key])), key


def test_searching_finds_an_area_of_another_level_by_name(visit, ask: Ask):
    page = visit.go("?level=municipality")
    area = ask("areas?level=neighbourhood&year=2025&limit=1")["areas"][0]
    page.fill("#search", area["area_code"])
    expect(page.locator("#results [role=option]")).to_have_count(1)
    expect(page.locator("#results .name")).to_have_text(area["area_name"])
    page.fill("#search", area["area_name"])
    expect(page.locator("#results .name").first).to_have_text(area["area_name"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(area["area_name"])
    expect(page.locator("#level")).to_have_value("neighbourhood")


def test_a_shared_address_restores_what_was_seen(visit, ask: Ask):
    area = ask("areas?level=district&year=2024&limit=1")["areas"][0]
    code = area["area_code"]
    page = visit.go(f"?measure=safety&level=district&year=2024&area={code}&lang=en")
    for key, value in {"measure": "safety", "level": "district", "year": "2024"}.items():
        expect(page.locator(f"#{key}")).to_have_value(value)
    expect(page.locator("#panel h2")).to_have_text(area["area_name"])
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_keyboard_opens_an_area_and_escape_and_back_undo_it(visit):
    page = visit.go()
    first = page.locator(".ranking button").first
    name = first.locator(".name").inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("#panel .ranking").first).to_be_visible()
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text(name)
    page.go_back()
    expect(page.locator("#panel .ranking").first).to_be_visible()


def test_a_narrow_phone_needs_no_sideways_scrolling(browser: Browser, origin: str, ask: Ask):
    code = ask("index?limit=1")["areas"][0]["area_code"]
    phone = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    visit = Visit(phone.new_page(), origin)
    for query in ("", f"?area={code}"):
        page = visit.go(query)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('#panel').scrollWidth") <= 360
    expect(page.locator("#panel h2")).to_be_visible()
    phone.close()
    assert visit.complaints == []


def test_a_problem_is_told_and_can_be_tried_again(troubled: Visit):
    page = troubled.page
    problem = {"title": "Too busy", "status": 503, "detail": "Come back soon.", "hint": "Wait."}
    answer = {"status": 503, "content_type": "application/problem+json"}
    page.route("**/v1/choropleth/**", lambda r: r.fulfill(**answer, body=json.dumps(problem)))
    page.goto(troubled.origin)
    alert = page.locator("#alert")
    for words in (problem["title"], problem["detail"], problem["hint"]):
        expect(alert).to_contain_text(str(words))
    page.unroute("**/v1/choropleth/**")
    alert.get_by_role("button").click()
    page.wait_for_selector("body[data-ready=true]")
    expect(alert).to_be_hidden()


def test_an_area_that_is_not_there_says_so_in_plain_words(troubled: Visit):
    page = troubled.go("?area=GM0000")
    expect(page.locator("#panel")).to_contain_text("staat er niets in de gegevens van 2025")


def test_without_webgl_the_list_and_the_profile_still_work(troubled: Visit):
    page = troubled.page
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    troubled.go()
    expect(page.locator("#no-map")).to_contain_text("kan de kaart niet tekenen")
    page.locator(".ranking button").first.click()
    expect(page.locator("#panel .domain")).to_have_count(7)
