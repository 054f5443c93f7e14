"""A folder of tables and shapes: what is in it, and all that is wrong with it at once."""

from __future__ import annotations

import pytest

from mdi.editions.catalogue import Catalogue, read_catalogue
from mdi.errors import DeclarationError, FileError
from tests.squares import CATALOGUE, make_squareland

TITLE = {"nl": "x", "en": "x"}


def catalogue(*tables, boundaries=()):
    """A catalogue of (level, year, vintage) and (level, vintage)."""
    return Catalogue.model_validate(
        {
            "title": TITLE,
            "tables": [
                {
                    "file": "t.csv",
                    "source": "sample",
                    "level": level,
                    "year": year,
                    "vintage": vintage,
                }
                for level, year, vintage in tables
            ],
            "boundaries": [
                {"file": "b.parquet", "level": level, "vintage": vintage}
                for level, vintage in boundaries
            ],
        }
    )


@pytest.fixture(scope="module")
def squareland(tmp_path_factory):
    return make_squareland(tmp_path_factory.mktemp("squareland"))


@pytest.fixture
def rewritten(tmp_path):
    """Squareland with a changed catalogue."""

    def write(old, new):
        folder = make_squareland(tmp_path)
        (folder / "catalogue.toml").write_text(CATALOGUE.replace(old, new), encoding="utf-8")
        return folder

    return write


def test_a_catalogue_says_which_levels_and_years_there_are(squareland):
    read = read_catalogue(squareland)
    assert read.title.en == "Squareland"
    assert read.invented is True
    assert read.levels() == ["district", "municipality"]
    assert read.years("municipality") == [2020, 2021]
    assert read.years("province") == []
    assert read.table("district", 2021).file == "district_2021.parquet"


def test_levels_go_from_small_to_large_whatever_the_order_in_the_file():
    read = catalogue(
        ("province", 2021, None), ("neighbourhood", 2021, None), ("municipality", 2021, None)
    )
    assert read.levels() == ["neighbourhood", "municipality", "province"]


@pytest.mark.parametrize(
    ("year", "vintage", "known", "expected"),
    [
        (2021, None, [2020, 2022], 2020),
        (2022, None, [2020, 2022], 2022),
        (2025, None, [2022, 2020], 2022),
        (2019, None, [2022, 2020], 2020),
        (2021, 2022, [2020, 2022], 2022),
        (2021, None, [], None),
    ],
)
def test_the_shapes_are_the_newest_that_are_not_younger(year, vintage, known, expected):
    read = catalogue(
        ("municipality", year, vintage), boundaries=[("municipality", v) for v in known]
    )
    found = read.shapes("municipality", year)
    assert (found and found.vintage) == expected


def test_shapes_of_another_level_do_not_count():
    read = catalogue(("municipality", 2021, None), boundaries=[("district", 2021)])
    assert read.shapes("municipality", 2021) is None


def test_an_unknown_level_is_refused_with_the_nearest():
    with pytest.raises(DeclarationError, match="did you mean 'municipality'"):
        catalogue(("municipality", 2021, None)).table("municipalty", 2021)


def test_an_unknown_year_is_refused_with_the_years_there_are():
    read = catalogue(("municipality", 2021, None), ("municipality", 2019, None))
    with pytest.raises(DeclarationError, match="2019, 2021"):
        read.table("municipality", 2020)


def test_a_folder_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"catalogue\.toml"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"municipality_2020.parquet"', '"gone.parquet"', "'gone.parquet' is not in the folder"),
        ('"municipality.parquet"', '"gone.parquet"', "'gone.parquet' is not in the folder"),
        ('level = "district"', 'level = "distict"', "'distict'; did you mean 'district'"),
        ("year = 2020", "year = 2021", "more than one table of level 'municipality' for 2021"),
        ("invented = true", "invnted = true", "invnted"),
        ("invented = true", 'geography = "nld"', "geography 'nld'"),
        ("year = 2020", 'year = "newest"', "year"),
        ('source = "sample"', 'source = "sampel"', "'sampel'; did you mean 'sample'"),
        ("year = 2020", "year = 2020\nvintage = 1999", "1999"),
        (
            "vintage = 2020",
            'vintage = 2020\n[[boundaries]]\nfile = "municipality.parquet"\nlevel = "municipality"\nvintage = 2020',
            "more than one",
        ),
    ],
)
def test_what_does_not_hold_up_is_refused(rewritten, old, new, words):
    folder = rewritten(old, new)
    with pytest.raises(DeclarationError) as refused:
        read_catalogue(folder)
    assert words in str(refused.value)


def test_all_that_is_wrong_is_said_at_once(rewritten):
    folder = rewritten("year = 2020", "year = 2021")
    (folder / "district_2021.parquet").unlink()
    (folder / "municipality.parquet").unlink()
    with pytest.raises(DeclarationError) as refused:
        read_catalogue(folder)
    assert len(refused.value.problems) == 3


@pytest.mark.real_data
def test_a_catalogue_over_published_tables_reads(shared_data, tmp_path):
    folder = shared_data / "netherlands"
    text = f"""
title = {{ nl = "Nederland", en = "The Netherlands" }}
[[tables]]
file = "{folder / "wijk_2022_kwb.csv"}"
source = "nl_wijk_2022"
level = "district"
year = 2022
"""
    (tmp_path / "catalogue.toml").write_text(text)
    assert read_catalogue(tmp_path).levels() == ["district"]
