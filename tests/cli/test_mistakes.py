"""Every mistake in words, with an exit code that tells whose turn it is, and nothing written."""

from __future__ import annotations

import gzip
import importlib
import os

import pytest

from tests.cli.conftest import SAMPLE, SUFFIXES, broken_table, shapes_for
from tests.squares import municipalities


def test_six_mistakes_are_told_in_one_message(mdi_, here):
    table = broken_table(here)
    ran = mdi_("compute", table, *SAMPLE, "--out", "mdi.csv")
    assert ran.code == 3
    assert ran.out == ""
    assert "6 problems" in ran.err
    for column, code, value in (
        ("smoking", "GM0004", "many"),
        ("overweight", "GM0005", "-3.5"),
        ("alcohol_use", "GM0006", "101.25"),
        ("poor_households", "GM0007", "-99997"),
        ("area_code", "GM0008", "rows 8, 9"),
        ("area_code", "GM12", "row 10"),
    ):
        line = [line for line in ran.err.splitlines() if f"'{column}'" in line and code in line]
        assert line, ran.err
        assert value in line[0]
    assert [path.name for path in here.iterdir()] == ["broken.csv"]


@pytest.mark.parametrize(
    ("option", "value", "hint", "code"),
    [
        ("--weights", "mdi_nll", "'mdi_nl'", 4),
        ("--method", "imdd", "'imd'", 4),
        ("--source", "sampel", "'sample'", 4),
        ("--level", "municipalty", "'municipality'", 3),
        ("--weights", "nowhere.toml", "nowhere.toml", 5),
        ("--method", "nowhere.toml", "nowhere.toml", 5),
        ("--source", "nowhere.toml", "nowhere.toml", 5),
        ("--domains", "nowhere", "nowhere", 4),
        ("--year", "newest", "--year", 2),
        ("--wieghts", "equal", "--weights", 2),
    ],
)
def test_a_name_that_is_not_known_is_told_with_the_nearest(
    mdi_, here, of_squareland, option, value, hint, code
):
    ran = mdi_("compute", *of_squareland, "--out", "x.csv", option, value)
    assert ran.code == code
    assert hint in ran.all
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("weights = {", "TOML"),
        ("weights = { income = -1 }", "income"),
        ("weights = { incme = 1 }", "'income'"),
        ("wieghts = { income = 1 }", "wieghts"),
        ("weights = { income = 1e308, work = 1e308 }", "weight"),
    ],
)
def test_a_weight_set_that_does_not_hold_up_is_told(mdi_, here, of_squareland, content, words):
    (here / "w.toml").write_text(content)
    ran = mdi_("compute", *of_squareland, "--weights", "w.toml")
    assert ran.code == 4
    assert words in ran.all


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--out", "mdi.txt"], ".xlsx"),
        (["--out", "mdi"], ".csv"),
        (["--out", "nowhere/mdi.csv"], "nowhere"),
        (["--out", "mdi.geojson"], "--boundaries"),
        (["--boundaries", "shapes.parquet"], ".geojson"),
        (["--out", "mdi.csv", "--boundaries", "shapes.parquet"], ".geojson"),
    ],
)
def test_a_command_that_cannot_be_is_told_before_anything_is_read(mdi_, here, more, words):
    ran = mdi_("compute", "not_there.csv", *SAMPLE, *more)
    assert ran.code == 2
    assert words in ran.all
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("name", ["not_there.csv", "folder.csv", "table.txt", "table"])
def test_a_table_that_is_no_file_is_told(mdi_, here, name):
    (here / "folder.csv").mkdir()
    ran = mdi_("compute", name, *SAMPLE)
    assert ran.code == 5
    assert name in ran.all


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv.gz", gzip.compress(b"area_code,smoking\nGM0001,3\n" * 99, mtime=0)[:40]),
        ("t.csv.gz", b"no gzip"),
        ("t.xlsx", b"PK\x03\x04 no book"),
        ("t.xlsx", b""),
        ("t.parquet", b"PAR1"),
        ("t.parquet", b""),
        ("t.csv", b""),
        ("t.csv", b'area_code,smoking\nGM0001,"3\n'),
    ],
)
def test_a_file_that_is_broken_is_told(mdi_, here, name, content):
    (here / name).write_bytes(content)
    ran = mdi_("compute", name, *SAMPLE, "--out", "x.csv")
    assert ran.code in {3, 5}
    assert name in ran.all
    assert [path.name for path in here.iterdir()] == [name]


@pytest.mark.parametrize("out", ["folder.csv", "folder.json"])
def test_a_place_that_cannot_be_written_is_told(mdi_, here, of_squareland, out):
    (here / out).mkdir()
    ran = mdi_("compute", *of_squareland, "--out", out)
    assert ran.code in {2, 5}
    assert out in ran.all
    assert [path.name for path in here.iterdir()] == [out]


def test_shapes_that_are_not_there_are_told(mdi_, here, of_squareland):
    ran = mdi_("compute", *of_squareland, "--out", "m.geojson", "--boundaries", "none.parquet")
    assert ran.code == 5
    assert "none.parquet" in ran.all
    assert list(here.iterdir()) == []


def test_shapes_without_codes_are_told(mdi_, here, squareland, of_squareland):
    more = [*shapes_for(".geojson", squareland), "--code-column", "nowhere"]
    ran = mdi_("compute", *of_squareland, "--out", "m.geojson", *more)
    assert ran.code == 3
    assert "nowhere" in ran.all
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_write_that_is_broken_off_leaves_what_was_there(
    mdi_, here, squareland, of_squareland, suffix, failure, monkeypatch
):
    out = here / f"mdi{suffix}"
    out.write_text("what was there")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(os, "replace", fail)
    ran = mdi_("compute", *of_squareland, "--out", out, *shapes_for(suffix, squareland))
    assert ran.code == (130 if isinstance(failure, KeyboardInterrupt) else 5)
    assert [path.name for path in here.iterdir()] == [out.name]
    assert out.read_text() == "what was there"


def test_a_table_is_not_written_over_itself(mdi_, here):
    municipalities(2021).to_csv(here / "t.csv", index=False)
    before = (here / "t.csv").read_bytes()
    assert mdi_("compute", "t.csv", *SAMPLE, "--out", "t.csv").code == 2
    assert (here / "t.csv").read_bytes() == before


def test_an_interruption_is_told_as_such(mdi_, of_squareland, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("mdi.cli.compute"), "table_of", stop)
    ran = mdi_("compute", *of_squareland)
    assert ran.code == 130
    assert "Interrupted" in ran.err


def test_our_own_mistake_is_told_as_such(mdi_, of_squareland, monkeypatch):
    def fail(*_: object) -> None:
        message = "secret"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(importlib.import_module("mdi.cli.compute"), "table_of", fail)
    ran = mdi_("compute", *of_squareland)
    assert ran.code == 1
    assert "our mistake" in ran.err
    assert "secret" not in ran.all
