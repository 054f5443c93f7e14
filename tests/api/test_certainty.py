"""How sure ranks are, wherever a rank is told: of a folder after its draws, of an edition at once."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from starlette.testclient import TestClient

import mdi
from api.app import create_app
from api.documents import (
    AreaProfile,
    CatalogueAnswer,
    CompareAnswer,
    IndexAnswer,
    Legend,
    RankingAnswer,
    SensitivityAnswer,
    Values,
    WhyAnswer,
)
from api.settings import Settings
from mdi.editions.catalogue import read_catalogue
from tests.api.conftest import client_of, hold, problem_of, strict
from tests.api.ogc.conftest import publish
from tests.squares import FEW_PEOPLE, NO_FIGURES
from tests.sure import make_sureland

SURE = ("rank_low", "rank_median", "rank_high", "top_tenth", "reliability")
ON_MAPS = ("rank_low", "rank_high", "reliability")
DOCUMENTS = {
    "/v1/index": IndexAnswer,
    "/v1/index/GM0001": AreaProfile,
    "/v1/why/GM0001": WhyAnswer,
    "/v1/rankings": RankingAnswer,
    "/v1/compare?codes=GM0001,GM0007": CompareAnswer,
    "/v1/legend/index": Legend,
    "/v1/values/index?columns=codes,rank_low,rank_high,reliability": Values,
    "/v1/sensitivity": SensitivityAnswer,
    "/v1/catalogue": CatalogueAnswer,
}
WITH_RANKS = (*list(DOCUMENTS)[:7], "/v1/choropleth/index", "/v1/index.csv", "/v1/rankings.csv-nl")


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Squareland that asks; nobody writes in it."""
    return make_sureland(tmp_path_factory.mktemp("sure") / "land")


@pytest.fixture(scope="module")
def edition(land, tmp_path_factory):
    """An edition of it."""
    return publish(land, tmp_path_factory.mktemp("sure-edition"))


@pytest.fixture(scope="module", params=["folder", "edition"])
def service(request, land):
    """Serves it, both ways; the draws of the folder are there."""
    store = request.getfixturevalue("edition").root if request.param == "edition" else None
    return settled(create_app(Settings(store=store) if store else Settings(data=land)))


@pytest.fixture(scope="module")
def drawn(land):
    """The same draws, made by the library itself."""
    entry = read_catalogue(land).table("municipality", 2021)
    table = mdi.read_table(land / entry.file, source=entry.source, level="municipality", year=2021)
    found = mdi.sensitivity(table, 200, 1, vary=("weights", "rounding"))
    return found.to_frame().set_index("area_code")


def settled(app: Any) -> TestClient:
    """A client of a service that has drawn what it was asked first."""
    client = client_of(app)
    client.get("/v1/sensitivity")
    assert app.state.shelf.library.certainties.wait(60)
    return client


