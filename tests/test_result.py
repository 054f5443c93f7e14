"""The result as a frame: the columns people join on, with gaps as gaps."""

import numpy as np
import pandas as pd
import pytest

import mdi
from tests.countries import LEAVES, random_table, table_of

DOMAINS = ["income", "work", "health", "education", "housing", "safety", "living_environment"]


@pytest.fixture(scope="module")
def result():
    return mdi.compute(random_table(200))


def test_the_columns_are_those_that_are_documented(result):
    expected = ["area_code", "area_name", "index", "rank", "decile", "coverage", "status"]
    expected += DOMAINS + [f"{name}_rank" for name in DOMAINS]
    assert list(result.to_frame().columns) == expected


def test_the_frame_has_every_area_in_the_order_of_the_table(result):
    assert result.to_frame()["area_code"].tolist() == list(result.table.codes)
    assert result.scores.index.name == "area_code"


def test_an_area_that_is_not_ranked_has_gaps_and_not_zeros(result):
    frame = result.to_frame()
    few = frame[frame["status"] != "ranked"]
    assert len(few) > 0
    assert few[["index", "rank", "decile", *DOMAINS]].isna().all(axis=None)
    assert few["coverage"].notna().all()
    assert frame["rank"].dtype == "Int64"


def test_domain_ranks_are_over_the_areas_with_points_in_that_domain(result):
    frame = result.to_frame()
    for name in DOMAINS:
        expected = frame[name].rank(ascending=False, method="min")
        np.testing.assert_array_equal(frame[f"{name}_rank"].astype(float), expected)


def test_coverage_is_the_observed_part_of_all_weight():
    result = mdi.compute(
        table_of({"smoking": [1.0, np.nan, 2.0], "poor_households": [1.0, 2.0, np.nan]})
    )
    # smoking is a third of a third of 13.5, poor households half of 22.5
    expected = [(1.5 + 11.25) / 99.9, 11.25 / 99.9, 1.5 / 99.9]
    np.testing.assert_allclose(result.coverage, expected)
    assert result.offered == pytest.approx(12.75 / 99.9)
    assert result.status == ("ranked", "ranked", "low_coverage")


def test_a_measure_is_found_by_name(result):
    assert set(result.measures()) == {"index", *DOMAINS, *LEAVES}
    np.testing.assert_array_equal(result.measure("index"), result.index)
    np.testing.assert_array_equal(result.measure("smoking"), result.table.values[7])
    for name in result.measures():
        assert result.measure(name).shape == (len(result),)
    with pytest.raises(mdi.DeclarationError, match="did you mean 'smoking'"):
        result.measure("smokin")


def test_the_frame_survives_a_journey_through_parquet(result, tmp_path):
    path = tmp_path / "mdi.parquet"
    result.to_frame().to_parquet(path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), result.to_frame())


def test_a_table_and_a_result_say_in_a_line_what_they_are():
    frame = pd.DataFrame({"area_code": ["GM0001", "GM0002"], "smoking": [10.0, 20.0]})
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2024)
    assert repr(table) == "<IndicatorTable municipality 2024: 2 areas, 1 of 20 indicators>"
    said = repr(mdi.compute(table))
    assert said.startswith("<IndexResult municipality 2024: 2 of 2 areas ranked, weights mdi_nl,")
