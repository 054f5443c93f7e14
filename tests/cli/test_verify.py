"""``mdi verify`` through the front door: what it prints, as JSON too, and its exit codes."""

import json

import pytest

from mdi.declaration import names
from mdi.indices.model import HERE, load_index
from tests.indices.plain import EDITIONS, edition


@pytest.fixture
def file(tmp_path):
    def write(name, change=lambda frame: frame):
        path = tmp_path / f"{name}.csv.gz"
        change(edition(name)).to_csv(path, index=False)
        return path

    return write


def test_an_edition_that_is_met_ends_with_0_and_says_how_closely(mdi_, file):
    ran = mdi_("verify", "iod2019", "--data", file("iod2019"))
    assert ran.code == 0
    for words in (
        "rank: 431 of 431 agree exactly (100.00%), largest difference 0",
        "expected 99.9% exact, none off by more than 1: met",
        "decile: 431 of 431 agree exactly",
        "score: 431 of 431 agree within 0.00051",
        "Note: the published index has 32,844 areas.",
        "iod2019 is reproduced as expected.",
    ):
        assert words in ran.all


def test_json_stands_alone_on_standard_output(mdi_, file):
    ran = mdi_("verify", "iod2019", "--data", file("iod2019"), "--json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert ran.err == ""
    assert found["profile"] == "iod2019"
    assert found["areas"] == 431
    assert found["rank"] == {"exact": 431, "share": 1.0, "largest": 0}
    assert found["decile"] == {"exact": 431, "share": 1.0}
    assert found["score"]["largest"] <= 0.0005001
    assert found["worst"] == []
    keys = ["profile", "areas", "rank", "decile", "score", "worst", "passed"]
    assert list(found) == keys
    assert found["passed"] is True


def alter(frame):
    frame.loc[7, "index_rank"] = frame.loc[7, "index_rank"] - 200
    return frame


def test_an_altered_rank_ends_with_3_and_names_the_area(mdi_, file):
    path = file("simd2016", alter)
    ran = mdi_("verify", "simd2016", "--data", path)
    assert ran.code == 3
    assert "000007A-" in ran.all
    assert "NOT MET (share, largest)" in ran.all
    assert "simd2016 is reproduced NOT as expected." in ran.all
    ran = mdi_("verify", "simd2016", "--data", path, "--json")
    found = json.loads(ran.out)
    assert ran.code == 3
    assert not found["passed"]
    assert found["worst"][0]["area_code"] == "000007A-"
    assert found["worst"][0]["difference"] == 200
    assert found["score"] is None


def test_what_is_not_compared_is_said(mdi_, file):
    ran = mdi_("verify", "simd2020", "--data", file("simd2020"))
    assert ran.code == 0
    assert "index_score: not compared, the file does not have it" in ran.all
    assert "health from its indicators: not compared, no cif, alcohol, drug" in ran.all


def test_the_list_shows_source_conventions_and_expectation(mdi_):
    ran = mdi_("verify", "--list")
    assert ran.code == 0
    assert set(names(HERE)) == set(EDITIONS)
    for name in EDITIONS:
        index = load_index(name)
        assert index.source.split(";")[0] in ran.out
        assert index.name.en in ran.out
    for words in (
        "R = (ρ − 1) ÷ N",
        "⌈10 · rank ÷ N⌉",
        "⌊10 · (rank − 1) ÷ N⌋ + 1",
        "expected: rank 99.5% exact, none off by more than 2",
        "health 14",
        "step: health_rank from years_of_potential_life_lost",
    ):
        assert words in ran.all


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "choose one of bimd2011, iod2010"),
        (["iod2019"], 2, "give --data FILE"),
        (["iod2018", "--data", "x.csv"], 4, "There is no official index 'iod2018'. did you mean"),
        (["iod2019", "--data", "nowhere.csv"], 5, "There is no file 'nowhere.csv'"),
        (["iod2019", "--data", "x.doc"], 5, "has an ending that is not known"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_mistake_gets_a_sentence_and_its_own_code(mdi_, arguments, code, words):
    ran = mdi_("verify", *arguments)
    assert ran.code == code
    assert words.split(". ")[0] in ran.all
    assert words.rsplit(". ", maxsplit=1)[-1] in ran.all


def test_a_file_that_does_not_hold_up_ends_with_3_and_all_that_is_wrong(mdi_, file):
    path = file("iod2019", lambda f: f.drop(columns=["crime_rank", "crime_score", "index_rank"]))
    ran = mdi_("verify", "iod2019", "--data", path, "--json")
    assert ran.code == 3
    assert ran.out == ""
    assert "domain 'crime' has no column" in ran.all
