"""A whole level as one file."""

from __future__ import annotations

import base64
import gc
import hashlib
import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

import geodata
from api.app import create_app
from api.downloads import MEDIA, Wanted, Workshop
from api.settings import Settings
from mdi.editions.store.store import Store
from tests import stored
from tests.api.conftest import client_of, problem_of
from tests.api.ogc.conftest import publish
from tests.api.serving import parsed, read_all, serving
from tests.squares import CODES, shapes

DOWNLOAD = "/v1/download"
SHAPED = ["gpkg", "geoparquet", "fgb", "geojson", "zip"]


@pytest.fixture(scope="module")
def store(squareland, tmp_path_factory):
    return publish(squareland, tmp_path_factory.mktemp("download"))


@pytest.fixture(scope="module")
def of_edition(store):
    return client_of(create_app(Settings(store=store.root)))


def fetch(client, name, **parameters):
    answer = client.get(f"{DOWNLOAD}/{name}", params=parameters)
    assert answer.status_code == 200, answer.text
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["content-type"] == MEDIA[name.rpartition(".")[2]]
    return answer


@pytest.fixture(params=["folder", "edition"])
def either(request, client, of_edition):
    return client if request.param == "folder" else of_edition


@pytest.mark.parametrize("ending", SHAPED)
def test_files_with_shapes_open_in_gdal(either, tmp_path, ending):
    path = tmp_path / f"map.{ending.replace('zip', 'shp.zip')}"
    path.write_bytes(fetch(either, f"municipality.{ending}").content)
    if ending == "geoparquet":
        codes = geodata.read_boundaries(path, code_column="area_code").codes
    else:
        frame = pyogrio.read_dataframe(path, layer=0, read_geometry=False)
        codes = frame["area_code" if "area_code" in frame else "code"]
    assert sorted(codes) == list(CODES)


def test_tables_have_the_numbers_of_the_list(either, ask):
    areas = {area["area_code"]: area for area in ask("/v1/index", limit=100)["areas"]}
    excel = partial(pd.read_excel, engine="calamine")
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": excel}
    for ending, reader in read.items():
        frame = reader(io.BytesIO(fetch(either, f"municipality.{ending}").content))
        assert sorted(frame.area_code) == sorted(areas)
        for code, index in zip(frame.area_code, frame["index"], strict=True):
            expected = areas[code]["index"]
            assert index == pytest.approx(expected) or (expected is None and pd.isna(index))


def test_what_lies_in_the_edition_is_sent_as_it_lies(of_edition, store):
    edition = store.current()
    for ending, record in (
        ("gpkg", edition.manifest.maps[0]),
        ("geojson", edition.manifest.sheet("municipality", 2021, "OGC:CRS84")),
        ("parquet", next(r for r in edition.manifest.results if r.year == 2021)),
    ):
        answer = fetch(of_edition, f"municipality.{ending}")
        assert answer.content == edition.path(record.file).read_bytes()
        assert answer.headers["etag"] == f'"{edition.manifest.files[record.file].sha256}"'


def test_the_name_says_what_it_is(client):
    told = fetch(client, "municipality.csv", year=2020).headers["content-disposition"]
    assert told == 'attachment; filename="mdi-municipality-2020.csv"'


def test_a_download_goes_on_where_it_broke_off(either):
    whole = fetch(either, "municipality.gpkg").content
    etag = either.head(f"{DOWNLOAD}/municipality.gpkg").headers["etag"]
    headers = {"Range": "bytes=1000-", "If-Range": etag, "Accept-Encoding": "gzip"}
    rest = either.get(f"{DOWNLOAD}/municipality.gpkg", headers=headers)
    assert rest.status_code == 206
    assert whole[:1000] + rest.content == whole


def test_the_head_alone_has_the_size(client):
    head = client.head(f"{DOWNLOAD}/municipality.csv")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(fetch(client, "municipality.csv").content))


def test_weights_method_and_year_are_those_that_are_asked_for(client, ask):
    asked = {"weights": "equal", "method": "zscore", "year": 2020}
    frame = pd.read_csv(io.BytesIO(fetch(client, "municipality.csv", **asked).content))
    areas = {a["area_code"]: a["index"] for a in ask("/v1/index", limit=100, **asked)["areas"]}
    for code, index in zip(frame.area_code, frame["index"], strict=True):
        expected = areas[code]
        assert index == pytest.approx(expected) or (expected is None and pd.isna(index))


