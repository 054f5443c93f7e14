"""The files of an edition: every one with the digest that it has on the disk and on the way."""

from __future__ import annotations

import base64
import hashlib

import pytest

from api.app import create_app
from api.documents.files import EditionFiles
from api.settings import Settings
from tests.api.conftest import client_of, hold
from tests.api.ogc.conftest import publish

FILES = "/v1/edition/files"


@pytest.fixture(scope="module")
def store(squareland, tmp_path_factory):
    return publish(squareland, tmp_path_factory.mktemp("listed"))


@pytest.fixture(scope="module")
def of_edition(store):
    return client_of(create_app(Settings(store=store.root)))


def test_every_file_is_listed_with_the_digest_of_its_bytes(of_edition, store):
    answer = of_edition.get(FILES)
    assert answer.status_code == 200
    found, edition = answer.json(), store.current()
    hold(EditionFiles, found)
    there = {
        path.relative_to(edition.folder).as_posix()
        for path in edition.folder.rglob("*")
        if path.is_file()
    }
    assert {each["path"] for each in found["files"]} == there - {"manifest.json"}
    for each in found["files"]:
        content = edition.path(each["path"]).read_bytes()
        assert (each["sha256"], each["size"]) == (hashlib.sha256(content).hexdigest(), len(content))


def test_all_of_it_follows_from_the_name(of_edition, store):
    found = of_edition.get(FILES).json()
    content = store.current().path("manifest.json").read_bytes()
    assert found["manifest"] == hashlib.sha256(content).hexdigest()
    assert found["manifest"].startswith(found["edition"])
    assert found["edition"] == of_edition.get(FILES).headers["x-edition"]


def test_what_is_downloaded_has_the_digest_that_is_listed(of_edition):
    listed = {each["sha256"] for each in of_edition.get(FILES).json()["files"]}
    for ending in ("parquet", "gpkg", "geojson"):
        answer = of_edition.get(f"/v1/download/municipality.{ending}")
        name, _, told = answer.headers["repr-digest"].partition("=")
        assert name == "sha-256"
        assert base64.b64decode(told.strip(":")).hex() in listed
        assert hashlib.sha256(answer.content).hexdigest() in listed


def test_who_has_the_list_is_told_so(of_edition):
    etag = of_edition.get(FILES).headers["etag"]
    assert of_edition.get(FILES, headers={"if-none-match": etag}).status_code == 304


def test_a_folder_that_is_no_edition_has_none(ask):
    assert ask("/v1/edition/files") == {"edition": None, "manifest": None, "files": []}
