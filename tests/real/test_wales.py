"""The Welsh Index of Multiple Deprivation 2019: scores at full precision, ranks exactly."""

import numpy as np
import pandas as pd
import pytest

from mdi.core.weighing import weighted_mean
from mdi.normalisation import ExponentialRank
from mdi.ranking import ranks

pytestmark = pytest.mark.real_data

WEIGHTS = {
    "Income": 0.22, "Employment": 0.22, "Health": 0.15, "Education": 0.14, "Access": 0.10,
    "Housing": 0.07, "Crime": 0.05, "Environment": 0.05,
}  # fmt: skip


@pytest.fixture(scope="module")
def published(shared_data):
    return pd.read_csv(shared_data / "wales" / "wimd2019_lsoa_scores_ranks.csv")


def test_published_domain_scores_give_the_published_index_and_every_rank(published):
    scores = published[[f"{name}_score" for name in WEIGHTS]].to_numpy().T.copy()
    index = np.empty(len(published))
    weighted_mean(scores, np.arange(len(scores)), np.array([*WEIGHTS.values()]), 1.0, index)
    assert np.abs(index - published["IMD_score"]).max() < 1e-8
    rank, ranked = ranks(index)
    assert ranked == 1909
    np.testing.assert_array_equal(rank, published["IMD_rank"])


@pytest.mark.parametrize("domain", WEIGHTS)
def test_a_published_domain_score_follows_from_its_rank(published, domain):
    values = published[f"{domain}_score"].to_numpy()
    points = np.empty(values.size)
    ExponentialRank(c=23).apply(values, 1.0, np.ones(values.size, bool), points)
    assert np.abs(points - values).max() < 0.2
    assert np.median(np.abs(points - values)) < 1e-6
