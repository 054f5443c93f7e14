"""Lists as tables: by suffix, by `f` and by `Accept`, with titles in a language."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from mdi.sources.model import load_source

INDEX = "/v1/index"


def read(answer, delimiter=","):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    "asked",
    [
        {"url": f"{INDEX}.csv"},
        {"url": f"{INDEX}?f=csv"},
        {"url": INDEX, "headers": {"Accept": "text/csv"}},
        {"url": INDEX, "headers": {"Accept": "text/html;q=0.2, text/csv, */*;q=0.1"}},
        {"url": f"{INDEX}?f=csv", "headers": {"Accept": "application/json"}},
        {"url": f"{INDEX}.csv?f=json"},
    ],
)
def test_a_list_is_a_table_however_it_is_asked_for(client, ask, asked):
    rows, areas = read(client.get(**asked)), ask(INDEX)["areas"]
    assert list(rows[0]) == [*areas[0], "source"]
    for row, area in zip(rows, areas, strict=True):
        for name, value in area.items():
            assert row[name] == ("" if value is None else str(value))


def test_who_asks_for_nothing_gets_json(client):
    for accept in ("*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""):
        answer = client.get(INDEX, headers={"Accept": accept})
        assert answer.headers["content-type"] == "application/json"


def test_the_dutch_dialect_has_the_same_rows(client, ask):
    rows = read(client.get(f"{INDEX}.csv-nl"), ";")
    for row, area in zip(rows, ask(INDEX)["areas"], strict=True):
        assert row["Naam"] == (area["area_name"] or "")
        index = "" if area["index"] is None else str(area["index"]).replace(".", ",")
        assert row["Index"] == index


@pytest.mark.parametrize(
    ("query", "headers", "title"),
    [
        ("f=csv", {}, "area_name"),
        ("f=csv&lang=nl", {}, "Naam"),
        ("f=csv&lang=en", {}, "Name"),
        ("f=csv", {"Accept-Language": "en-GB,en;q=0.9"}, "Name"),
        ("f=csv&lang=nl", {"Accept-Language": "en"}, "Naam"),
        ("f=csv-nl", {}, "Naam"),
        ("f=csv-nl&lang=en", {}, "Name"),
    ],
)
def test_titles_are_in_the_language_that_is_asked_for(client, query, headers, title):
    answer = client.get(f"{INDEX}?{query}", headers=headers)
    rows = read(answer, ";" if "nl" in query.split("&")[0] else ",")
    assert title in rows[0]
    language = {"Naam": "nl", "Name": "en"}.get(title)
    assert answer.headers.get("content-language") == language


def test_every_representation_has_a_tag_of_its_own(client):
    asked = ["", "?f=csv", "?f=csv-nl", "?f=csv&lang=nl", "?f=csv&lang=en"]
    assert len({client.get(INDEX + query).headers["etag"] for query in asked}) == len(asked)


def test_a_table_is_saved_under_a_name(client):
    told = client.get(f"{INDEX}/GM0001.csv").headers["content-disposition"]
    assert told == 'attachment; filename="GM0001.csv"'


def test_the_source_travels_with_the_figures(client, ask):
    publisher = load_source("sample").publisher
    assert {row["source"] for row in read(client.get(f"{INDEX}.csv"))} == {publisher}
    assert ask(INDEX)["provenance"]["publisher"] == publisher
    assert ask(f"{INDEX}/GM0001")["publisher"] == publisher


def test_a_profile_is_a_row_for_each_of_its_parts(client, ask):
    rows, profile = read(client.get(f"{INDEX}/GM0001.csv")), ask(f"{INDEX}/GM0001")
    kinds = [row["kind"] for row in rows]
    assert kinds.count("index") == 1
    assert kinds.count("domain") == len(profile["domains"])
    leaves = [row for row in rows if row["value"]]
    assert len(leaves) == 19, "one indicator is not offered"
    parts = sum(float(row["contribution"]) for row in rows if row["kind"] == "domain")
    assert parts == pytest.approx(float(rows[0]["points"]), abs=1e-9)


def test_names_in_a_table_are_in_its_language(client):
    names = [
        [row[title] for row in read(client.get(f"{INDEX}/GM0001.csv?lang={lang}"))]
        for lang, title in (("nl", "Omschrijving"), ("en", "Description"))
    ]
    assert "Inkomen" in names[0]
    assert "Income" in names[1]


def test_a_page_without_areas_still_has_titles(client):
    answer = client.get(f"{INDEX}.csv?offset=1000")
    assert answer.text.startswith("area_code,area_name,index,")
    assert answer.text.count("\r\n") == 1


def test_a_format_that_is_not_there_is_refused_by_name(refused):
    assert "csv-nl" in str(refused(INDEX, params={"f": "xml"}))
    found = refused(INDEX, status=406, headers={"Accept": "application/pdf"})
    assert "text/csv" in found["hint"]
    refused("/v1/health.csv")
    refused("/v1/index.xml", status=404)
