"""The page on which figures are joined, in a browser without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
FILE = "gemeente;aandeel\nGM9002;12,5\nGM9999;1\n"


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    """The page on a small screen of somebody who lets no script run."""
    context = browser.new_context(
        locale="nl-NL", java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{origin}/ogc/v1/joins")
    yield page
    context.close()
    assert [each for each in said if "Content Security" in each] == []


def fill(page: Page, columns: str) -> None:
    """The form, but for what it has by itself."""
    page.get_by_label("Gebieden").select_option("municipality")
    file = {"name": "mijn.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("Bestand").set_input_files([file])
    page.get_by_label("Kolom met de codes").fill("gemeente")
    page.get_by_label("Kolommen met cijfers").fill(columns)


def test_a_file_comes_back_as_a_map(page, tmp_path):
    fill(page, "aandeel")
    with page.expect_download() as download:
        page.get_by_role("button", name="Koppelen").click()
    assert download.value.suggested_filename == "mijn.geojson"
    download.value.save_as(tmp_path / "mijn.geojson")
    found = json.loads((tmp_path / "mijn.geojson").read_text(encoding="utf-8"))
    shares = {each["id"]: each["properties"]["aandeel"] for each in found["features"]}
    assert shares["GM9002"] == 12.5
    assert "GM9999" not in shares


def test_what_is_wrong_stands_on_the_page(page):
    fill(page, "aandelen")
    page.get_by_role("button", name="Koppelen").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("there is no column 'aandelen'")
    expect(alert).to_contain_text("aandeel")
    expect(page.get_by_role("button", name="Koppelen")).to_be_visible()


def test_the_page_fits_and_speaks_two_languages(page):
    assert page.locator("main").bounding_box()["width"] <= 390
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Join")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Your own figures on the map")
