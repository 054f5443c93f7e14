"""Alkire–Foster by hand: deprived above the cutoff, poor from the share k on."""

import numpy as np
import pytest
from pydantic import ValidationError

from mdi.aggregation import AlkireFoster
from tests.aggregation.cases import scores_of

WEIGHTS = [0.5, 0.3, 0.2]


def score(*children, k=0.3, weights=WEIGHTS):
    rows = np.array(children, float)[:, None]
    return scores_of(AlkireFoster(cutoff=50, k=k), rows, weights).item()


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ((60, 10, 10), 50),
        ((10, 60, 10), 30),  # just enough
        ((10, 10, 60), 0),  # deprived on a fifth, but not poor
        ((60, 60, 60), 100),
        ((50, 50, 50), 0),  # at the cutoff is not above it
        ((10, 60, np.nan), 37.5),  # 0.3 of the 0.8 that is observed
        ((np.nan, np.nan, 60), 100),
    ],
)
def test_the_deprived_share_counts_if_it_makes_poor(children, expected):
    assert score(*children) == pytest.approx(expected)


def test_a_share_that_equals_k_on_paper_makes_poor():
    weights = [0.7, 0.1, 0.1, 0.1]
    share = 0.1 + 0.1 + 0.1
    assert share / sum(weights) != 0.3
    assert score(0, 60, 60, 60, weights=weights) == pytest.approx(30)
    assert score(60, 0, 0, 0, k=0.7, weights=weights) == pytest.approx(70)


def test_the_mean_over_the_areas_is_the_adjusted_headcount():
    rows = [[60.0, 10.0, 10.0, 60.0], [10.0, 60.0, 10.0, 60.0], [10.0, 10.0, 60.0, 60.0]]
    found = scores_of(AlkireFoster(cutoff=50, k=0.3), rows, WEIGHTS).mean() / 100
    headcount, intensity = 3 / 4, (0.5 + 0.3 + 1.0) / 3
    assert found == pytest.approx(headcount * intensity)


@pytest.mark.parametrize("declared", [{"k": 0}, {"k": 1.01}, {"k": np.nan}, {"cutoff": np.inf}])
def test_wrong_limits_are_no_declaration(declared):
    with pytest.raises(ValidationError):
        AlkireFoster(**{"cutoff": 50, "k": 0.5, **declared})
