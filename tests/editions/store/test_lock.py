"""One process writes at a time; the others wait, or are told who it is."""

from __future__ import annotations

import os
import platform
import threading
import time

import pytest

from mdi.editions.store.store import Store
from mdi.errors import StoreBusyError
from tests.editions.store.making import carry_out, manifest_of, publish

SOON = 20  # seconds; more than enough for what takes a moment


def test_who_comes_second_is_told_who_came_first(store, start):
    holder = start("hold", store.root)
    with pytest.raises(StoreBusyError) as raised, store.lock():
        pass
    told = str(raised.value)
    assert f"process {holder.pid} on {platform.node()}, since 20" in told
    assert "Nothing was changed" in told
    assert raised.value.exit_code == 75


def test_publish_rollback_and_prune_change_nothing_while_another_writes(store, start):
    publish(store, 2023)
    old = publish(store, 2024)
    manifest = manifest_of(carry_out(store, 2025), 2025)
    start("hold", store.root)
    for change in (lambda: store.publish(manifest), store.rollback, lambda: store.prune(1)):
        with pytest.raises(StoreBusyError):
            change()
    assert store.current().name == old.name
    assert len(store.names()) == 2
    assert store.verify() == []


def test_the_lock_of_a_killed_process_is_free_at_once(store, start):
    holder = start("hold", store.root)
    holder.kill()
    holder.wait()
    with store.lock():
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_that_outlives_a_killed_process_does_not_hold_its_lock(store, start):
    holder = start("hold_with_a_child", store.root)
    holder.kill()
    holder.wait()
    with store.lock():
        pass


def test_who_waits_goes_on_when_the_lock_is_free(store, start):
    holder = start("hold", store.root)
    threading.Timer(0.3, holder.kill).start()
    begun = time.monotonic()
    publish(store, 2025)
    assert 0.2 < time.monotonic() - begun < SOON


def test_two_batches_at_once_both_publish(store, start):
    processes = [start("publish", store.root, year) for year in (2024, 2025)]
    names = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(each.edition for each in store.history()) == sorted(names)
    assert store.names() == sorted(names)
    assert store.verify() == []


def test_who_holds_the_lock_may_take_it_once_more(store):
    with store.lock(), store.lock():
        assert (store.root / "lock.json").is_file()
    assert not (store.root / "lock.json").exists()
    with Store.open(store.root).lock():
        pass


def test_another_store_in_the_same_process_waits_its_turn(store):
    with store.lock(), pytest.raises(StoreBusyError), Store.open(store.root).lock():
        pass


def test_a_thread_of_the_same_process_waits_its_turn(store):
    raised = []

    def other():
        try:
            with store.lock():
                pass
        except StoreBusyError as error:
            raised.append(error)

    with store.lock():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(raised) == 1


def test_the_lock_is_free_after_an_error(store):
    with pytest.raises(ZeroDivisionError), store.lock():
        _ = 1 / 0
    with Store.open(store.root).lock():
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_holder_that_cannot_be_read_is_another_process(store, start, content):
    start("hold", store.root)
    (store.root / "lock.json").write_text(content)
    with pytest.raises(StoreBusyError, match="in use by another process"), store.lock():
        pass
