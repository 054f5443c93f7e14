"""SIMD 2016: normal scores of the education indicators, as published."""

import numpy as np
import pandas as pd
import pytest

from mdi.normalisation import NormalScore

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore:Unknown extension is not supported:UserWarning"),
]

SIGNS = {"Attendance": -1.0, "Attainment": -1.0, "Noquals": 1.0, "NEET": 1.0, "HESA": -1.0}


@pytest.fixture(scope="module")
def indicators(shared_data):
    return pd.read_excel(
        shared_data / "scotland" / "SIMD16_indicator_data.xlsx",
        sheet_name="Data",
        engine="calamine",
    )


@pytest.mark.parametrize("indicator", SIGNS)
def test_published_normal_scores_are_ours_and_missing_ones_stand_at_zero(
    shared_data, indicators, indicator
):
    published = pd.read_csv(shared_data / "scotland" / "r_edu_normalised.csv", index_col=0)
    raw = pd.to_numeric(indicators[indicator], errors="coerce").to_numpy(float)
    points = np.empty(raw.size)
    NormalScore().apply(raw, SIGNS[indicator], np.ones(raw.size, bool), points)
    ours = np.nan_to_num(points, nan=0.0)[published.index - 1]
    np.testing.assert_allclose(ours, published[indicator], rtol=0, atol=1e-12)
