"""Killed, cut off or refused at any call: there is the old edition or the new one, whole."""

from __future__ import annotations

import random
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mdi.editions.remote import kinds
from mdi.errors import FileError, StoreWriteError
from tests.editions.remote.storages import (
    Failing,
    Killed,
    arrived,
    failing,
    flip,
    published,
    remote,
)
from tests.editions.store.making import contents, publish

SIZE = 100
MOMENTS = 8


@pytest.fixture
def expected(tmp_path) -> dict[int, dict[str, bytes]]:
    """The editions of two years as runs make them that nobody disturbs, by year."""
    calm = remote(f"memory://{random.randbytes(4).hex()}", tmp_path / "calm")
    return {year: contents(published(calm, year, SIZE).folder) for year in (2024, 2025)}


def calls_of_a_run(tmp_path: Path, place: str) -> int:
    """How often the storage is asked in a run that brings a new edition."""
    store = remote(place, tmp_path / "counted")
    published(store, 2024, SIZE)
    counting = failing(store)
    published(store, 2025, SIZE)
    return counting.calls


@pytest.fixture(params=["memory", "file"])
def places(request, tmp_path) -> str:
    """The beginning of many empty places: where a file is put in one go, and where it is moved."""
    beginning = random.randbytes(4).hex()
    return f"{request.param}://{tmp_path if request.param == 'file' else ''}/{beginning}"


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same machine", "another machine"])
@pytest.mark.parametrize(
    ("how", "once"),
    [
        pytest.param(Killed(), False, id="killed"),
        pytest.param(ConnectionError("reset by peer"), False, id="cut off"),
        pytest.param(PermissionError("denied"), True, id="refused once"),
    ],
)
def test_whichever_call_fails_the_old_or_the_new_edition_is_there(
    tmp_path, places, monkeypatch, expected, how, once, elsewhere
):
    """Every call of a run, one after another; then a run that nothing disturbs."""
    for name in ("memory", "file"):  # one after another, so that every number is one call
        monkeypatch.setitem(kinds.KINDS, name, replace(kinds.KINDS[name], threads=1))
    monkeypatch.setattr("mdi.editions.remote.locks.BEAT", 60)
    monkeypatch.setattr("mdi.editions.remote.locks.PATIENCE", 0.05)
    found = []
    for number in range(1, calls_of_a_run(tmp_path, f"{places}-counted") + 1):
        place, cache = f"{places}-{number}", tmp_path / str(number)
        store = remote(place, cache)
        published(store, 2024, SIZE)
        failing(store).fail(number, how, once=once)
        with suppress(FileError, Killed):
            published(store, 2025, SIZE)
        now = arrived(place, tmp_path / "reader" / str(number))
        found.append(next(year for year, files in expected.items() if files == now))
        assert remote(place, cache).verify("current") == []
        again = remote(place, tmp_path / "rerun" / str(number) if elsewhere else cache)
        assert contents(published(again, 2025, SIZE).folder) == expected[2025]
        assert arrived(place, tmp_path / "later" / str(number)) == expected[2025]
        assert again.verify() == []
    assert found[0] == 2024
    assert found[-1] == 2025
    assert found == sorted(found) or once  # what comes after the switch undoes nothing


@pytest.mark.slow
def test_killed_at_random_moments_the_old_or_the_new_edition_is_there(place_on_s3, tmp_path, start):
    """A real process, a real server, and `kill -9`."""
    calm = remote(f"{place_on_s3}-calm", tmp_path / "calm")
    expected = {year: contents(publish(calm, year).folder) for year in (2024, 2025)}
    begun = time.monotonic()
    start("publish", f"{place_on_s3}-timed", tmp_path / "timed", 2025).wait()
    lasted, killed, chance = time.monotonic() - begun, 0, random.Random()
    for moment in range(MOMENTS):
        place, cache = f"{place_on_s3}-{moment}", tmp_path / str(moment)
        publish(remote(place, cache), 2024)
        process = start("publish", place, cache, 2025)
        time.sleep(lasted / 2 * chance.random())
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert arrived(place, tmp_path / f"reader-{moment}") in expected.values()
        again = publish(remote(place, cache), 2025)
        assert contents(again.folder) == expected[2025]
        assert arrived(place, tmp_path / f"later-{moment}") == expected[2025]
        assert remote(place, cache).verify() == []
    assert killed


