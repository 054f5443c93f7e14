"""Which store an address means, what it needs, and what a folder does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mdi.editions.remote import cache, connecting
from mdi.editions.remote.address import Address, is_remote
from mdi.editions.remote.opening import open_store
from mdi.editions.store.store import Store
from mdi.errors import FileError, StoreWriteError
from tests.editions.remote.storages import published, remote

FOLDER = """
import sys
from pathlib import Path
from mdi.editions.remote.opening import open_store
store = open_store(sys.argv[1], create=True)
open_store(Path(sys.argv[1])).history()
print(sorted({name.partition('.')[0] for name in sys.modules} & {'fsspec', 's3fs', 'platformdirs'}))
"""


def test_a_folder_is_opened_without_anything_more(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", FOLDER, str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert ran.stdout.strip() == "[]"
    assert type(open_store(str(tmp_path / "store"))) is Store


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://bucket/place/", "s3://bucket/place"),
        ("sftp://me:hush@host:22/place", "sftp://me@host:22/place"),
        ("abfs://box@account.host/place?sig=hush", "abfs://box@account.host/place"),
        ("s3://[hush/place", "s3://…"),
    ],
)
def test_an_address_is_shown_without_secrets(text, shown):
    address = Address.parse(text)
    assert address.shown.rstrip("/") == shown
    assert "hush" not in address.name


@pytest.mark.parametrize("text", ["s3://", "s3:///", "://b/c", "simplecache::s3://b", "S 3://b"])
def test_what_is_no_address_is_told(text):
    assert is_remote(text)
    with pytest.raises(FileError, match="is no place for a store") as raised:
        open_store(text)
    assert "s3://bucket/place" in str(raised.value)


@pytest.mark.parametrize("text", ["store", "/srv/store", "C:\\store", "./a:b/c"])
def test_what_is_a_folder_stays_one(text):
    assert not is_remote(text)


def test_a_kind_of_storage_that_is_not_known_is_told(tmp_path):
    with pytest.raises(FileError, match="'gopher' is no kind of storage"):
        open_store("gopher://host/place", cache=tmp_path)


def test_a_missing_package_is_named_with_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(FileError, match="needs the package 'fsspec'") as raised:
        open_store("s3://bucket/place", cache=tmp_path)
    assert 'pip install "multi-deprivation-index[remote]"' in str(raised.value)


def test_a_missing_driver_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(FileError, match="gcsfs") as raised:
        open_store("gs://bucket/place", cache=tmp_path)
    assert "Traceback" not in str(raised.value)


def test_every_store_has_a_copy_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("MDI_CACHE", str(tmp_path))
    here = [
        cache.copy_of(Address.parse(f"s3://bucket/{name}")) for name in ("a", "b", "a-b", "a/b")
    ]
    assert len(set(here)) == 4
    assert {each.parent for each in here} == {tmp_path}
    assert cache.copy_of(Address.parse("s3://bucket/a"), tmp_path / "own").parent.name == "own"
    monkeypatch.delenv("MDI_CACHE")
    assert cache.copy_of(Address.parse("s3://bucket/a")).parent.name == "stores"


def test_a_bucket_that_is_not_there_is_told(s3, tmp_path):
    assert s3
    with pytest.raises(FileError, match="is no store of editions"):
        open_store("s3://nobody/place", cache=tmp_path)
    store = open_store("s3://nobody/place", cache=tmp_path, create=True)
    with pytest.raises(StoreWriteError, match="there is no such bucket or folder"):
        published(store, 2024)


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_told(s3, monkeypatch, tmp_path):
    assert s3
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(FileError, match="the storage does not answer"):
        open_store("s3://bucket/place", cache=tmp_path)


def test_credentials_that_are_not_there_are_told(s3, monkeypatch, tmp_path):
    assert s3
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(FileError, match="no credentials for it are known"):
        open_store("s3://bucket/place", cache=tmp_path / "cache")


def test_a_copy_that_cannot_be_written_is_told(place_in_memory, tmp_path):
    published(remote(place_in_memory, tmp_path / "cache"), 2024)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreWriteError, match="cannot be written"):
        open_store(place_in_memory, cache=tmp_path / "file")


def test_every_storage_that_is_not_known_is_trusted_least():
    assert connecting.kind_of("sftp").creates is None
    assert not connecting.kind_of("dropbox").whole
