"""The areas of a collection as files; and who published their figures, under which licence."""

from __future__ import annotations

import html

import pyogrio
import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import strict
from tests.api.ogc.asking import MUNICIPALITIES, Reader, href
from tests.api.ogc.conftest import publish
from tests.squares import CODES

KINDS = {"gpkg", "geoparquet", "fgb", "csv", "xlsx"}
PLAN = 'weights = ["equal"]\n'


@pytest.fixture(scope="module")
def tiled(squareland, tmp_path_factory):
    """A store whose tiles lie ready, and whose first index is not the usual one."""
    folder = tmp_path_factory.mktemp("enclosed")
    store = publish(squareland, folder, tiles=True, more=PLAN)
    return Reader(create_app(Settings(store=store.root)))


def files(reader, collection):
    links = reader.read(f"/collections/{collection}")["links"]
    return {link["href"]: link["type"] for link in links if link["rel"] == "enclosure"}


@pytest.mark.parametrize("collection", [MUNICIPALITIES, "municipality-2020"])
def test_every_file_is_there_and_of_the_type_that_is_said(reader, collection):
    found = files(reader, collection)
    assert {each.partition("?")[0].rpartition(".")[2] for each in found} == KINDS
    for address, media in found.items():
        answer = reader.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media
        assert answer.headers["repr-digest"]


def test_a_file_holds_the_areas_of_the_collection_with_their_figures(tiled, tmp_path):
    """Also where what is shown first is another index than the usual one."""
    for collection in (MUNICIPALITIES, "municipality-2020"):
        (address,) = (each for each in files(tiled, collection) if ".gpkg?" in each)
        path = tmp_path / f"{collection}.gpkg"
        path.write_bytes(tiled.get(address).content)
        frame = pyogrio.read_dataframe(path, layer=0, read_geometry=False)
        frame = frame.rename(columns={"code": "area_code"}).set_index("area_code")
        items = tiled.items(collection)["features"]
        assert sorted(frame.index) == [each["id"] for each in items] == list(CODES)
        for each in items:
            index = each["properties"]["index"]
            if index is not None:
                assert frame["index"][each["id"]] == pytest.approx(index)


def test_tiles_are_offered_where_they_lie(tiled, of_folder):
    assert any(".pmtiles?" in each for each in files(tiled, MUNICIPALITIES))
    assert not any(".pmtiles?" in each for each in files(of_folder, MUNICIPALITIES))


def test_the_licence_stands_where_the_link_leads(reader):
    found = reader.read(f"/collections/{MUNICIPALITIES}")
    catalogue = strict(reader.get(href(found, "license")).content)
    assert found["attribution"] in {each["publisher"] for each in catalogue["sources"]}
    page = reader.get(f"/collections/{MUNICIPALITIES}", {"f": "html"}).text
    assert found["attribution"] in html.unescape(page)
