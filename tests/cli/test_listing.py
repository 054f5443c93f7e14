"""`mdi list`, `mdi check`, `mdi --version` and the help texts."""

from __future__ import annotations

import re

import pytest

import mdi
from tests.cli.conftest import SAMPLE, broken_table

EXPECTED = {
    "domains": [domain.id for domain in mdi.load_domains()],
    "indicators": [leaf.id for leaf in mdi.load_domains().leaves()],
    "weights": ["mdi_nl", "equal", "99.9"],
    "methods": ["imd", "zscore", "minmax"],
    "sources": ["nl_kerncijfers_2021", "nl_gemeente_2022", "nl_wijk_2022", "sample"],
    "levels": ["neighbourhood", "district", "municipality", "province", "GM"],
    "formats": [".csv", ".csv.gz", ".json", ".parquet", ".xlsx", ".geojson", ".pmtiles", ".png"],
}
COMMANDS = ("compute", "check", "list", "sample", "serve")


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_list_has_every_name_in_full(mdi_, kind):
    """Also where the terminal has 80 columns: a name that is cut off cannot be used."""
    ran = mdi_("list", kind)
    assert ran.code == 0
    words = set(re.split(r"[\s│┃]+", ran.out))
    assert set(EXPECTED[kind]) <= words


def told(ran):
    """What a table on the screen says, a row for each ending."""
    rows = [[c.strip() for c in line.split("│")] for line in ran.out.splitlines() if "│" in line]
    return {row[1]: (row[2], row[3]) for row in rows}


def test_a_format_says_what_it_is_read_and_written_as(mdi_):
    formats = told(mdi_("list", "formats"))
    assert formats[".csv.gz"] == ("table", "")
    assert formats[".parquet"] == ("table, result, shapes", "table, shapes")
    assert formats[".zip"] == ("shapes", "")
    assert formats[".svg"] == ("", "picture")
    assert formats[".pmtiles"] == ("", "tiles")


def test_all_that_can_be_written_is_written(mdi_, here, of_squareland, squareland):
    shapes = squareland / "municipality.parquet"
    written = {
        ending: kinds.split(", ") for ending, (_, kinds) in told(mdi_("list", "formats")).items()
    }
    commands = {
        "table": ["compute", *of_squareland],
        "shapes": ["convert", shapes],
        "picture": ["map", *of_squareland, "--boundaries", shapes],
        "tiles": [
            "tiles",
            shapes,
            "--level",
            "municipality",
            "--vintage",
            "2021",
            "--zooms",
            "5-6",
        ],
    }
    for kind, command in commands.items():
        for ending in (ending for ending, kinds in written.items() if kind in kinds):
            out = here / f"{kind}{ending}"
            ran = mdi_(*command, "--out", out)
            assert ran.code == 0, ran.err
            assert out.stat().st_size > 0


@pytest.mark.parametrize("command", ["compute", "convert", "tiles", "map", "harmonise", "compare"])
def test_every_ending_that_a_help_text_names_is_listed(mdi_, command):
    endings = set(re.findall(r"(?<![\w.])\.[a-z]{3,10}\b", mdi_(command, "--help").all))
    assert endings
    assert endings <= set(told(mdi_("list", "formats"))) | {".qml"}


def test_without_a_kind_everything_is_listed(mdi_):
    ran = mdi_("list")
    assert all(re.search(rf"^{kind}\s*$", ran.out, re.MULTILINE) for kind in EXPECTED)


def test_domains_of_ones_own_are_listed(mdi_, here):
    ran = mdi_("list", "domains", "--domains", here)
    assert ran.code == 4
    assert "no domains" in ran.all


def test_an_unknown_kind_is_told_with_the_kinds_there_are(mdi_):
    ran = mdi_("list", "domain")
    assert ran.code == 2
    assert "indicators" in ran.all


def test_check_finds_what_compute_finds(mdi_, here, of_squareland):
    assert mdi_("check", *of_squareland).code == 0
    broken = mdi_("check", broken_table(here), *SAMPLE)
    assert broken.code == 3
    assert "6 problems" in broken.err


def test_check_says_what_is_there(mdi_, here, of_squareland):
    ran = mdi_("check", *of_squareland)
    assert "30 areas, 19 of 20 indicators" in ran.all
    assert "Without figures: landscape_naturalness" in ran.all
    assert list(here.iterdir()) == []


def test_the_version_is_shown(mdi_):
    ran = mdi_("--version")
    assert (ran.code, ran.out) == (0, f"mdi {mdi.__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(mdi_, command):
    ran = mdi_(command, "--help")
    assert ran.code == 0
    assert f"mdi {command}" in re.search(r"Example:(.*)", ran.all)[1]


def test_the_help_names_every_command_and_exit_code(mdi_):
    ran = mdi_("--help")
    assert all(command in ran.out for command in COMMANDS)
    assert "3 the data" in ran.all


def test_without_a_command_the_help_is_shown(mdi_):
    assert "compute" in mdi_().all


@pytest.mark.parametrize("wrong", [["compte"], ["compute"], ["compute", "t.csv"], ["--verson"]])
def test_a_wrong_command_is_told(mdi_, wrong):
    ran = mdi_(*wrong)
    assert ran.code == 2
    assert "mdi" in ran.all