def get(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return strict(answer.content)


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def alike(told: dict[str, Any], expected: Any, names: tuple[str, ...] = SURE) -> None:
    """What is told of an area is what the library drew; null where it has no rank."""
    for name in names:
        wanted = expected[name]
        assert told[name] == (None if wanted is None or wanted != wanted else wanted), name  # noqa: PLR0124


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_with_intervals_is_what_its_model_says(service, address):
    hold(DOCUMENTS[address], get(service, address))


def test_every_rank_has_the_interval_of_the_draws(service, drawn):
    expected = drawn.astype(object).where(drawn.notna(), None)
    listed = get(service, "/v1/index?limit=20000")["areas"]
    assert len(listed) == len(drawn)
    for area in listed:
        alike(area, expected.loc[area["area_code"]])
    for area in get(service, "/v1/rankings?measure=income&n=40")["areas"]:
        alike(area, expected.loc[area["area_code"]])
    compared = get(service, f"/v1/compare?codes=GM0001,{FEW_PEOPLE}")["areas"]
    for area in compared:
        alike(area, expected.loc[area["area_code"]])
    for address in ("/v1/index/GM0007", "/v1/why/GM0007"):
        alike(get(service, address), expected.loc["GM0007"])


def test_an_area_without_a_rank_has_no_interval(service):
    profile = get(service, f"/v1/index/{FEW_PEOPLE}")
    assert profile["rank"] is None
    assert [profile[name] for name in SURE] == [None] * 5
    assert profile["certainty"]["sentences"] == []
    about = {each["about"] for each in get(service, f"/v1/why/{FEW_PEOPLE}")["sentences"]}
    assert "certainty" not in about
    features = get(service, "/v1/choropleth/index")["features"]
    told = {each["id"]: each["properties"] for each in features}
    for code in (FEW_PEOPLE, NO_FIGURES):
        assert [told[code][name] for name in ON_MAPS] == [None] * 3


def test_the_profile_says_it_in_words(service, drawn):
    for code in ("GM0001", drawn["rank"].idxmin()):
        row = drawn.loc[code]
        profile = get(service, f"/v1/index/{code}")
        place, tenth, varied = profile["certainty"]["sentences"]
        for number in (row["rank"], row["rank_low"], row["rank_high"]):
            assert str(number) in place["nl"]
            assert str(number) in place["en"]
        assert "in negen van de tien trekkingen" in place["nl"]
        assert "%" in tenth["en"]
        assert "200 keer" in varied["nl"]
        assert "gewichten, afronding" in varied["nl"]
        why = get(service, f"/v1/why/{code}")["sentences"]
        told = [each["text"] for each in why if each["about"] == "certainty"]
        assert told == [place, tenth, varied]


def test_maps_legend_and_columns_say_the_same(service, drawn):
    features = get(service, "/v1/choropleth/income")["features"]
    told = {each["id"]: each["properties"] for each in features}
    expected = drawn.astype(object).where(drawn.notna(), None)
    for code in told.keys() & set(drawn.index):
        alike(told[code], expected.loc[code], ON_MAPS)
    certainty = get(service, "/v1/legend/index")["certainty"]
    counts = {each["reliability"]: each["count"] for each in certainty["classes"]}
    words = drawn["reliability"].value_counts().to_dict()
    assert {word: count for word, count in counts.items() if count} == words
    assert [each["hatching"] for each in certainty["classes"]] == [None, "lines", "crossed", None]
    columns = get(service, "/v1/values/index?columns=codes,rank_low,rank_high,reliability")
    assert columns["certainty"] == certainty
    assert "values" not in columns
    for place, code in enumerate(columns["codes"]):
        assert [columns[name][place] for name in ON_MAPS] == [told[code][name] for name in ON_MAPS]
    answer = service.get("/v1/values/index.arrow?columns=codes,reliability,rank_high")
    table = pa.ipc.open_file(answer.content).read_all()
    assert table["reliability"].to_pylist() == columns["reliability"]
    assert table["rank_high"].to_pylist() == columns["rank_high"]


def test_tables_have_a_column_for_each(service, drawn):
    for address in ("/v1/index.csv?limit=100", "/v1/rankings.csv?n=40"):
        for row in rows(service, address):
            told = drawn.loc[row["area_code"]]
            if row["rank"]:
                assert [int(row[name]) for name in SURE[:3]] == [told[name] for name in SURE[:3]]
                assert row["reliability"] == told["reliability"]
            else:
                assert {row[name] for name in SURE} == {""}
    index, *parts = rows(service, "/v1/index/GM0001.csv")
    assert int(index["rank_low"]) == drawn.loc["GM0001", "rank_low"]
    assert {part["rank_low"] for part in parts} == {""}
    dutch = service.get("/v1/index.csv-nl?limit=1").text.splitlines()[0]
    assert "rank_low" not in dutch
    assert "trekkingen" in dutch
    cube = get(service, "/v1/index?f=jsonstat&limit=3")
    assert "rank_low" in cube["dimension"]["measure"]["category"]["index"]
    assert "reliability" not in cube["dimension"]["measure"]["category"]["index"]


def test_the_whole_is_told_at_an_address_of_its_own(service, drawn):
    found = get(service, "/v1/sensitivity")
    assert found["draws"] == 200
    assert [each["id"] for each in found["vary"]] == ["weights", "rounding"]
    assert found["ranked"] == drawn["rank"].notna().sum()
    steady = found["stability"]
    assert 0 <= steady["q05"] <= steady["q50"] <= steady["q95"] <= 1
    flow = np.array(found["flow"], float)
    assert flow.shape == (10, 10)
    assert np.allclose(flow.sum(axis=1), 1)
    assert flow[0, 0] == pytest.approx(steady["mean"])
    assert found["index"] == get(service, "/v1/index?limit=1")["provenance"]["fingerprint"]
    assert get(service, "/v1/catalogue")["sensitivity"]["draws"] == 200
    assert f"{100 * steady['mean']:.0f}%" in found["sentences"][1]["en"]


def test_what_cannot_be_is_refused(service):
    assert service.get("/v1/sensitivity?weights=none").status_code == 400
    assert service.get("/v1/sensitivity?level=none").status_code == 400


@pytest.mark.parametrize("address", WITH_RANKS)
def test_of_a_folder_answers_go_out_at_once_and_change_once(land, address):
    app = create_app(Settings(data=land))
    client, library = client_of(app), app.state.shelf.library
    library.result("municipality", 2021, "mdi_nl", "imd")
    library.certainties._draw = hold_back(library.certainties._draw, library)
    before = client.get(address)
    moment = library.now
    assert before.status_code == 200
    assert '"rank_median"' not in before.text
    assert before.headers["cache-control"] == "public, no-cache", "more comes in a moment"
    assert problem_of(client.get("/v1/sensitivity"), 503)["detail"].startswith(
        "The draws are being"
    )
    assert client.get(address, headers={"if-none-match": before.headers["etag"]}).status_code == 304
    library.go_on.set()
    assert library.certainties.wait(60)
    after = client.get(address, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.headers["cache-control"] == "public, max-age=60"
    assert after.content != before.content
    assert library.now is not moment, "what was remembered is not sent again"


def hold_back(draw: Any, library: Any) -> Any:
    """Draws that wait until they may go on."""
    from threading import Event  # noqa: PLC0415

    library.go_on = Event()

    def later(place: Any) -> None:
        assert library.go_on.wait(60)
        draw(place)

    return later


def test_of_an_edition_it_is_there_at_once(edition):
    app = create_app(Settings(store=edition.root))
    certainties = app.state.shelf.library.certainties
    client = client_of(app)
    for address in ("/v1/index/GM0001", "/v1/index/GM0001?year=2020"):
        assert get(client, address)["rank_low"] is not None
    assert certainties.wait(0), "nothing was drawn"
    assert certainties.times_drawn(("municipality", 2021, "mdi_nl", "imd")) == 0


def test_what_an_edition_does_not_hold_is_drawn(edition):
    app = create_app(Settings(store=edition.root))
    client = client_of(app)
    assert "rank_low" not in get(client, "/v1/index/GM0001?weights=equal")
    assert app.state.shelf.library.certainties.wait(60)
    told = get(client, "/v1/index/GM0001?weights=equal")
    assert told["rank_low"] <= told["rank_median"] <= told["rank_high"]


def test_where_nobody_asks_nothing_is_said(ask, client):
    assert not set(SURE) & set(ask("/v1/index/GM0001"))
    assert not set(SURE) & set(ask("/v1/rankings")["areas"][0])
    assert not set(SURE) & set(ask("/v1/choropleth/index")["features"][0]["properties"])
    assert ask("/v1/legend/index")["certainty"] is None
    assert ask("/v1/catalogue")["sensitivity"] is None
    found = ask("/v1/values/index", columns="reliability")
    assert set(found["reliability"]) == {None}
    told = problem_of(client.get("/v1/sensitivity"), 404)
    assert "[sensitivity]" in told["hint"]


def test_what_cannot_be_drawn_leaves_the_answers_as_they_are(tmp_path):
    land = make_sureland(tmp_path / "land")
    catalogue = land / "catalogue.toml"
    told = catalogue.read_text().replace('"weights", "rounding"', '"suppression"')
    catalogue.write_text(told)
    app = create_app(Settings(data=land))
    client = settled(app)
    problem = problem_of(client.get("/v1/sensitivity"), 404)
    assert "can be drawn" in problem["detail"]
    assert "rank_low" not in get(client, "/v1/index/GM0001")
    assert client.get("/v1/index/GM0001").headers["cache-control"] == "public, max-age=60"


def test_weights_of_a_readers_own_have_no_interval(service):
    body = {"weights": {"weights": {"income": 1}}, "limit": 1}
    (area,) = service.post("/v1/index", json=body).json()["areas"]
    assert not set(SURE) & set(area)


def test_shares_stay_within_bounds(drawn):
    shares = drawn["top_tenth"].dropna()
    assert ((shares >= 0) & (shares <= 1)).all()
    assert np.isclose(shares.sum(), (drawn["decile"] == 1).sum())


def test_files_say_it_too(service, drawn):
    for ending, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        content = service.get(f"/v1/download/municipality.{ending}").content
        found = read(io.BytesIO(content)).set_index("area_code")
        told, expected = found["rank_high"].dropna(), drawn["rank_high"].dropna()
        assert told.astype(int).to_dict() == expected.astype(int).to_dict()
    drawing = service.get("/v1/download/municipality.geojson").json()
    for feature in drawing["features"]:
        assert feature["properties"].keys() >= set(SURE)
