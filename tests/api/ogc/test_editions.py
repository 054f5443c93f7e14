"""Walking through pages while an edition is published: nothing twice, nothing lost, nothing mixed.

Links from page to page name the edition of the first one. Without that name a page goes on among
the figures of now.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import shapely

import geodata
from api import earlier
from api.app import create_app
from api.library import Library
from api.settings import Settings
from tests.api.ogc.asking import BEFORE, HOST, MUNICIPALITIES, Reader, href, ids
from tests.api.ogc.conftest import publish
from tests.squares import CODES, NO_SHAPE, SIDE, make_squareland, municipalities, shapes, without

GONE = ("GM0004", "GM0011", "GM0025")
RENAMED = "GM0020"
V1 = f"{HOST}/v1/index"
LIST = f"/collections/{MUNICIPALITIES}/items"


@pytest.fixture
def reader(squareland, tmp_path):
    """Reads a store of its own; `publish_next` brings the next edition."""
    store = publish(squareland, tmp_path)
    app = create_app(Settings(store=store.root))
    found = Reader(app)
    found.store = store

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


def walked(reader, query, pages_before, *, pinned=True):
    """The pages of a client that asks for some, and for the rest after another edition came."""
    page = reader.items(MUNICIPALITIES, query)
    seen = [page]
    for _ in range(pages_before - 1):
        page = reader.read(href(page, "next"))
        seen.append(page)
    reader.publish_next()
    following = href(page, "next")
    if following:
        address = following if pinned else of_now(following)
        seen += reader.walk(reader.read(address))
    return seen


def of_now(address):
    """The address of a page without the name of an edition."""
    found = re.sub(r"[?&]edition=[0-9a-f]{16}", "", address)
    assert found != address
    return found if "?" in found else found.replace("&", "?", 1)


def codes(pages):
    return [code for each in pages for code in ids(each)]


@pytest.mark.parametrize("pages_before", [1, 2, 4])
@pytest.mark.parametrize("key", ["-index", "index", "health,-area_name", None])
def test_all_pages_are_of_the_edition_of_the_first(reader, key, pages_before):
    query = {"limit": 6} | ({"sortby": key} if key else {})
    every = reader.items(MUNICIPALITIES, {**query, "limit": 1000})
    pages = walked(reader, query, pages_before)
    assert [each for page in pages for each in page["features"]] == every["features"]
    assert {page["numberMatched"] for page in pages} == {len(CODES)}
    assert codes([reader.items(MUNICIPALITIES, {**query, "limit": 1000})]) != codes([every])


def test_the_way_back_is_of_that_edition_too(reader):
    first = reader.items(MUNICIPALITIES, {"limit": 8, "sortby": "-index"})
    third = reader.read(href(reader.read(href(first, "next")), "next"))
    reader.publish_next()
    back = [*reader.walk(third, "prev")]
    assert [page["features"] for page in back][-1] == first["features"]


def test_every_page_says_of_which_edition_it_is_and_where_the_newest_one_is(reader):
    first = reader.get(LIST, {"limit": 7})
    name = first.headers["x-edition"]
    address = href(first.json(), "next")
    assert f"edition={name}" in address
    reader.publish_next()
    second = reader.get(address)
    assert second.headers["x-edition"] == name
    newest = reader.get(href(second.json(), "latest-version"))
    assert newest.headers["x-edition"] != name
    assert 'rel="latest-version"' in second.headers["link"]
    assert href(first.json(), "latest-version") is None
    page = reader.get(f"{address}&f=html&lang=en").text
    assert f"<code>{name}</code>" in page
    assert 'rel="latest-version"' in page


def test_who_has_a_page_is_told_so_when_another_edition_came(reader):
    address = href(reader.items(MUNICIPALITIES, {"limit": 7}), "next")
    etag = reader.get(address).headers["etag"]
    reader.publish_next()
    assert reader.get(address, if_none_match=etag).status_code == 304


def test_a_service_that_was_started_anew_opens_it_again(reader):
    """So does another worker, which never served it."""
    page = reader.items(MUNICIPALITIES, {"limit": 6, "sortby": "-index"})
    following = reader.read(href(page, "next"))
    reader.publish_next()
    other = Reader(create_app(Settings(store=reader.store.root)))
    assert other.read(href(page, "next"))["features"] == following["features"]


def test_an_edition_that_is_not_kept_any_more_is_gone(reader):
    """Also where it was open; what to do is told, and what is told works."""
    page = reader.items(MUNICIPALITIES, {"limit": 6, "sortby": "area_name"})
    address, name = href(page, "next"), reader.get(LIST).headers["x-edition"]
    reader.publish_next()
    reader.read(address)
    reader.store.prune(1)
    told = reader.refused(address, status=410)
    assert name in told["detail"]
    assert "`edition`" in told["hint"]
    assert ids(reader.read(of_now(address)))


def test_only_what_was_published_is_opened(reader):
    name = reader.get(LIST).headers["x-edition"]
    reader.refused(f"{LIST}?edition={'0' * 16}", status=410)
    folder = reader.store.folder_of(name)
    folder.with_name("f" * 16).symlink_to(folder)
    reader.refused(f"{LIST}?edition={'f' * 16}", status=410)
    for wrong in ("", name[:8], name.upper(), f"../{name}", "current", f"{name}&edition={name}"):
        told = reader.refused(f"{LIST}?edition={wrong}")
        assert "edition" in told["problems"][0]["what"]
    for other in (f"{LIST}/GM0001", "/collections", f"/collections/{MUNICIPALITIES}/schema"):
        reader.refused(f"{other}?edition={name}")


def test_few_are_open_at_once_and_not_for_ever(reader, monkeypatch):
    opened = []
    monkeypatch.setattr(earlier, "Library", lambda *given: opened.append(1) or Library(*given))
    address = href(reader.items(MUNICIPALITIES, {"limit": 6}), "next")
    reader.publish_next()
    for _ in range(3):
        reader.read(address)
    assert len(opened) == 1
    kept = reader.client.app.state.shelf._earlier
    assert len(kept._open) == 1
    kept._open.expire(kept._open.timer() + earlier.TIME + 1)
    assert len(kept._open) == 0
    reader.read(address)
    assert len(opened) == 2


def test_who_cannot_be_answered_now_is_told_when(reader, monkeypatch):
    monkeypatch.setattr(earlier, "PATIENCE", 0.01)
    address = href(reader.items(MUNICIPALITIES, {"limit": 6}), "next")
    reader.publish_next()
    with reader.client.app.state.shelf._earlier._opening:
        answer = reader.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert reader.get(address).status_code == 200


def test_a_folder_has_no_editions(of_folder):
    page = of_folder.items(MUNICIPALITIES, {"limit": 6})
    assert "edition" not in href(page, "next")
    of_folder.refused(f"{LIST}?edition={'0' * 16}", status=410)


@pytest.mark.parametrize("pages_before", [1, 2, 4])
def test_pages_of_now_by_code_lose_and_repeat_nothing(reader, pages_before):
    found = codes(walked(reader, {"limit": 6}, pages_before, pinned=False))
    assert len(found) == len(set(found))
    assert set(CODES) - set(GONE) <= set(found)
    assert found == sorted(found)
    assert NO_SHAPE in found  # it came behind the page


@pytest.mark.parametrize("key", ["area_name", "-area_name", "status,-area_name"])
def test_sorted_pages_of_now_lose_and_repeat_nothing_that_stays_where_it_was(reader, key):
    found = codes(walked(reader, {"limit": 5, "sortby": key}, 3, pinned=False))
    stayed = set(CODES) - set(GONE) - {RENAMED}
    assert stayed <= set(found)
    assert all(found.count(code) == 1 for code in stayed)


def test_pages_of_now_by_a_figure_go_on_behind_the_figure_where_they_were(reader):
    page = reader.items(MUNICIPALITIES, {"limit": 8, "sortby": "-index", "properties": "index"})
    last = page["features"][-1]["properties"]["index"]
    reader.publish_next()
    following = [*reader.walk(reader.read(of_now(href(page, "next"))))]
    figures = [each["properties"]["index"] for p in following for each in p["features"]]
    known = [each for each in figures if each is not None]
    assert known == sorted(known, reverse=True)
    assert all(each <= last for each in known)
    assert figures == known + [None] * (len(figures) - len(known))
    every = reader.items(MUNICIPALITIES, {"properties": "index"})["features"]
    expected = [each["properties"]["index"] for each in every]
    assert sorted(known) == sorted(each for each in expected if each is not None and each <= last)


def test_the_page_of_now_before_ends_where_this_one_began(reader):
    first = reader.items(MUNICIPALITIES, {"limit": 6})
    second = reader.read(href(first, "next"))
    reader.publish_next()
    back = [*reader.walk(reader.read(of_now(href(second, "prev"))), "prev")]
    found = [code for page in reversed(back) for code in ids(page)]
    assert found == ["GM0000", *(code for code in ids(first) if code not in GONE)]


def test_where_a_page_ended_may_be_gone(reader):
    page = reader.items(MUNICIPALITIES, {"limit": 4})
    assert ids(page)[-1] in GONE
    reader.publish_next()
    assert ids(reader.read(of_now(href(page, "next"))))[0] == "GM0005"


@pytest.mark.parametrize("given", [{}, {"sort": "-index"}, {"parent": "PV20"}, {"f": "csv"}])
def test_pages_of_v1_are_of_one_edition_too(reader, given):
    query = {"limit": 5, **given}
    every = reader.get(V1, {**query, "limit": 1000})
    pages = [reader.get(V1, query)]
    reader.publish_next()
    while "next" in pages[-1].links:
        pages.append(reader.get(pages[-1].links["next"]["url"]))
    assert {page.headers["x-edition"] for page in pages} == {every.headers["x-edition"]}
    if "f" in given:
        lines = [line for page in pages for line in page.text.splitlines()[1:]]
        assert lines == every.text.splitlines()[1:]
    else:
        found = [area for page in pages for area in page.json()["areas"]]
        assert found == every.json()["areas"]
        assert pages[1].json()["links"][-1]["rel"] == "latest-version"
    assert len(pages) > 1
    reader.store.prune(1)
    reader.refused(pages[0].links["next"]["url"], status=410)


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
