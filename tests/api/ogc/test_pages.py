"""Pages for people: valid HTML, in both languages, with words for what programs call otherwise."""

import re

import html5lib
import pytest

from api.ogc.shown import TEXTS
from mdi.sensitivity.reliability import Reliability
from mdi.status import AreaStatus, Filled
from tests.api.ogc.asking import MUNICIPALITIES, ROOT

LIST = f"/collections/{MUNICIPALITIES}/items"
PAGES = [
    "/",
    "/conformance",
    "/api",
    "/collections",
    f"/collections/{MUNICIPALITIES}",
    LIST,
    f"{LIST}?limit=7&offset=7&sortby=-index",
    f"{LIST}?bbox=0,0,1,1",
    f"{LIST}?properties=index&datetime=2021-01-01",
    f"{LIST}/GM0001",
    f"{LIST}/GM0005",
    f"/collections/{MUNICIPALITIES}/schema",
    f"/collections/{MUNICIPALITIES}/queryables",
    f"/collections/{MUNICIPALITIES}/sortables",
    "/tileMatrixSets",
    "/tileMatrixSets/WebMercatorQuad",
    "/tileMatrixSets/NetherlandsRDNewQuad",
    "/styles",
    "/styles/municipality.decile",
    f"/collections/{MUNICIPALITIES}/styles",
    f"/collections/{MUNICIPALITIES}/styles/index",
    f"/collections/{MUNICIPALITIES}/styles/index/metadata",
    f"/collections/{MUNICIPALITIES}/styles/index/legend",
]
SAME = {"Index", "Code", "Status", "Parameters", "Type", "JSON", "OGC API", "GeoJSON"}


def page_of(reader, address, language="nl"):
    answer = reader.get(address, accept="text/html", accept_language=language)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return parser.parse(answer.text)


def words_of(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_is_valid_and_says_what_it_is(reader, address, language):
    page = page_of(reader, address, language)
    assert page.get("lang") == language
    title = words_of(page.find("head/title"))
    assert title
    assert [words_of(each) for each in page.iter("h1")] == [title]
    places = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(places) == len(set(places))
    assert not [each for each in page.iter() if each.get("style") or each.get("onclick")]
    assert all(each.get("src") and not words_of(each) for each in page.iter("script"))


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(reader, address):
    page = page_of(reader, address)
    found = [each.get("href") for each in page.iter("a")]
    assert found
    for href in {each for each in found if each.startswith(ROOT)}:
        assert reader.get(href, accept="text/html, */*;q=0.5").status_code == 200, href
    for href in {each.get("href") for each in page.iter("link")} | {
        each.get("src") for each in page.iter("script")
    }:
        assert reader.get(href).status_code == 200, href


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_left_untranslated(reader, address):
    """What stands in headings, heads of tables and navigation differs, but for what is the same."""
    dutch, english = (page_of(reader, address, language) for language in ("nl", "en"))
    for tag in ("h2", "th"):
        pairs = zip(dutch.iter(tag), english.iter(tag), strict=True)
        alike = {words_of(one) for one, other in pairs if words_of(one) == words_of(other)}
        assert alike <= SAME
    texts = [words_of(page.find(".//main")) for page in (dutch, english)]
    assert texts[0] != texts[1] or address.startswith("/tileMatrixSets/")
    for page, language in ((dutch, "en"), (english, "nl")):
        (other,) = [each for each in page.find(".//header").iter("a") if each.get("lang")]
        assert other.get("lang") == language
        assert page_of(reader, other.get("href"), language).get("lang") == language


def test_a_table_has_words_numbers_to_the_right_and_the_marks_of_its_language(reader):
    for language, mark in (("nl", ","), ("en", ".")):
        page = page_of(reader, LIST, language)
        head = next(page.iter("thead")).findall(".//th")
        rows = next(page.iter("tbody")).findall("tr")
        assert len(rows) == 30
        assert all("_" not in words_of(each) for each in head)
        for row in rows:
            for title, cell in zip(head, row.findall("td"), strict=True):
                assert title.get("class") == cell.get("class")
                is_number = re.fullmatch(rf"−?[\d.,]+\{mark}\d\d|\d+", words_of(cell))
                assert bool(is_number) <= (cell.get("class") == "number")


def test_a_table_leads_to_its_areas_and_to_the_next_page(reader):
    page = page_of(reader, f"{LIST}?limit=7")
    links = [*page.find(".//tbody").iter("a")]
    assert links[0].get("href").startswith(f"{ROOT}{LIST}/GM0001?")
    (following,) = [each for each in page.iter("a") if each.get("rel") == "next"]
    again = page_of(reader, following.get("href"))
    assert words_of(again.find(".//tbody/tr/td")) == "GM0008"
    assert any(each.get("rel") == "prev" for each in again.iter("a"))


def test_a_head_of_a_table_sorts_and_sorts_the_other_way(reader):
    page = page_of(reader, f"{LIST}?limit=7&offset=7")
    for expected in ("ascending", "descending", "ascending"):
        (head,) = [each for each in page.iter("th") if words_of(each) == "Index"]
        page = page_of(reader, head.find("a").get("href"))
        (head,) = [each for each in page.iter("th") if words_of(each) == "Index"]
        assert head.get("aria-sort") == expected
        assert "offset" not in head.find("a").get("href")


def test_people_see_a_hundred_areas_where_programs_get_all(reader):
    assert page_of(reader, LIST).find(".//tbody") is not None
    page = page_of(reader, f"{LIST}?limit=3")
    assert len(page.findall(".//tbody/tr")) == 3


def test_a_map_is_drawn_from_an_address_of_its_own(reader):
    for address in (LIST, f"{LIST}?limit=4&sortby=-index", f"{LIST}/GM0003"):
        page = page_of(reader, address)
        (drawn,) = [each for each in page.iter("div") if each.get("id") == "map"]
        answer = reader.read(drawn.get("data-areas"))
        features = answer.get("features", [answer])
        shown = {words_of(row.find("td")) for row in page.findall(".//tbody/tr")}
        if "GM" not in address:
            assert {each["id"] for each in features} == shown
        assert all("decile" in each["properties"] for each in features)
        assert all(each["geometry"] for each in features)


def test_a_page_may_load_nothing_from_elsewhere(reader):
    policy = reader.get(LIST, accept="text/html").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_names_cannot_break_a_page(reader):
    page = page_of(reader, f"{LIST}?area_code=GM0005")
    assert words_of(page.findall(".//tbody/tr/td")[1]) == "Één 'hoek', \"rond\""
    page = page_of(reader, f"{LIST}?area_name=%3Cscript%3Ealert(1)%3C/script%3E")
    assert not [each for each in page.iter("script") if words_of(each)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_status_has_a_word(language):
    words = {*AreaStatus, *(each.word for each in Filled if each > Filled.HANDED_OVER)}
    assert set(TEXTS[language]) == {*words, *Reliability}
