"""`mdi editions`: what is published, one switch back, room, and soundness, with exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mdi.editions.store.store import Store
from tests.docs.running import ROOT
from tests.editions.store.making import publish

WORDS = ("list", "show", "rollback", "prune", "verify")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two editions."""
    made = Store.open(tmp_path / "store", create=True)
    publish(made, 2023)
    publish(made, 2024)
    return made


@pytest.mark.parametrize("word", WORDS)
def test_every_command_helps_with_an_example(mdi_, word):
    ran = mdi_("editions", word, "--help")
    assert ran.code == 0
    assert f"Example: mdi editions {word}" in ran.all


def test_the_list_shows_the_current_edition_first(mdi_, store):
    ran = mdi_("editions", "list", "--store", store.root)
    assert ran.code == 0, ran.err
    old, new = (store.edition(word).name for word in ("previous", "current"))
    assert ran.out.index(new) < ran.out.index(old)
    (line,) = [line for line in ran.out.splitlines() if "current" in line]
    assert new in line
    assert store.history()[1].published[:16].replace("T", " ") in line  # in 80 columns


def test_the_list_of_an_empty_store_says_so(mdi_, tmp_path):
    Store.open(tmp_path / "store", create=True)
    ran = mdi_("editions", "list", "--store", tmp_path / "store")
    assert (ran.code, ran.out) == (0, "Nothing was published yet.\n")


def test_the_list_as_json_stands_alone(mdi_, store):
    ran = mdi_("editions", "list", "--store", store.root, "--json")
    told = json.loads(ran.out)["editions"]
    assert [each["edition"] for each in told] == [
        store.edition(word).name for word in ("current", "previous")
    ]
    assert [each["current"] for each in told] == [True, False]
    assert told[0]["title"] == {"nl": "Jaar 2024", "en": "Year 2024"}
    assert told[0]["published"] == store.history()[1].published
    assert told[0]["size"] == 6 * 2000 + len("year = 2024\n")


def test_an_edition_is_shown_with_what_it_is_made_of(mdi_, store):
    ran = mdi_("editions", "show", "previous", "--store", store.root)
    assert ran.code == 0, ran.err
    assert "Year 2023 · Jaar 2023 · invented figures" in ran.out
    assert "7 files, 0.0 MB" in ran.out
    assert store.history()[0].published in ran.out


def test_an_edition_as_json_has_its_whole_manifest(mdi_, store):
    ran = mdi_("editions", "show", "--store", store.root, "--json")
    told = json.loads(ran.out)
    assert told["edition"] == store.current().name
    assert told["published"] == [store.history()[1].published]
    assert set(told["manifest"]["files"]) == set(store.current().manifest.files)


def test_rollback_says_which_edition_is_current_now(mdi_, store):
    old = store.edition("previous").name
    ran = mdi_("editions", "rollback", "--store", store.root)
    assert (ran.code, ran.out) == (0, f"Edition {old} is the current one.\n")
    assert store.current().name == old


def test_rollback_to_what_is_not_there_names_what_is(mdi_, store):
    ran = mdi_("editions", "rollback", "zzz", "--store", store.root)
    assert ran.code == 5
    assert "There is no edition 'zzz'" in ran.all
    assert store.current().name in ran.all


def test_prune_says_what_it_removed(mdi_, store):
    old = store.edition("previous").name
    ran = mdi_("editions", "prune", "--keep", "1", "--spare", "0", "--store", store.root)
    assert ran.code == 0, ran.err
    assert f"Edition {old} was removed." in ran.out
    assert "1 edition, 3 steps and 7 objects removed; 0.0 MB are free again." in ran.out


def test_prune_spares_for_a_minute_what_a_service_may_still_serve(mdi_, store):
    ran = mdi_("editions", "prune", "--keep", "1", "--store", store.root)
    assert "0 editions, 0 steps and 0 objects removed" in ran.out
    assert len(store.names()) == 2


def test_prune_keeps_one_or_more(mdi_, store):
    ran = mdi_("editions", "prune", "--keep", "0", "--store", store.root)
    assert ran.code == 2
    assert len(store.names()) == 2


def test_a_sound_store_leaves_with_nought_and_a_damaged_one_with_three(mdi_, store):
    asked = ("editions", "verify", "--store", store.root)
    assert (mdi_(*asked).code, mdi_(*asked).out) == (0, "All is sound.\n")
    place = store.current().path("catalogue.toml")
    place.chmod(0o644)
    place.write_bytes(b"year = 2029\n")
    ran = mdi_(*asked)
    assert ran.code == 3
    assert f"✗ 'editions/{store.current().name}/catalogue.toml' is damaged" in ran.out
    assert "2 problems found." in ran.out  # the object as well
    told = json.loads(mdi_(*asked, "--json").out)
    assert told["sound"] is False
    assert len(told["problems"]) == 2
    assert mdi_(*asked[:2], "previous", *asked[2:]).code == 0


def test_a_store_in_use_leaves_with_seventy_five(mdi_, store):
    command = [sys.executable, "-m", "tests.editions.store.making", "hold", str(store.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        ran = mdi_("editions", "rollback", "--store", store.root)
        holder.kill()
    assert ran.code == 75
    assert f"is in use by process {holder.pid} on" in ran.all


def test_a_store_that_cannot_be_written_to_leaves_with_seventy_four(mdi_, store, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ran = mdi_("editions", "rollback", "--store", store.root)
    assert ran.code == 74
    assert "No space left on device" in ran.all
    monkeypatch.undo()
    assert store.current().name == store.history()[1].edition


@pytest.mark.parametrize("word", ["list", "show", "rollback", "verify"])
def test_a_folder_that_is_no_store_is_one_sentence(mdi_, tmp_path, word):
    ran = mdi_("editions", word, "--store", tmp_path)
    assert ran.code == 5
    assert "is no store of editions" in ran.all
    assert ran.out == ""
