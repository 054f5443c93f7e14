"""Styles: lists, stylesheets, metadata and legends, by the draft of OGC API – Styles (20-009)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from geodata.palettes import default_palette, missing_color, palette
from tests.api.conftest import strict
from tests.api.ogc.asking import BEFORE, MUNICIPALITIES, ROOT, href

OF_ONE = f"/collections/{MUNICIPALITIES}/styles"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
SPEC = "http://www.opengis.net/spec/ogcapi-styles-1/1.0/conf/"
MAPBOX = "application/vnd.mapbox.style+json"
SLD = "application/vnd.ogc.sld+xml;version=1.1"
QML = "application/vnd.qgis.qml"
TYPES = {"number", "integer"}


def measures(reader):
    """The properties of the collection that are numbers."""
    found = reader.read(f"/collections/{MUNICIPALITIES}/schema")["properties"]
    return [name for name, told in found.items() if told.get("type") in TYPES]


@pytest.mark.parametrize("base", ["/", f"/collections/{MUNICIPALITIES}", f"/collections/{BEFORE}"])
def test_what_has_styles_links_to_them(reader, base):
    listed = reader.read(href(reader.read(base), REL + "styles"))
    assert listed["styles"]
    assert href(listed, "self").startswith(f"{ROOT}{'' if base == '/' else base}/styles")


@pytest.mark.parametrize("address", ["/styles", OF_ONE])
def test_a_list_holds_what_the_draft_asks_of_it(reader, address):
    listed = reader.read(address)
    names = [each["id"] for each in listed["styles"]]
    assert len(names) == len(set(names))
    assert listed["default"] in names
    assert listed["default"].endswith("decile")
    for each in listed["styles"]:
        rels = [link["rel"] for link in each["links"]]
        assert {"stylesheet", "describedby", "preview"} <= set(rels)
        assert all({"href", "rel", "type"} <= set(link) for link in each["links"])
        assert each["title"]
        for link in each["links"]:
            answer = reader.get(link["href"])
            assert answer.status_code == 200
            told = answer.headers["content-type"].removesuffix("; charset=utf-8")
            assert told == link["type"]


def test_a_collection_has_a_style_for_each_measure(reader):
    names = [each["id"] for each in reader.read(OF_ONE)["styles"]]
    assert names == measures(reader)
    assert {"index", "rank", "decile", "income"} <= set(names)
    whole = [each["id"] for each in reader.read("/styles")["styles"]]
    assert whole == [f"{MUNICIPALITIES}.{name}" for name in names]


def test_what_is_declared_holds(reader):
    declared = set(reader.read("/conformance")["conformsTo"])
    classes = ("core", "global-styles", "collection-styles", "mapbox-styles", "sld-11", "sld-se")
    assert {SPEC + each for each in classes} <= declared
    assert not {SPEC + "manage-styles", SPEC + "style-validation"} & declared


def test_the_encodings_are_asked_for_by_name_and_by_header(reader):
    for name, media in (("mapbox", MAPBOX), ("sld11", SLD), ("qml", QML)):
        by_name = reader.get(f"{OF_ONE}/index", {"f": name})
        by_header = reader.get(f"{OF_ONE}/index", accept=media)
        assert by_name.headers["content-type"] == by_header.headers["content-type"] == media
        assert by_name.content == by_header.content
        assert by_name.headers["content-language"] == "nl"
    assert reader.get(f"{OF_ONE}/index").headers["content-type"] == MAPBOX
    assert reader.get(f"{OF_ONE}/index", {"f": "json"}).headers["content-type"] == MAPBOX
    assert reader.get(f"{OF_ONE}/index", accept="image/png").status_code == 406
    reader.refused(f"{OF_ONE}/index", {"f": "sld10"})


def test_words_are_those_of_the_language(reader):
    for language, word in (("nl", "geen cijfer"), ("en", "no figure")):
        for name in ("mapbox", "sld11", "qml"):
            answer = reader.get(f"{OF_ONE}/index", {"f": name, "lang": language})
            assert answer.headers["content-language"] == language
            assert word in answer.text


def test_a_style_of_a_folder_takes_areas_and_that_of_tiles_takes_tiles(of_folder):
    """A folder has no tiles: the style asks for areas with the one measure that it needs."""
    style = of_folder.read(f"{OF_ONE}/index")
    (source,) = style["sources"].values()
    assert source["type"] == "geojson"
    assert source["promoteId"] == "area_code"
    page = strict(of_folder.get(source["data"]).content)
    assert page["numberReturned"] == page["numberMatched"] == 30
    names = {name for each in page["features"] for name in each["properties"]}
    assert names == {"area_code", "area_name", "index"}


def test_deciles_go_two_by_two_the_darkest_first(reader):
    legend = reader.read(f"{OF_ONE}/decile/legend")
    colors = [each["color"] for each in legend["classes"]]
    assert colors == [*reversed(palette(default_palette(), 5))]
    labels = [each["label"] for each in legend["classes"]]
    assert labels == ["1–2", "3–4", "5–6", "7–8", "9–10"]
    assert legend["missing"]["color"] == missing_color()
    deciles = [
        each["properties"]["decile"]
        for each in reader.items(MUNICIPALITIES, {"properties": "decile"})["features"]
    ]
    counts = [sum(d in (2 * n + 1, 2 * n + 2) for d in deciles) for n in range(5)]
    assert [each["count"] for each in legend["classes"]] == counts
    assert legend["missing"]["count"] == deciles.count(None)


def test_a_legend_is_the_one_of_the_style(reader):
    for measure in ("index", "rank", "income"):
        legend = reader.read(f"{OF_ONE}/{measure}/legend")
        style = reader.read(f"{OF_ONE}/{measure}")
        entries = [*legend["classes"], legend["missing"]]
        plain = [{"label": each["label"], "color": each["color"]} for each in entries]
        assert style["metadata"]["legend"] == plain
        picture = ET.fromstring(reader.get(f"{OF_ONE}/{measure}/legend", {"f": "svg"}).content)
        ns = {"svg": "http://www.w3.org/2000/svg"}
        fills = [each.get("fill") for each in picture.iterfind("svg:rect", ns)]
        assert fills[1:] == [each["color"] for each in entries]
        texts = [each.text for each in picture.iterfind("svg:text", ns)]
        assert texts == [legend["title"], *(each["label"] for each in entries)]


def test_metadata_name_every_stylesheet_and_what_it_needs(reader):
    told = reader.read(f"{OF_ONE}/income/metadata")
    assert (told["id"], told["scope"]) == ("income", "style")
    assert [each["link"]["type"] for each in told["stylesheets"]] == [MAPBOX, SLD, QML]
    assert [each["native"] for each in told["stylesheets"]] == [True, False, False]
    (layer,) = told["layers"]
    assert layer["propertiesSchema"]["properties"]["income"] == {"type": "number"}
    sample = reader.get(layer["sampleData"]["href"])
    assert sample.status_code == 200
    assert reader.read(href(told, "collection"))["id"] == MUNICIPALITIES


def test_files_have_a_name_to_be_kept_under(reader):
    for name, suffix in (("qml", "qml"), ("sld11", "sld")):
        answer = reader.get(f"{OF_ONE}/decile", {"f": name})
        told = answer.headers["content-disposition"]
        assert told == f'attachment; filename="{MUNICIPALITIES}.decile.{suffix}"'


def test_a_style_of_a_year_shows_that_year(reader):
    before, now = (
        reader.read(f"/collections/{name}/styles/index/legend") for name in (BEFORE, MUNICIPALITIES)
    )
    assert before["classes"] != now["classes"]
    assert "2020" in before["title"]


@pytest.mark.parametrize(
    "address",
    [
        f"{OF_ONE}/indx",
        f"{OF_ONE}/area_name",
        "/styles/decile",
        f"/styles/{MUNICIPALITIES}.indx",
        f"/styles/{BEFORE}.index",
        "/collections/nowhere/styles",
        f"{OF_ONE}/indx/metadata",
        f"{OF_ONE}/indx/legend",
    ],
)
def test_what_is_not_there_is_said(reader, address):
    told = reader.refused(address, status=404)
    assert told["hint"] or re.search("no style|no collection", told["detail"])


def test_nothing_new_nothing_sent(reader):
    for name in ("mapbox", "sld11", "qml", "html"):
        first = reader.get(f"{OF_ONE}/index", {"f": name})
        again = reader.get(f"{OF_ONE}/index", {"f": name}, if_none_match=first.headers["etag"])
        assert again.status_code == 304
    tags = {
        reader.get(f"{OF_ONE}/index", {"f": name, "lang": lang}).headers["etag"]
        for name in ("mapbox", "sld11", "qml")
        for lang in ("nl", "en")
    }
    assert len(tags) == 6


def test_links_follow_the_public_address(store):
    from api.app import create_app  # noqa: PLC0415
    from api.settings import Settings  # noqa: PLC0415
    from tests.api.ogc.asking import Reader  # noqa: PLC0415

    public = "https://maps.example/deprivation"
    reader = Reader(create_app(Settings(store=store.root, public_url=public)))
    style = reader.read(f"{OF_ONE}/index")
    (source,) = style["sources"].values()
    assert (source.get("url") or source["data"]).startswith(f"{public}/ogc/v1/collections/")
