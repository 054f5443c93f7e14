"""How surely an area is in the most deprived tenth, in one word."""

import numpy as np
import pytest

import mdi
from mdi.sensitivity.reliability import Reliability, Thresholds, thresholds
from tests.sensitivity.simulated import simulated


def test_a_share_has_the_class_whose_threshold_it_reaches():
    found = thresholds().of(np.array([1.0, 0.95, 0.949, 0.5, 0.499, 0.05, 0.049, 0.0, np.nan]))
    assert [each and each.value for each in found] == [
        "certainly",
        "certainly",
        "probably",
        "probably",
        "possibly",
        "possibly",
        "not",
        "not",
        None,
    ]


LEVEL = {"certainly": 0.5, "probably": 0.5, "possibly": 0.1}


def test_thresholds_fall():
    with pytest.raises(mdi.DeclarationError, match="'certainly' above 'probably'"):
        Thresholds.parse({**LEVEL, "id": "mine"}, "a test")


def test_what_is_told_of_a_country():
    found = mdi.sensitivity(simulated(300).table, 100, vary=("weights", "sampling"), top=10)
    frame = found.to_frame()
    ranks = frame[["rank_low", "rank_median", "rank_high"]].astype(int)
    assert (ranks.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert frame["rank_expected"].between(frame["rank_low"], frame["rank_high"]).mean() > 0.99
    assert frame["top_tenth"].sum() == pytest.approx(30)
    assert frame["top_10"].sum() == pytest.approx(10)
    shares = frame["top_tenth"]
    np.testing.assert_allclose(frame["top_tenth_error"], np.sqrt(shares * (1 - shares) / 100))
    assert found.largest_error == pytest.approx(0.05)
    assert sum(found.classes.values()) == 300
    assert found.classes[Reliability.CERTAINLY] == (shares >= 0.95).sum()
    told = found.provenance["sensitivity"]
    assert told["draws"] == 100
    assert [each["id"] for each in told["uncertainties"]] == ["weights", "sampling"]
    assert "300 areas, weights, sampling varied" in repr(found)
