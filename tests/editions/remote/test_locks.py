"""One writes at a time, on however many machines; a lock that was left behind is recognised."""

from __future__ import annotations

import platform
import threading
import time
from dataclasses import replace

import orjson
import pytest

from mdi.editions.remote import kinds, locks
from mdi.editions.remote.locks import RemoteLock
from mdi.errors import StoreBusyError
from tests.editions.remote.storages import Killed, arrived, failing, published, remote
from tests.editions.store.making import contents, publish

LEFT = orjson.dumps({"pid": 7, "host": "night", "since": "2026-01-01T00:00:00Z", "word": "w"})


def test_who_comes_second_is_told_who_came_first(place_on_s3, tmp_path, start, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", 30)  # the other one renews as slowly as in life
    store = remote(place_on_s3, tmp_path / "cache")
    holder = start("hold", place_on_s3, tmp_path / "other")
    with pytest.raises(StoreBusyError) as raised, store.lock():
        pass
    told = str(raised.value)
    assert f"process {holder.pid} on {platform.node()}, since 20" in told
    assert place_on_s3 in told
    assert "Nothing was changed" in told


def test_the_lock_of_a_killed_process_is_free_at_once_for_the_same_copy(
    place_on_s3, tmp_path, start, monkeypatch
):
    monkeypatch.setattr(locks, "PATIENCE", 600)
    store = remote(place_on_s3, tmp_path / "cache")
    holder = start("hold", place_on_s3, tmp_path / "cache")
    holder.kill()
    holder.wait()
    assert store.depot.read("lock.json")
    begun = time.monotonic()
    published(store, 2024)
    assert time.monotonic() - begun < 60


def test_a_lock_that_stands_still_is_taken_over(store):
    store.depot.write("lock.json", LEFT)
    begun = time.monotonic()
    published(store, 2024)
    assert time.monotonic() - begun >= locks.PATIENCE
    assert store.depot.read("lock.json") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_a_lock_that_cannot_be_read_is_one_that_stands_still(store, content):
    store.depot.write("lock.json", content)
    published(store, 2024)
    assert store.verify() == []


def test_a_lock_that_is_renewed_is_never_taken_over(store, place, tmp_path):
    other = remote(place, tmp_path / "other")
    with other.lock():
        until = time.monotonic() + 2 * locks.PATIENCE
        while time.monotonic() < until:
            with pytest.raises(StoreBusyError, match="is in use by process"), store.lock():
                pass
        other._remote_lock.confirm()


def test_who_waits_goes_on_when_the_lock_is_free(store, place, tmp_path):
    other = remote(place, tmp_path / "other")
    left = threading.Event()

    def hold():
        with other.lock():
            left.wait(1)

    thread = threading.Thread(target=hold)
    thread.start()
    time.sleep(0.2)
    begun = time.monotonic()
    threading.Timer(0.5, left.set).start()
    published(store, 2024)  # waits
    assert time.monotonic() - begun > 0.3
    thread.join()


def test_two_batches_at_once_both_publish(place_on_s3, tmp_path, start):
    processes = [start("publish", place_on_s3, tmp_path / str(year), year) for year in (2024, 2025)]
    names = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    store = remote(place_on_s3, tmp_path / "reader", create=False)
    assert sorted(each.edition for each in store.history()) == sorted(names)
    assert store.verify() == []


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kinds.MEMORY, id="cannot tell"),
        pytest.param(replace(kinds.MEMORY, creates="put"), id="does not keep to it"),
    ],
)
def test_of_many_who_try_at_once_one_holds_it_where_nobody_is_refused(
    place_in_memory, tmp_path, monkeypatch, kind
):
    """A storage that lets everybody create: the last one to write is the one."""
    monkeypatch.setitem(kinds.KINDS, "memory", kind)
    monkeypatch.setattr(locks, "SETTLE", 0.2)
    holding, most, errors = [], [], []
    all_saw_none = threading.Barrier(4)

    def take(number):
        store = remote(place_in_memory, tmp_path / str(number))
        seen = []

        def create(path, content):
            if not seen:
                seen.append(all_saw_none.wait())
            store.depot._storage.pipe_file(store.depot._at(path), content)
            return True

        store.depot.create = create
        try:
            with store._remote_lock.held(wait=False):
                holding.append(number)
                most.append(len(holding))
                time.sleep(0.3)
                holding.remove(number)
        except StoreBusyError as error:
            errors.append(error)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert len(most) + len(errors) == 4


def test_a_lock_that_was_lost_stops_the_push_before_the_switch(store, place, tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "BEAT", 60)
    old = publish(store, 2023)
    push = store.depot.copy

    def slow(*arguments):
        store.depot.write("lock.json", LEFT)
        push(*arguments)

    store.depot.copy = slow
    with pytest.raises(StoreBusyError, match="was lost to process 7 on night") as raised:
        publish(store, 2024)
    assert "Run again" in str(raised.value)
    assert store.depot.read("lock.json") == LEFT  # that of another is left alone
    assert arrived(place, tmp_path / "reader") == contents(old.folder)
    store.depot.copy = push
    assert publish(store, 2024).name == store.current().name


def test_an_answer_that_is_lost_on_the_way_does_not_lock_us_out(store):
    create = store.depot.create

    def lost(path, content):
        create(path, content)
        return False

    store.depot.create = lost
    published(store, 2024)
    assert store.verify() == []


def test_a_storage_that_is_away_for_a_moment_does_not_lose_the_lock(place_in_memory, tmp_path):
    store = remote(place_in_memory, tmp_path / "cache")
    with store.lock():
        cut = failing(store)
        cut.fail(1, ConnectionError("away"))
        time.sleep(4 * locks.BEAT)
        assert cut.calls
        cut.heal()
        before = store.depot.read("lock.json")
        time.sleep(4 * locks.BEAT)
        assert store.depot.read("lock.json") != before
        store._remote_lock.confirm()


def test_a_killed_process_on_another_machine_is_waited_for_and_succeeded(place_in_memory, tmp_path):
    store = remote(place_in_memory, tmp_path / "cache")
    failing(store).fail(25, Killed())
    with pytest.raises(Killed):
        published(store, 2024)
    other = remote(place_in_memory, tmp_path / "other")
    assert other.depot.read("lock.json")
    published(other, 2024)
    assert other.verify() == []


def test_a_word_stands_for_one_copy(place_in_memory, tmp_path):
    one, same, other = (
        remote(place_in_memory, tmp_path / name)._remote_lock for name in ("a", "a", "b")
    )
    assert isinstance(one, RemoteLock)
    assert one._owner == same._owner != other._owner
