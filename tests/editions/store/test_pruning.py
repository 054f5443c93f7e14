"""Prune: what nobody needs goes, and never what somebody needs."""

from __future__ import annotations

import pytest

from mdi.editions.store.store import Store
from mdi.errors import FileError
from tests.editions.store.making import carry_out, key_of, publish


def test_the_editions_published_last_stay(store):
    names = [publish(store, year).name for year in range(2020, 2025)]
    pruned = store.prune(2)
    assert sorted(pruned.editions) == sorted(names[:3])
    assert store.names() == sorted(names[3:])
    assert store.current().name == names[4]
    assert store.verify() == []
    assert store.rollback().name == names[3]


def test_an_edition_that_a_service_may_still_serve_stays(store):
    names = [publish(store, year).name for year in (2023, 2024, 2025)]
    assert store.prune(1, spare=60).editions == ()
    assert store.names() == sorted(names)
    assert sorted(store.prune(1, spare=0).editions) == sorted(names[:2])


def test_the_current_edition_stays_after_a_rollback(store):
    names = [publish(store, year).name for year in (2023, 2024, 2025)]
    store.rollback(names[0])
    store.prune(1)
    assert store.names() == [names[0]]
    assert store.current().name == names[0]


@pytest.mark.parametrize("keep", [0, -3])
def test_one_edition_always_stays(store, keep):
    publish(store, 2024)
    current = publish(store, 2025)
    store.prune(keep)
    assert store.names() == [current.name]


def test_objects_and_steps_of_removed_editions_go_and_are_counted(store):
    alone = publish(Store.open(store.root.parent / "alone", create=True), 2025)
    publish(store, 2024)
    publish(store, 2025)
    pruned = store.prune(1)
    assert (pruned.steps, pruned.objects) == (3, 7)  # three steps of two files, and a catalogue
    assert pruned.size == 3 * (2000 + 2008) + len("year = 2024\n")
    left = set(store.objects.names())
    assert left == set(Store.open(alone.folder.parents[1]).objects.names())


def test_what_is_pruned_twice_is_pruned_once(store):
    publish(store, 2024)
    publish(store, 2025)
    store.prune(1)
    again = store.prune(1)
    assert (again.editions, again.steps, again.objects, again.size) == ((), 0, 0, 0)


def test_the_steps_of_the_current_edition_stay_with_all_their_outputs(store):
    publish(store, 2024)
    publish(store, 2025)
    store.prune(1)
    for number in range(6):
        step = store.step(key_of(2025, number))
        assert step is not None
        assert store.sound(step.outputs["between"])


def test_an_interrupted_run_keeps_what_it_has_done(store):
    publish(store, 2024)
    publish(store, 2022)
    with store.lock():
        carry_out(store, 2025)
    store.rollback()  # a switch, but not the end of the run
    store.prune(1)
    assert all(store.step(key_of(2025, number)) for number in range(6))
    publish(store, 2025)
    store.prune(1)
    assert store.step(key_of(2024, 0)) is None
    assert store.step(key_of(2025, 0)) is not None


def test_a_step_that_an_interrupted_run_found_again_stays(store):
    publish(store, 2023)
    publish(store, 2024)
    with store.lock():
        assert store.step(key_of(2023, 0)) is not None
    store.prune(1)
    assert store.step(key_of(2023, 0)) is not None


def test_looking_at_steps_without_the_lock_leaves_no_trace(store):
    publish(store, 2023)
    publish(store, 2024)
    store.step(key_of(2023, 0))
    store.prune(1)
    assert store.step(key_of(2023, 0)) is None


def test_nothing_is_removed_where_it_is_not_known_what_is_needed(store):
    publish(store, 2023)
    current = publish(store, 2024)
    place = current.path("manifest.json")
    place.chmod(0o644)
    place.write_bytes(place.read_bytes().replace(b"Jaar", b"Haar"))
    before = list(store.objects.names())
    with pytest.raises(FileError, match="damaged"):
        store.prune(1)
    assert list(store.objects.names()) == before
    assert len(store.names()) == 2


def test_an_edition_that_was_never_current_goes(store):
    publish(store, 2023)
    current = publish(store, 2024)
    stray = store.folder_of("0" * 16)
    stray.mkdir()
    assert store.prune(5).editions == (stray.name,)
    assert store.current().name == current.name
