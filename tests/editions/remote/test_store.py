"""A store that is kept elsewhere does all that one in a folder does, on every kind of storage."""

from __future__ import annotations

import shutil

import pytest

from mdi.editions.remote import locks
from mdi.editions.store.store import Store
from mdi.errors import FileError, StoreBusyError
from tests.editions.remote.storages import arrived, failing, flip, published, remote
from tests.editions.store.making import carry_out, contents, manifest_of, publish


def tree_of(depot) -> dict[str, bytes]:
    """Every file that is kept there, but the reports."""
    return {path: depot.read(path) for path in depot.sizes("")}


def test_what_is_kept_there_is_what_a_folder_holds(store, tmp_path):
    local = Store.open(tmp_path / "local", create=True)
    for year in (2023, 2024):
        assert publish(store, year).name == publish(local, year).name
    there, here = tree_of(store.depot), contents(local.root)
    here.pop("lock", None)  # a folder has its own
    assert {*there} == {*here}
    assert {path for path in here if there[path] != here[path]} <= {"current.json"}  # of its time
    assert [each.edition for each in store.history()] == [each.edition for each in local.history()]
    assert store.verify() == []


def test_another_machine_gets_the_same_bytes(store, place, tmp_path):
    edition = publish(store, 2024)
    assert arrived(place, tmp_path / "other") == contents(edition.folder)


def test_who_lists_gets_manifests_alone(store, place, tmp_path):
    names = sorted(publish(store, year).name for year in (2023, 2024))
    other = remote(place, tmp_path / "other", create=False)
    assert [edition.name for edition in other.editions()] == names
    assert other.edition("previous").name == store.edition("previous").name
    assert not list(other.root.glob("objects/*/*"))


def test_another_machine_finds_the_steps_unchanged(store, place, tmp_path):
    publish(store, 2024)
    other = remote(place, tmp_path / "other")
    made = []
    finish = other.finish
    other.finish = lambda key, *rest: made.append(key) or finish(key, *rest)
    publish(other, 2024)
    assert made == []
    publish(other, 2025)
    assert len(made) == 3  # half of the six steps follow from the year
    assert other.verify() == []


def test_a_dry_run_elsewhere_brings_no_object(store, place, tmp_path):
    publish(store, 2024)
    other = remote(place, tmp_path / "other")
    for path in store.steps.names():
        assert other.step(path) == store.step(path)
    assert other.step("0" * 64) is None
    assert not list(other.root.glob("objects/*/*"))


def test_a_second_run_with_nothing_changed_uploads_nothing_but_the_lock(store, monkeypatch):
    edition = published(store, 2024)
    before, asked = tree_of(store.depot), []
    for name in ("upload", "copy", "write"):
        setattr(store.depot, name, lambda path, *_: asked.append(path))
    monkeypatch.setattr(locks, "BEAT", 60)  # the lock is not renewed meanwhile
    counting = failing(store)
    assert published(store, 2024).name == edition.name
    assert asked == []
    assert counting.calls < 25
    assert tree_of(store.depot) == before
    assert len(store.history()) == 1


def test_rollback_is_for_everybody(store, place, tmp_path):
    old, new = (publish(store, year).name for year in (2023, 2024))
    other = remote(place, tmp_path / "other", create=False)
    assert other.rollback().name == old
    assert store.current().name == old
    assert store.rollback(new[:6]).name == new
    assert len(other.history()) == 4


def test_rollback_to_a_damaged_edition_is_refused(store, place, tmp_path):
    old, new = (publish(store, year) for year in (2023, 2024))
    gone = next(iter({*old.manifest.files.values()} - {*new.manifest.files.values()})).sha256
    flip(store.depot, f"objects/{gone[:2]}/{gone}")
    with pytest.raises(FileError, match="is damaged; the current one stays"):
        store.rollback(old.name)
    assert arrived(place, tmp_path / "other") == contents(new.folder)


def test_prune_keeps_what_is_needed_there_and_here(store, place, tmp_path):
    names = [publish(store, year).name for year in (2021, 2022, 2023)]
    other = remote(place, tmp_path / "other", create=False)
    pruned = other.prune(1)
    assert sorted(pruned.editions) == sorted(names[:2])
    assert pruned.size > 0
    assert other.names() == store.names() == names[2:]
    assert store.verify() == []
    third = remote(place, tmp_path / "third")
    third.finish = None  # no step is left to do
    assert publish(third, 2023).name == names[2]
    assert not any(path.startswith(f"editions/{names[0]}") for path in tree_of(store.depot))


def test_prune_spares_what_was_current_lately(store):
    for year in (2021, 2022):
        publish(store, year)
    assert store.prune(1, spare=60).editions == ()
    assert len(store.prune(1).editions) == 1


def test_the_copy_may_be_lost(store, place, tmp_path):
    edition = publish(store, 2024)
    expected = contents(edition.folder)
    shutil.rmtree(store.root)
    again = remote(place, tmp_path / "cache")
    assert publish(again, 2024).name == edition.name
    assert contents(again.folder_of(edition.name)) == expected
    assert len(again.history()) == 1


def test_a_copy_keeps_what_it_is_told_to(store):
    old, new = (publish(store, year).name for year in (2023, 2024))
    store.let_go({new})
    assert store.copy.names() == [new]
    assert store.names() == sorted([old, new])
    assert contents(store.whole(old).folder)


def test_a_switch_by_somebody_else_stops_the_push(store, place, tmp_path):
    old = publish(store, 2023)
    with store.lock():
        made = carry_out(store, 2024)
        told = store.depot.read("current.json")
        store.depot.write("current.json", told.replace(b"\n", b"\n\n", 1))
        with pytest.raises(StoreBusyError, match="another edition was published meanwhile"):
            store.publish(manifest_of(made, 2024))
        store.depot.write("current.json", told)
    assert arrived(place, tmp_path / "other") == contents(old.folder)
    publish(store, 2024)
    assert store.verify() == []


def test_a_place_that_holds_something_else_becomes_no_store(store, place, tmp_path):
    store.depot.write("letters/to-my-love.txt", b"dear")
    with pytest.raises(FileError, match="is no store of editions"):
        remote(place, tmp_path / "other")
    assert list(store.depot.sizes("")) == ["letters/to-my-love.txt"]


def test_a_place_without_a_store_is_told(place, tmp_path):
    with pytest.raises(FileError, match="is no store of editions"):
        remote(place, tmp_path / "cache", create=False)
