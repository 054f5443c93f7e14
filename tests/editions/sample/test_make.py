"""`make_sample`: what stands in the folder, and what is refused."""

import filecmp
import re

import geopandas as gpd
import pytest

import mdi
from mdi.editions.catalogue import read_catalogue
from mdi.editions.sample import make_sample
from mdi.errors import ComputationError
from mdi.geographies.model import load_geography

LEVELS = ["neighbourhood", "district", "municipality", "province"]


def test_the_catalogue_names_every_file_and_says_that_all_is_invented(sample):
    catalogue = read_catalogue(sample)
    named = {entry.file for entry in [*catalogue.tables, *catalogue.boundaries]}
    assert named | {"catalogue.toml"} == {path.name for path in sample.iterdir()}
    assert catalogue.invented
    assert catalogue.levels() == LEVELS
    assert "Verzonnen" in catalogue.title.nl


def test_every_table_goes_with_the_shapes_of_its_vintage(sample, table):
    catalogue = read_catalogue(sample)
    for entry in catalogue.tables:
        shapes = gpd.read_parquet(sample / catalogue.shapes(entry.level, entry.year).file)
        figures = table(entry.level, entry.year)
        assert list(shapes.area_code) == list(figures.area_code)
        assert list(shapes.area_name) == list(figures.area_name)


def test_boundaries_are_geoparquet_in_rd_new(sample):
    shapes = gpd.read_parquet(sample / "boundaries_district_2023.parquet")
    assert list(shapes.columns) == ["area_code", "area_name", "parent_code", "geometry"]
    assert shapes.crs.to_epsg() == 28992
    assert shapes.is_valid.all()


@pytest.mark.parametrize("level", LEVELS)
def test_codes_follow_the_declared_pattern_and_parents_are_in_the_larger_table(level, table):
    geography = load_geography("nl")
    frame = table(level)
    assert geography.level(level).has_all(list(frame.area_code))
    if geography.level(level).parent:
        assert set(frame.parent_code) == set(table(geography.level(level).parent).area_code)
    else:
        assert frame.parent_code.isna().all()


def test_the_shipped_source_reads_it_and_the_index_can_be_computed(sample):
    path = sample / "indicators_neighbourhood_2023.parquet"
    table = mdi.read_table(path, source="sample", level="neighbourhood", year=2023)
    ranked = mdi.compute(table).to_frame()["status"] == "ranked"
    assert 0.85 < ranked.mean() < 1


def test_the_same_arguments_give_the_same_bytes(sample, tmp_path):
    again = make_sample(400, seed=1, out=tmp_path / "again")
    names = sorted(path.name for path in sample.iterdir())
    same, different, unreadable = filecmp.cmpfiles(sample, again, names, shallow=False)
    assert (same, different, unreadable) == (names, [], [])


def test_progress_is_told_about_borders_and_years(tmp_path):
    told = []
    make_sample(60, 2, tmp_path / "small", range(2021, 2023), told.append)
    assert re.search("60 neighbourhoods", told[0])
    assert [line[-4:] for line in told[1:]] == ["2021", "2022", "2021", "2022"]


def test_all_that_is_wrong_with_the_arguments_is_said_at_once(tmp_path):
    with pytest.raises(ComputationError, match="cannot be made") as caught:
        make_sample(29, -1, tmp_path / "no", range(2025, 2021))
    assert len(caught.value.problems) == 3
    assert "30 to 200000" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("years", [range(2021, 2021), range(2021, 2027, 2), range(1, 3)])
def test_years_follow_one_after_another(years, tmp_path):
    with pytest.raises(ComputationError, match="years"):
        make_sample(60, 1, tmp_path / "no", years)