def test_what_died_on_the_way_is_not_sent_twice(tmp_path, place_in_memory):
    store = remote(place_in_memory, tmp_path / "cache")
    cut = failing(store)
    count = calls_of_a_run(tmp_path, f"{place_in_memory}-counted")
    cut.fail(count // 2, ConnectionError("reset by peer"))
    with pytest.raises(FileError):
        published(store, 2025)
    cut.heal()
    before = set(store.depot.sizes("objects"))
    assert before
    sent = []
    upload = store.depot.upload
    store.depot.upload = lambda place, path: sent.append(path) or upload(place, path)
    published(store, 2025)
    assert not before & set(sent)


def test_a_flipped_bit_is_refused_found_and_mended(store, place, tmp_path):
    edition = publish(store, 2024)
    expected = contents(edition.folder)
    sha256 = edition.manifest.files["catalogue.toml"].sha256
    path = f"objects/{sha256[:2]}/{sha256}"
    flip(store.depot, path)
    other = remote(place, tmp_path / "other", create=False)
    with pytest.raises(FileError, match="is damaged") as raised:
        other.whole("current")
    assert path in str(raised.value)
    assert not other.copy.path_of(edition.manifest.files["catalogue.toml"]).exists()
    assert [path in problem.what for problem in store.verify()] == [True]
    assert publish(store, 2024).name == edition.name  # it is known where it was verified
    assert store.verify() == []
    assert other.whole("current").name == edition.name
    assert contents(other.folder_of(edition.name)) == expected


@pytest.mark.parametrize("file", ["catalogue.toml", "manifest.json"])
def test_a_flipped_bit_of_an_edition_is_found_and_mended(store, file):
    edition = publish(store, 2024)
    flip(store.depot, f"editions/{edition.name}/{file}")
    assert [file in problem.what for problem in store.verify()] == [True]
    publish(store, 2024)
    assert store.verify() == []


def test_what_is_gone_or_cut_short_is_put_anew(store, place, tmp_path):
    edition = publish(store, 2024)
    gone, short = sorted(store.depot.sizes("objects"))[:2]
    store.depot.remove(gone)
    store.depot.write(short, b"")
    store.depot.remove(f"editions/{edition.name}/manifest.json")
    other = remote(place, tmp_path / "other", create=False)
    assert len(other.verify()) >= 3
    publish(store, 2024)  # which nobody told
    assert other.verify() == []


def test_a_batch_elsewhere_makes_again_what_is_damaged(store, place, tmp_path):
    """A machine with an empty copy finds out on arrival, and needs no verify."""
    edition = publish(store, 2024)
    expected = contents(edition.folder)
    for path in store.depot.sizes("objects"):
        flip(store.depot, path)
    other = remote(place, tmp_path / "other")
    assert contents(publish(other, 2024).folder) == expected
    assert arrived(place, tmp_path / "reader") == expected
    assert other.verify() == []


def test_a_damaged_switch_is_told_and_the_next_run_publishes(store, place, tmp_path):
    publish(store, 2024)
    flip(store.depot, "current.json")
    other = remote(place, tmp_path / "other", create=False)
    with pytest.raises(FileError, match="what is current is not known") as raised:
        other.history()
    assert f"'{other.depot.shown}/current.json'" in str(raised.value)
    edition = publish(other, 2025)
    assert store.current().name == edition.name
    assert store.verify() == []
    assert store.depot.read("current.json.damaged")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionError("http://user:hush@host/ refused"), "the storage does not answer"),
        (PermissionError("AKIAHUSHHUSHHUSHHUSH"), "does not allow it"),
        (type("NoCredentialsError", (Exception,), {})("x"), "no credentials for it are known"),
        (FileNotFoundError("hush"), "no such bucket"),
        (OSError(28, "hush"), "no room left"),
        (ValueError("https://host/x?sig=hush key=hush hushhushhushhushhush"), "cannot be written"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_what_goes_wrong_is_told_in_words_and_without_secrets(
    place_in_memory, tmp_path, error, words
):
    store = remote(place_in_memory, tmp_path / "cache")
    failing(store).fail(1, error)
    with pytest.raises(StoreWriteError) as raised:
        store.depot.write("current.json", b"")
    told = str(raised.value)
    assert words in told
    assert "hush" not in told.lower()
    assert "What was published stays" in told
    assert raised.value.exit_code == 74


def test_a_storage_that_fails_counts_what_it_is_asked(place_in_memory, tmp_path):
    """The test of the tests: each call fails when it is its turn, and not before."""
    store = remote(place_in_memory, tmp_path / "cache")
    cut: Failing = failing(store)
    cut.fail(2, ConnectionError(), once=True)
    assert store.depot.read("a") is None
    with pytest.raises(FileError):
        store.depot.read("a")
    assert store.depot.read("a") is None
    assert cut.calls == 3
