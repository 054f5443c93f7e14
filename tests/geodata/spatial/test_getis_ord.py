"""Where high or low values come together."""

import numpy as np
import pytest
from esda.getisord import G_Local as Peer

from geodata.neighbours import Neighbours
from geodata.spatial import getis_ord, local_moran
from tests.geodata.spatial.lattice import codes_of, grid


@pytest.mark.filterwarnings("ignore")
def test_the_score_is_that_of_esda(country, as_libpysal):
    values, neighbours = country
    positive = values - values.min() + 1
    peer = Peer(positive, as_libpysal(neighbours), transform="B", star=True, permutations=0)
    np.testing.assert_allclose(getis_ord(positive, neighbours).statistic, peer.Zs, atol=1e-9)


def test_its_p_is_that_of_local_moran(country):
    np.testing.assert_array_equal(getis_ord(*country).p, local_moran(*country).p)


def test_there_are_hot_and_cold_spots_but_no_pockets(country):
    found = getis_ord(*country)
    counts = found.counts()
    assert counts["hot spot"] > 0
    assert counts["cold spot"] > 0
    assert counts["pocket of deprivation"] == counts["pocket of advantage"] == 0
    hot = np.array(found.kinds) == "hot spot"
    assert (found.statistic[hot] > 0).all()


def test_an_area_alone_has_no_score():
    around = Neighbours.from_pairs(codes_of(4), np.array([[0, 1], [1, 2]]))
    found = getis_ord(np.array([1.0, 2.0, 4.0, 9.0]), around)
    assert found.kinds[3] == "no neighbours"
    assert np.isnan(found.statistic[3])


def test_the_scores_are_normal_under_chance():
    noise = np.random.default_rng(6).normal(size=10_000)
    scores = getis_ord(noise, grid(100, 100), permutations=99).statistic
    assert scores.mean() == pytest.approx(0, abs=0.05)
    assert scores.std() == pytest.approx(1, abs=0.03)
