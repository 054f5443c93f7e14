"""A store: editions that never change, and one switch that says which is the current one."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from mdi.editions.store import files
from mdi.editions.store.manifest import FileRecord, edition_of
from mdi.editions.store.store import Store
from mdi.errors import FileError
from tests.editions.store.making import carry_out, contents, key_of, manifest_of, publish


def test_a_folder_that_is_no_store_is_told(tmp_path):
    with pytest.raises(FileError, match="is no store of editions"):
        Store.open(tmp_path)
    with pytest.raises(FileError, match="is no store of editions"):
        Store.open(tmp_path / "nowhere")


def test_a_folder_with_something_else_never_becomes_a_store(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(FileError, match="not empty"):
        Store.open(tmp_path, create=True)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_empty_store_has_no_edition(store):
    assert store.current() is None
    assert store.editions() == []
    assert store.history() == []
    assert store.verify() == []


def test_an_object_is_kept_once_under_the_name_of_its_bytes(store):
    record = store.put(b"hello")
    place = store.path_of(record)
    before = place.stat()
    assert place.read_bytes() == b"hello"
    assert place.name == record.sha256
    assert store.put(b"hello") == record
    assert place.stat() == before


def test_an_object_that_is_damaged_is_not_sound_and_is_written_anew(store):
    record = store.put(b"hello")
    assert store.sound(record)
    place = store.path_of(record)
    place.chmod(0o644)
    place.write_bytes(b"hallo")
    assert not store.sound(record)
    store.put(b"hello")
    assert place.read_bytes() == b"hello"
    assert not store.sound(FileRecord(sha256=record.sha256, size=4))
    assert not store.sound(FileRecord(sha256="0" * 64, size=5))


def test_objects_that_were_looked_at_are_not_read_again(store, monkeypatch):
    records = [store.put(str(number).encode()) for number in range(20)]
    damaged, gone = records[3], records[7]
    store.path_of(damaged).chmod(0o644)
    store.path_of(damaged).write_bytes(b"x")
    store.path_of(gone).unlink()
    fresh, read = Store.open(store.root), []
    digest = files.sha256_of
    monkeypatch.setattr(files, "sha256_of", lambda place: read.append(place) or digest(place))
    fresh.objects.look_at(records * 2)
    assert sorted(read) == sorted(store.path_of(each) for each in records if each != gone)
    read.clear()
    sound = [each for each in records if fresh.sound(each)]
    assert sound == [each for each in records if each not in (damaged, gone)]
    assert read == [store.path_of(damaged)]


def test_a_step_is_found_again_with_its_outputs_and_its_account(store):
    key = key_of(2025, 1)
    assert store.step(key) is None
    step = store.finish(key, {"a": b"one", "b": b"two"}, {"rows": 3, "rejected": None})
    assert Store.open(store.root).step(key) == step
    assert store.path_of(step.outputs["b"]).read_bytes() == b"two"


def test_a_step_whose_output_is_gone_has_to_be_done_again(store):
    step = store.finish(key_of(2025, 1), {"a": b"one", "b": b"two"}, {})
    store.path_of(step.outputs["b"]).unlink()
    assert store.step(key_of(2025, 1)) is None


def test_what_is_published_is_the_current_edition(store):
    edition = publish(store, 2024)
    assert re.fullmatch("[0-9a-f]{16}", edition.name)
    assert store.current().name == edition.name
    assert store.current().manifest == edition.manifest
    assert [each.edition for each in store.history()] == [edition.name]
    assert edition.path("catalogue.toml").read_text() == "year = 2024\n"


def test_the_same_once_more_changes_nothing(store):
    publish(store, 2024)
    before, folder = contents(store.root), (store.root / "editions").stat()
    publish(store, 2024)
    assert contents(store.root) == before
    assert (store.root / "editions").stat() == folder


def test_the_same_inputs_give_the_same_bytes_in_another_store(store, tmp_path):
    other = Store.open(tmp_path / "other", create=True)
    publish(other, 2023)
    one, two = publish(store, 2024), publish(other, 2024)
    assert one.name == two.name
    assert contents(one.folder) == contents(two.folder)


def test_files_of_an_edition_are_the_objects_and_nobody_may_write_in_them(store):
    edition = publish(store, 2024)
    for file, record in edition.manifest.files.items():
        place = edition.path(file)
        assert place.samefile(store.path_of(record))
    for place in (path for path in edition.folder.rglob("*") if path.is_file()):
        assert place.stat().st_mode & 0o777 & ~0o444 == 0


def test_where_links_are_impossible_an_edition_has_copies(store, monkeypatch):
    def impossible(*_):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", impossible)
        edition = publish(store, 2024)
    linked = publish(Store.open(store.root.parent / "linked", create=True), 2024)
    assert contents(edition.folder) == contents(linked.folder)
    for place in (path for path in edition.folder.rglob("*") if path.is_file()):
        assert place.stat().st_nlink == 1
        assert place.stat().st_mode & 0o222 == 0
    assert store.verify() == []


def test_an_edition_whose_object_is_missing_is_not_published(store):
    old = publish(store, 2024)
    made = carry_out(store, 2025)
    store.path_of(made["catalogue.toml"]).unlink()
    with pytest.raises(FileError, match=r"'catalogue\.toml' is not there"):
        store.publish(manifest_of(made, 2025))
    assert store.current().name == old.name
    assert store.names() == [old.name]


@pytest.mark.parametrize("path", ["../beside.txt", "/tmp/beside.txt", "a/../../b", "manifest.json"])
def test_no_file_leaves_the_folder_of_its_edition(store, path):
    manifest = manifest_of({path: store.put(b"x")}, 2025)
    with pytest.raises(FileError, match="no path inside an edition"):
        store.publish(manifest)
    assert store.names() == []


def test_rollback_goes_to_the_previous_edition_and_back(store):
    first, second, third = (publish(store, year).name for year in (2023, 2024, 2025))
    assert store.rollback().name == second
    assert store.current().name == second
    assert store.rollback().name == third
    assert store.rollback(first[:6]).name == first
    past = [each.edition for each in store.history()]
    assert past == [first, second, third, second, third, first]


def test_rollback_to_the_current_edition_changes_nothing(store):
    edition = publish(store, 2024)
    store.rollback(edition.name)
    assert len(store.history()) == 1


def test_rollback_to_a_damaged_edition_is_refused(store):
    old, new = publish(store, 2023), publish(store, 2024)
    place = old.path("catalogue.toml")
    place.chmod(0o644)
    place.write_bytes(b"year = 2029\n")
    with pytest.raises(FileError, match=r"catalogue\.toml' is damaged"):
        store.rollback()
    assert store.current().name == new.name


def test_an_edition_is_found_by_the_beginning_of_its_name_and_by_words(store):
    old, new = publish(store, 2023), publish(store, 2024)
    assert store.edition(old.name[:8]).name == old.name
    assert store.edition("current").name == new.name
    assert store.edition("previous").name == old.name


def test_a_name_that_does_not_tell_which_names_those_that_are_there(store):
    old, new = publish(store, 2023), publish(store, 2024)
    with pytest.raises(FileError, match=r"no edition 'zzz'") as raised:
        store.edition("zzz")
    assert old.name in str(raised.value)
    assert new.name in str(raised.value)
    with pytest.raises(FileError, match="2 editions begin with ''"):
        store.edition("")


def test_without_a_previous_edition_there_is_no_rollback(store):
    with pytest.raises(FileError, match="There is no previous edition"):
        store.rollback()
    publish(store, 2024)
    with pytest.raises(FileError, match="There is no previous edition"):
        store.rollback()


def test_the_switch_is_one_small_file_that_anybody_can_read(store):
    names = [publish(store, year).name for year in (2023, 2024)]
    told = json.loads((store.root / "current.json").read_text())
    assert told["edition"] == names[1]
    assert [each["edition"] for each in told["history"]] == names
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["history"][0]["published"])


def test_an_edition_says_nothing_of_when_or_where(store, tmp_path):
    edition = publish(store, 2024)
    everything = b"".join(contents(edition.folder).values())
    assert store.history()[0].published[:10].encode() not in everything
    assert str(tmp_path).encode() not in everything


def test_a_copy_of_a_store_without_its_empty_folders_goes_on(store):
    publish(store, 2024)
    for folder in ("reports", ".unfinished"):
        (store.root / folder).rmdir()
    again = Store.open(Path(store.root))
    new = publish(again, 2025)
    assert again.current().name == new.name
    assert again.verify() == []


def test_an_edition_of_older_software_is_still_itself(store):
    edition = publish(store, 2024)
    plain = json.loads((edition.folder / "manifest.json").read_bytes())
    del plain["sheets"]  # as before they were known
    older = json.dumps(plain).encode()
    place = edition.folder.with_name(edition_of(older))
    edition.folder.rename(place)
    (place / "manifest.json").chmod(0o644)
    (place / "manifest.json").write_bytes(older)
    assert store.edition(place.name).manifest.sheets == ()
    assert store.rollback(place.name).name == place.name
    assert store.current().name == place.name
    assert not [each for each in store.verify() if place.name in each.what]


def test_a_file_on_the_same_disk_is_kept_by_moving_it(store, tmp_path):
    made = tmp_path / "made"
    made.write_bytes(b"hello")
    with store.lock():
        record = store.put(made)
        assert not made.exists()
        made.write_bytes(b"hello")
        assert store.put(made) == record
    place = store.path_of(record)
    assert place.read_bytes() == b"hello"
    assert not place.stat().st_mode & 0o222
