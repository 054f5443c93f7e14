"""How sure ranks are, as a GIS reads it: properties, filters, sorting, pages for people."""

from __future__ import annotations

import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.http.plain import scope_of
from tests.api.ogc.asking import BEFORE, MUNICIPALITIES, Reader
from tests.api.ogc.conftest import publish
from tests.squares import FEW_PEOPLE
from tests.sure import make_sureland

SURE = {
    "rank_low": "integer",
    "rank_median": "integer",
    "rank_high": "integer",
    "top_tenth": "number",
    "reliability": "string",
}
AREA = f"/collections/{MUNICIPALITIES}/items/GM0007"


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Squareland that asks how sure its ranks are."""
    return make_sureland(tmp_path_factory.mktemp("sure") / "land")


@pytest.fixture(scope="module")
def edition(land, tmp_path_factory):
    """A store with an edition of it."""
    return publish(land, tmp_path_factory.mktemp("sure-edition"))


@pytest.fixture(scope="module", params=["edition", "folder"])
def reader(request, land):
    """Reads both; the draws of the folder are there."""
    if request.param == "edition":
        return Reader(create_app(Settings(store=request.getfixturevalue("edition").root)))
    app = create_app(Settings(data=land))
    found = Reader(app)
    for collection in (MUNICIPALITIES, BEFORE):
        found.items(collection)
    assert app.state.shelf.library.certainties.wait(60)
    return found


@pytest.mark.parametrize("collection", [MUNICIPALITIES, BEFORE])
@pytest.mark.parametrize("name", ["schema", "queryables", "sortables"])
def test_every_schema_tells_of_it(reader, collection, name):
    found = reader.read(f"/collections/{collection}/{name}")["properties"]
    assert {each: found[each]["type"] for each in SURE} == SURE
    assert all(found[each]["title"] != each for each in SURE)


@pytest.mark.parametrize("collection", [MUNICIPALITIES, BEFORE])
def test_areas_have_what_the_schema_tells(reader, collection):
    told = set(reader.read(f"/collections/{collection}/schema")["properties"]) - {"geometry"}
    for feature in reader.items(collection)["features"]:
        found = feature["properties"]
        assert set(found) == told
        has = {name for name in SURE if found[name] is not None}
        assert has == (set(SURE) if found["rank"] else set())
        if found["rank"]:
            assert found["rank_low"] <= found["rank_median"] <= found["rank_high"]
    one = reader.read(f"/collections/{collection}/items/GM0007")
    assert set(one["properties"]) == told


def test_it_is_filtered_and_sorted_by(reader):
    every = reader.items(MUNICIPALITIES)["features"]
    for word in ("certainly", "not"):
        wanted = {each["id"] for each in every if each["properties"]["reliability"] == word}
        found = reader.items(MUNICIPALITIES, {"filter": f"reliability = '{word}'"})["features"]
        assert {each["id"] for each in found} == wanted
        found = reader.items(MUNICIPALITIES, {"reliability": word})["features"]
        assert {each["id"] for each in found} == wanted
    query = {"filter": "rank_high - rank_low > 2", "sortby": "-rank_high", "limit": 40}
    found = [each["properties"] for each in reader.items(MUNICIPALITIES, query)["features"]]
    assert found
    assert all(each["rank_high"] - each["rank_low"] > 2 for each in found)
    highest = [each["rank_high"] for each in found]
    assert highest == sorted(highest, reverse=True)


def test_people_read_it_in_their_own_language(reader):
    dutch = reader.get(AREA, {"f": "html", "lang": "nl"}).text
    english = reader.get(AREA, {"f": "html", "lang": "en"}).text
    assert "trekkingen" in dutch
    assert "draws" in english
    word = reader.read(AREA)["properties"]["reliability"]
    assert f">{word}<" in english.replace("\n", "").replace(" <", "<").replace("> ", ">")
    table = reader.get(f"/collections/{MUNICIPALITIES}/items", {"f": "html", "lang": "nl"}).text
    assert "rank_high" in table
    assert "rank_median" not in table
    assert FEW_PEOPLE in table


def test_it_is_no_measure_with_a_style_of_its_own(reader):
    found = reader.read(f"/collections/{MUNICIPALITIES}/styles")
    assert not set(SURE) & {each["id"] for each in found["styles"]}


def test_the_short_way_of_a_folder_forgets_what_went_out_before_the_draws(land):
    app = create_app(Settings(data=land))
    reader, library = Reader(app), app.state.shelf.library
    library.certainties._beside.make = lambda _key, make: waiting.append(make)
    waiting = []
    path = f"/ogc/v1{AREA}"
    assert "rank_low" not in reader.read(AREA, {"properties": "index,rank"})["properties"]
    reader.read(AREA)
    scope = scope_of(path, headers=[(b"host", b"gis.example")], method="GET")
    ready = app.quick.answer(scope)
    assert ready is not None
    app.quick.remember(b"asked", ready)
    assert app.quick.again(b"asked") is ready
    before = reader.get(AREA)
    waiting[0]()
    assert app.quick.again(b"asked") is None
    after = reader.get(AREA, **{"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["properties"]["rank_low"] >= 1
