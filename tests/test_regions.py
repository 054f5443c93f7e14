"""Regions of one's own: from TOML or a table, with all that is wrong at once."""

import pytest

import mdi
from mdi.regions import Region, read_regions

TOML = """\
[[regions]]
id = "valley"
name = { nl = "De Vallei", en = "The Valley" }
codes = ["GM0001", "GM0002"]

[[regions]]
id = "hills"
codes = ["GM0002", "WK000301"]
"""


def written(folder, text, name="regions.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_regions_of_toml_may_overlap_and_mix_levels(tmp_path):
    valley, hills = read_regions(written(tmp_path, TOML, "r.toml"))
    assert valley == Region(
        id="valley", name={"nl": "De Vallei", "en": "The Valley"}, codes=("GM0001", "GM0002")
    )
    assert (hills.text.nl, hills.codes) == ("hills", ("GM0002", "WK000301"))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_has_a_row_for_each_area_of_each_region(tmp_path, delimiter):
    text = "area_code,region,name\nGM0001,a b,Aa\nGM0002,c,\n GM0003 ,a b,Aa\n"
    first, second = read_regions(written(tmp_path, text.replace(",", delimiter)))
    assert (first.id, first.codes, first.text.nl) == ("a b", ("GM0001", "GM0003"), "Aa")
    assert (second.id, second.codes, second.text.nl) == ("c", ("GM0002",), "c")


def test_the_names_of_the_regions_may_be_left_out(tmp_path):
    (region,) = read_regions(written(tmp_path, "region,area_code\nx,GM0001\n"))
    assert region.name is None


def test_all_that_is_wrong_with_regions_is_told_at_once(tmp_path):
    text = (
        '[[regions]]\nid = "twice"\ncodes = ["GM0001", "GM0001"]\n'
        '[[regions]]\nid = "twice"\ncodes = ["GM0002"]\n'
        '[[regions]]\nid = "empty"\ncodes = []\n'
        '[[regions]]\nid = "wrong"\ncodes = ["GM1", "gm0001", "GM0002"]\n'
        '[[regions]]\nid = "PV20"\ncodes = ["GM0003"]\n'
    )
    with pytest.raises(mdi.DeclarationError) as raised:
        read_regions(written(tmp_path, text, "r.toml"))
    assert [str(problem).split(" — ")[0] for problem in raised.value.problems] == [
        "region 'twice' is declared 2 times",
        "region 'twice' names codes twice in 1 area: GM0001",
        "region 'empty' has no areas",
        "region 'wrong' names codes of no level of 'nl' in 2 areas: GM1, gm0001",
        "region 'PV20' has the code of a province as its id; choose an id of your own",
    ]


def test_all_that_is_wrong_with_a_table_of_regions_is_told_at_once(tmp_path):
    text = "region,area_code,name\n,GM0001,\nx,GM0002,Aa\nx,GM0003,Bee\ny,,\n"
    with pytest.raises(mdi.DeclarationError) as raised:
        read_regions(written(tmp_path, text))
    message = str(raised.value)
    for words in (
        "column 'region' is empty in 1 area: GM0001 (row 1)",
        "region 'x' has more than one name: Aa, Bee",
        "region 'y' names codes of no level of 'nl' in 1 area: (empty)",
    ):
        assert words in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("regio,area_code\nx,GM0001\n", "'region' is missing; did you mean 'regio'"),
        ("region,code\nx,GM0001\n", "'area_code' is missing; did you mean 'code'"),
        ("region,area_code\n", "the table has no regions"),
    ],
)
def test_a_table_that_is_none_of_regions_is_told(tmp_path, text, words):
    with pytest.raises(mdi.DeclarationError, match=words):
        read_regions(written(tmp_path, text))


@pytest.mark.parametrize("text", ["", "regions = []", '[[regions]]\nid = " x"\ncodes = ["GM0001"]'])
def test_toml_that_declares_no_regions_is_told(tmp_path, text):
    with pytest.raises(mdi.DeclarationError, match=r"r\.toml"):
        read_regions(written(tmp_path, text, "r.toml"))


def test_regions_are_a_level_above_all_others_whose_codes_are_their_ids():
    land = mdi.load_geography("nl")
    text = {"nl": "De Vallei", "en": "The Valley"}
    more = land.with_regions({"a.b": Region(id="a.b", name=text).text})
    assert more.level_ids() == [*land.level_ids(), "region"]
    assert more.level_of("a.b").id == "region"
    assert more.level_of("GM0001").id == "municipality"
    level = more.level("region")
    assert (level.has_all(["a.b"]), level.has_all(["a.b", "axb"])) == (True, False)
    assert level.pattern == r"a\.b"
    assert level.code_of_name() == {"De Vallei": "a.b", "The Valley": "a.b"}
    assert land.level_ids()[-1] == "province"
    assert more.with_regions({"c": level.name}).level("region").has("a.b") is False
