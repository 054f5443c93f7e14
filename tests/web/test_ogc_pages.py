"""The pages of OGC API in a browser: a map beside the table, and nothing that is refused."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
AREAS = "ogc/v1/collections/municipality"


def pointed_at(page, box):
    """Point at the middle of a map until it is drawn there: it says which area that is."""
    for step in range(100):
        middle = box["x"] + box["width"] / 2 + step % 2, box["y"] + box["height"] / 2
        page.mouse.move(*middle)
        if page.locator("#under").inner_text():
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing is drawn in the middle of the map")


@pytest.mark.parametrize("path", [AREAS, f"{AREAS}/items", f"{AREAS}/items?limit=9&sortby=-index"])
def test_a_map_stands_beside_the_areas(visit, path):
    page = visit.go(path)
    expect(page.locator("figure.map")).to_be_visible()
    assert page.locator("#map canvas").get_attribute("aria-label").startswith("Kaart van")


def test_an_area_is_drawn_in_the_middle_of_its_own_page(visit):
    page = visit.go(f"{AREAS}/items?limit=1&sortby=-index")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile("/items/GM"))
    page.wait_for_selector("body[data-ready=true]")
    name = page.locator("h1").inner_text()
    box = page.locator("#map").bounding_box()
    pointed_at(page, box)
    expect(page.locator("#under")).to_have_text(re.compile(f"{re.escape(name)} · \\d+"))


def test_a_click_on_the_map_opens_the_area(visit):
    page = visit.go(f"{AREAS}/items?limit=1&sortby=-index")
    code = page.locator("tbody td").first.inner_text()
    box = page.locator("#map").bounding_box()
    pointed_at(page, box)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(f"/items/{code}"))
    page.wait_for_selector("body[data-ready=true]")


def test_the_other_language_is_one_click_away(visit):
    page = visit.go(f"{AREAS}/items?limit=5")
    assert page.locator("html").get_attribute("lang") == "nl"
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_selector("body[data-ready=true]")
    expect(page.get_by_role("columnheader", name="Rank", exact=True)).to_be_visible()


def test_a_head_of_the_table_sorts(visit):
    page = visit.go(f"{AREAS}/items")
    page.get_by_role("columnheader", name="Index").get_by_role("link").click()
    page.wait_for_selector("th[aria-sort=ascending]")
    page.wait_for_selector("body[data-ready=true]")
    figures = [
        float(text.replace(",", "."))
        for text in page.locator("tbody td:nth-child(3)").all_inner_texts()
        if text
    ]
    assert figures == sorted(figures)


def test_a_page_fits_on_a_phone(visit):
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.go(f"{AREAS}/items")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
