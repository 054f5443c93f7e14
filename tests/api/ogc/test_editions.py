"""Walking through pages while an edition is published: nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

import geodata
from api.app import create_app
from api.settings import Settings
from tests.api.ogc.asking import BEFORE, MUNICIPALITIES, Reader, href, ids
from tests.api.ogc.conftest import publish
from tests.squares import CODES, NO_SHAPE, SIDE, make_squareland, municipalities, shapes, without

GONE = ("GM0004", "GM0011", "GM0025")
RENAMED = "GM0020"
LIST = f"/collections/{MUNICIPALITIES}/items"


@pytest.fixture
def reader(squareland, tmp_path):
    """Reads a store of its own; `publish_next` brings the next edition."""
    store = publish(squareland, tmp_path)
    app = create_app(Settings(store=store.root))
    found = Reader(app)

    def publish_next():
        publish(next_country(tmp_path / "next"), tmp_path)
        app.state.shelf.look()

    found.publish_next = publish_next
    return found


def next_country(folder):
    """Squareland a year of work later: areas are gone, one is new, figures and a name are others."""
    make_squareland(folder)
    layer = without(shapes(), *GONE)
    new = shapely.box(190_000, 450_000, 190_000 + SIDE, 450_000 + SIDE)
    layer = replace(
        layer,
        codes=("GM0000", *layer.codes, NO_SHAPE),
        names=("Nieuw", *layer.names, "Vorm"),
        parents=("PV20", *layer.parents, "PV21"),
        geometry=np.array([new, *layer.geometry, new], dtype=object),
    )
    geodata.write_boundaries(layer, folder / "municipality.parquet")
    table = municipalities(2021)
    table.loc[table.area_code == RENAMED, "area_name"] = "Aan het begin"
    table.loc[table.index[5:15], "overweight"] += 30
    table.to_parquet(folder / "municipality_2021.parquet")
    return folder


def walked(reader, query, pages_before):
    """What a client sees that asks for some pages, and for the rest after another edition came."""
    page = reader.items(MUNICIPALITIES, query)
    seen = [page]
    for _ in range(pages_before - 1):
        page = reader.read(href(page, "next"))
        seen.append(page)
    reader.publish_next()
    following = href(page, "next")
    if following:
        seen += reader.walk(reader.read(following))
    return [code for each in seen for code in ids(each)]


@pytest.mark.parametrize("pages_before", [1, 2, 4])
def test_pages_by_code_lose_and_repeat_nothing(reader, pages_before):
    found = walked(reader, {"limit": 6}, pages_before)
    assert len(found) == len(set(found))
    assert set(CODES) - set(GONE) <= set(found)
    assert found == sorted(found)
    assert NO_SHAPE in found  # it came behind the page


@pytest.mark.parametrize("key", ["area_name", "-area_name", "status,-area_name"])
def test_sorted_pages_lose_and_repeat_nothing_that_stays_where_it_was(reader, key):
    found = walked(reader, {"limit": 5, "sortby": key}, 3)
    stayed = set(CODES) - set(GONE) - {RENAMED}
    assert stayed <= set(found)
    assert all(found.count(code) == 1 for code in stayed)


def test_pages_by_a_figure_go_on_behind_the_figure_where_they_were(reader):
    page = reader.items(MUNICIPALITIES, {"limit": 8, "sortby": "-index", "properties": "index"})
    last = page["features"][-1]["properties"]["index"]
    reader.publish_next()
    following = [*reader.walk(reader.read(href(page, "next")))]
    figures = [each["properties"]["index"] for p in following for each in p["features"]]
    known = [each for each in figures if each is not None]
    assert known == sorted(known, reverse=True)
    assert all(each <= last for each in known)
    assert figures == known + [None] * (len(figures) - len(known))
    every = reader.items(MUNICIPALITIES, {"properties": "index"})["features"]
    expected = [each["properties"]["index"] for each in every]
    assert sorted(known) == sorted(each for each in expected if each is not None and each <= last)


def test_the_page_before_ends_where_this_one_began(reader):
    first = reader.items(MUNICIPALITIES, {"limit": 6})
    second = reader.read(href(first, "next"))
    reader.publish_next()
    back = [*reader.walk(reader.read(href(second, "prev")), "prev")]
    found = [code for page in reversed(back) for code in ids(page)]
    assert found == ["GM0000", *(code for code in ids(first) if code not in GONE)]


def test_where_a_page_ended_may_be_gone(reader):
    page = reader.items(MUNICIPALITIES, {"limit": 4})
    assert ids(page)[-1] in GONE
    reader.publish_next()
    assert ids(reader.read(href(page, "next")))[0] == "GM0005"


def test_an_edition_has_etags_of_its_own(reader):
    addresses = ["", "/collections", "/api", LIST, f"{LIST}/GM0001", f"{LIST}?limit=3&f=html"]
    before = {address: reader.get(address).headers["etag"] for address in addresses}
    reader.publish_next()
    for address, etag in before.items():
        answer = reader.get(address, if_none_match=etag)
        assert answer.status_code == 200
        assert answer.headers["etag"] != etag


def test_a_past_year_stays_as_it_was(reader):
    before = reader.items(BEFORE)
    reader.publish_next()
    after = {each["id"]: each for each in reader.items(BEFORE)["features"]}
    for each in before["features"]:
        if each["id"] not in GONE:
            assert after[each["id"]] == each


def test_every_answer_names_its_edition(reader):
    before = reader.get(LIST).headers["x-edition"]
    reader.publish_next()
    assert reader.get(LIST).headers["x-edition"] != before
