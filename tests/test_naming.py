"""A table as a frame of its own names, and back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.naming import own_named
from mdi.rollup import roll_up
from tests.countries import codes
from tests.tables import CSV, TOML, figures, read

WORDS = ("", "suppressed", "not_yet_published", "missing")


def table_of(frame, level="municipality", year=2021):
    return mdi.IndicatorTable.from_frame(frame, level=level, year=year)


@st.composite
def frames(draw):
    """Municipalities with figures, counts or both, gaps, words, errors and a class."""
    n = draw(st.integers(2, 12))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    under = rng.integers(0, 500, n).astype(float)
    over = np.floor(under * rng.uniform(size=n))
    over[rng.uniform(size=n) < 0.2] = np.nan
    wealth = np.where(rng.uniform(size=n) < 0.3, np.nan, rng.normal(50, 20, n))
    words = [rng.choice(WORDS) if np.isnan(x) else rng.choice(["", "estimated"]) for x in wealth]
    columns = {
        "area_code": codes(n),
        "area_name": [f"Á {i}" if i % 3 else None for i in range(n)],
        "parent_code": ["PV20" if i % 2 else None for i in range(n)],
        "population": rng.integers(0, 900, n).astype(float),
        "smoking_numerator": over,
        "smoking_denominator": under,
        "woz_value": rng.uniform(100, 500, n),
        "woz_value_denominator": rng.integers(0, 90, n) / 7,
        "overweight": rng.uniform(0, 100, n),
        "overweight_denominator": rng.integers(1, 90, n) / 3,
        "household_wealth": wealth,
        "household_wealth_status": words,
        "household_wealth_standard_error": rng.uniform(0, 9, n),
        "poor_households": np.nan,
        "urban_class": [str(rng.integers(1, 6)) for _ in range(n)],
    }
    optional = ["area_name", "parent_code", "population", "urban_class", "household_wealth_status"]
    gone = draw(st.lists(st.sampled_from(optional), unique=True))
    return pd.DataFrame(columns).drop(columns=gone)


@given(frame=frames())
@settings(deadline=None, max_examples=40)
def test_there_and_back_is_the_same_table(frame):
    table = table_of(frame)
    back = table_of(table.to_frame())
    assert mdi.compute(back).fingerprint == mdi.compute(table).fingerprint
    pd.testing.assert_frame_equal(back.to_frame(), table.to_frame())


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_file_of_the_frame_is_read_as_the_same_figures(tmp_path, suffix):
    table = table_of(_frame())
    path = tmp_path / f"t{suffix}"
    frame = table.to_frame()
    frame.to_csv(path, index=False) if suffix == ".csv" else frame.to_parquet(path)
    back = read(path, "own")
    assert mdi.compute(back).fingerprint == mdi.compute(table).fingerprint


def _frame():
    return pd.DataFrame(
        {
            "area_code": codes(3),
            "area_name": ["Aa", "Bee, Cee", "É"],
            "smoking_numerator": [1.0, 2, np.nan],
            "smoking_denominator": [3.0, 7, 9],
            "household_wealth": [0.1 + 0.2, np.nan, 1 / 3],
            "household_wealth_status": ["estimated", "suppressed", ""],
        }
    )


def test_only_what_the_table_has_is_a_column():
    assert list(own_named(table_of(_frame()))) == [
        "area_code", "area_name", "population", "household_wealth", "household_wealth_status",
        "smoking_numerator", "smoking_denominator",
    ]  # fmt: skip


def test_a_word_stands_where_a_cell_does_not_tell_by_itself():
    frame = table_of(_frame()).to_frame()
    assert frame["household_wealth_status"].fillna("").tolist() == ["estimated", "suppressed", ""]


def test_a_table_of_regions_tells_which_regions_there_are():
    regions = [mdi.Region(id=f"r {i}", codes=(code,)) for i, code in enumerate(codes(3))]
    pooled = roll_up(table_of(_frame().drop(columns="household_wealth_status")), to=regions)
    back = table_of(pooled.to_frame(), "region")
    assert back.codes == ("r 0", "r 1", "r 2")
    assert back.geography.level("region").areas["r 0"] == ("r 0", "r 0")
    np.testing.assert_array_equal(figures(back, "smoking"), figures(pooled, "smoking"))
    np.testing.assert_array_equal(mdi.compute(back).index, mdi.compute(pooled).index)


def test_a_region_does_not_have_the_code_of_an_area():
    frame = pd.DataFrame({"area_code": ["west", "GM0001", None], "smoking": [1.0, 2.0, 3.0]})
    with pytest.raises(mdi.TableError) as caught:
        table_of(frame, "region")
    assert "holds no region code in 2 areas: GM0001 (row 2), (empty) (row 3)" in str(caught.value)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"smoking": [1.0]}, "'area_code' is missing"),
        ({"area_code": ["GM0001"], "smoking": [1.0]}, "'area_code' has no regions"),
        ({"area_code": ["a", "a"], "smoking": [1.0, 2.0]}, "holds codes twice"),
    ],
)
def test_a_table_without_regions_is_told(frame, words):
    with pytest.raises(mdi.TableError, match=words):
        table_of(pd.DataFrame(frame), "region")


def test_figures_that_are_not_what_their_name_says_are_refused_with_all_reasons(tmp_path):
    more = 'direction = "better"\nproxy = { nl = "x", en = "vapers" }\nyear = 2019\nunit = "per mille"\nestimator = "model"\n'
    (tmp_path / "mine.toml").write_text(
        TOML.replace('column = "vapers"\n', f'column = "vapers"\n{more}')
    )
    (tmp_path / "t.csv").write_text(CSV)
    with pytest.raises(mdi.ComputationError) as caught:
        read(tmp_path / "t.csv", tmp_path / "mine.toml").to_frame()
    for words in (
        "'smoking' is stood in for by vapers",
        "'smoking' is read as more is better, and is declared as worse",
        "is in per mille, and is declared in",
        "is about 2019, and the table about 2021",
        "is estimated by a model",
    ):
        assert words in str(caught.value)