def test_a_shapefile_is_the_same_bytes_each_time(squareland):
    made = [
        client_of(create_app(Settings(data=squareland))).get(f"{DOWNLOAD}/municipality.zip").content
        for _ in range(2)
    ]
    names = zipfile.ZipFile(io.BytesIO(made[0])).namelist()
    assert "mdi-municipality-2021.shp" in names
    assert made[0] == made[1]


def test_only_some_files_are_kept(squareland):
    app = create_app(Settings(data=squareland, downloads=2))
    client, workshop = client_of(app), app.state.workshop
    assert isinstance(workshop, Workshop)
    for year in (2020, 2021):
        for weights in ("equal", "mdi_nl"):
            fetch(client, "municipality.csv", year=year, weights=weights)
    assert sum(path.is_file() for path in _files(workshop)) == 2


def test_who_waits_too_long_is_told(app, client, monkeypatch):
    monkeypatch.setattr("api.downloads.PATIENCE", 0.01)
    with app.state.workshop._lock:
        answer = client.get(f"{DOWNLOAD}/municipality.xlsx?weights=equal")
    assert "moment" in problem_of(answer, 503)["detail"]
    assert int(answer.headers["retry-after"]) > 0


def test_a_file_that_is_being_sent_stays_until_it_is_sent(squareland):
    app = create_app(Settings(data=squareland, downloads=1))
    library, workshop = app.state.shelf.library, app.state.workshop
    result = library.result("municipality", 2021, "mdi_nl", "imd")
    sent = workshop.file(Wanted(library, result, "fgb"))
    workshop.file(Wanted(library, result, "xlsx"))
    assert hashlib.sha256(sent.path.read_bytes()).hexdigest() == sent.sha256
    folder = sent.path.parent
    del sent
    gc.collect()
    assert not folder.exists()
    assert sum(path.is_file() for path in _files(workshop)) == 1


def test_many_formats_at_once_and_room_for_one(squareland, tmp_path):
    """Slow readers of files that went out of the cache meanwhile get every byte."""
    names = [f"{each}?weights={w}" for each in KEPT for w in ("mdi_nl", "equal")]
    with serving(tmp_path, "--data", squareland, downloads=1) as service:
        with ThreadPoolExecutor(len(names)) as pool:
            answers = [*pool.map(partial(slowly, service), names * 4)]
        assert "Traceback" not in service.log.read_text()
    for name, (status, headers, body) in zip(names * 4, answers, strict=True):
        assert status == 200, (name, body[:300])
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert headers["repr-digest"] == f"sha-256=:{digest}:".lower()


KEPT = [f"municipality.{ending}" for ending in ("fgb", "gpkg", "xlsx", "csv", "zip", "geojson")]


def slowly(service, name):
    """A download that is read after the others have asked for theirs."""
    with service.connect(60) as connection:
        head = f"GET {DOWNLOAD}/{name} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        time.sleep(0.3)
        return parsed(read_all(connection))


def test_other_shapes_are_another_file(tmp_path):
    """Also where no figure is another."""
    store = Store.open(tmp_path / "store", create=True)
    stored.publish(store, stored.Inputs())
    app = create_app(Settings(store=store.root))
    client = client_of(app)
    before = fetch(client, "municipality.fgb").content
    moved = shapes()
    moved.geometry[:] = [each.buffer(-50) for each in moved.geometry]
    stored.publish(store, stored.Inputs(shapes=moved))
    app.state.shelf.look()
    assert fetch(client, "municipality.fgb").content != before


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("municipality.doc", 404),
        ("municipality.pmtiles", 404),
        ("district.gpkg", 404),
        ("province.csv", 400),
        ("municipality", 404),
        ("municipality.csv?weights=none", 400),
        ("municipality.csv?year=1999", 400),
        ("municipality.csv?f=json", 400),
        ("../../etc/passwd.csv", 404),
    ],
)
def test_what_is_not_there_is_refused(refused, name, status):
    refused(f"{DOWNLOAD}/{name}", status=status)


def _files(workshop):
    return Path(workshop._folder).rglob("*")
