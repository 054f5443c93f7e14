"""A flipped bit in any file is found, is never published over, and is mended by the next run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mdi.editions.store.sealed import sealed, unsealed
from mdi.editions.store.store import Store
from mdi.errors import FileError
from tests.editions.store.making import contents, publish

SILENT = {"lock"}  # empty


def flip(place: Path, bit: int) -> None:
    """Turn one bit round, counted from the beginning."""
    content = bytearray(place.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    place.chmod(0o644)
    place.write_bytes(content)


def parts(root: Path) -> list[Path]:
    """Every file of a store that holds something."""
    return sorted(each for each in root.rglob("*") if each.is_file() and each.name not in SILENT)


@pytest.fixture
def full(store: Store) -> Store:
    """A store with two editions."""
    publish(store, 2023)
    publish(store, 2024)
    assert store.verify() == []
    return store


def test_a_flipped_bit_in_any_file_is_found_and_named(full):
    chance = random.Random(5)
    for place in parts(full.root):
        for _ in range(5):
            bit = chance.randrange(place.stat().st_size * 8)
            flip(place, bit)
            found = [problem.what for problem in full.verify()]
            assert any(place.name in what or "edition" in what for what in found), place
            flip(place, bit)
    assert full.verify() == []


def test_no_bit_of_a_sealed_file_can_be_turned_unseen():
    plain = {"edition": "a1", "history": [{"edition": "a1", "published": "2026-01-01T00:00:00Z"}]}
    content = sealed(plain)
    assert unsealed(content) == plain
    for bit in range(len(content) * 8):
        turned = bytearray(content)
        turned[bit // 8] ^= 1 << bit % 8
        assert unsealed(bytes(turned)) is None


@pytest.mark.parametrize("cut", [0, 1, 2, 10])
def test_half_a_file_is_found(full, cut):
    for place in parts(full.root):
        content = place.read_bytes()
        place.chmod(0o644)
        place.write_bytes(content[: len(content) * cut // 11])
        assert full.verify() != [], place
        place.write_bytes(content)
    assert full.verify() == []


def test_a_file_that_is_gone_and_one_too_many_are_found(full):
    edition = full.current()
    edition.path("catalogue.toml").unlink()
    edition.path("notes.txt").write_text("mine")
    found = "\n".join(map(str, full.verify("current")))
    assert "catalogue.toml' is not there" in found
    assert "notes.txt' does not belong to the edition" in found
    assert full.verify("previous") == []


def test_an_edition_that_was_renamed_is_found(full):
    edition = full.current()
    edition.folder.rename(edition.folder.with_name("0" * 16))
    assert "the edition was renamed" in "\n".join(map(str, full.verify()))
    with pytest.raises(FileError, match="damaged"):
        full.edition("0" * 16)


@pytest.mark.parametrize("hard_links", [True, False])
def test_the_next_run_mends_what_is_damaged(full, hard_links):
    edition = full.current()
    before = contents(edition.folder)
    chance = random.Random(6)
    for place in (each for each in edition.folder.rglob("*") if each.is_file()):
        if not hard_links:
            content = place.read_bytes()
            place.unlink()
            place.write_bytes(content)
        flip(place, chance.randrange(place.stat().st_size * 8))
    edition.path("catalogue.toml").unlink()
    again = Store.open(full.root)
    assert publish(again, 2024).name == edition.name
    assert contents(edition.folder) == before
    assert again.verify("current") == []
    assert len(again.history()) == 2


def test_a_damaged_switch_is_told_with_the_editions_that_are_there(full):
    current = full.current().name
    flip(full.root / "current.json", 100)
    for ask in (full.current, full.history, full.rollback, lambda: full.prune(1)):
        with pytest.raises(FileError, match="is damaged; what is current is not known") as raised:
            ask()
        assert current in str(raised.value)
        assert "mdi editions rollback NAME" in str(raised.value)
    assert len(full.names()) == 2


def test_after_a_damaged_switch_a_named_edition_becomes_the_current_one(full):
    older = full.edition("previous").name
    flip(full.root / "current.json", 100)
    full.rollback(older)
    assert full.current().name == older
    assert full.verify() == []
    assert (full.root / "current.json.damaged").is_file()


def test_after_a_damaged_switch_the_next_run_publishes(full):
    (full.root / "current.json").write_text("")
    edition = publish(full, 2025)
    assert full.current().name == edition.name
    assert full.verify() == []


def test_a_switch_that_is_gone_is_found(full):
    (full.root / "current.json").unlink()
    assert "is not there, though editions are" in str(full.verify()[0])


def test_a_current_edition_that_is_gone_is_found(full):
    current = full.current()
    current.folder.rename(full.root.parent / "elsewhere")
    assert f"the current edition '{current.name}' is not there" in str(full.verify()[0])
    with pytest.raises(FileError, match="cannot be read"):
        full.current()
    assert publish(full, 2024).name == current.name
    assert full.verify() == []
