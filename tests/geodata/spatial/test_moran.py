"""Do neighbours resemble each other."""

import numpy as np
import pytest
from esda import Moran as Peer
from esda import Moran_Rate as PeerOfRates
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.neighbours import Neighbours
from geodata.spatial import StatisticError, moran, moran_of_rates
from tests.geodata.spatial.lattice import codes_of, grid, in_order, line


def test_it_is_that_of_esda(country, as_libpysal):
    values, neighbours = country
    peer = Peer(values, as_libpysal(neighbours), permutations=0)
    found = moran(values, neighbours)
    assert found.statistic == pytest.approx(peer.I, rel=1e-12)
    assert found.expected == peer.EI
    assert found.score > 10
    assert found.p == 0.002  # two-sided: the lowest there is


def test_that_of_rates_is_the_one_of_esda(as_libpysal):
    random = np.random.default_rng(2)
    people = np.round(random.lognormal(6, 1, 600))
    events = random.binomial(people.astype(int), 0.1).astype(float)
    neighbours = grid(20, 30)
    peer = PeerOfRates(events, people, as_libpysal(neighbours), permutations=0)
    found = moran_of_rates(events, people, neighbours)
    assert found.statistic == pytest.approx(peer.I, rel=1e-10)
    assert found.p > 0.05


def test_a_chessboard_is_as_unlike_its_neighbours_as_can_be():
    row, column = np.divmod(np.arange(36), 6)
    found = moran(((row + column) % 2).astype(float), grid(6, 6))
    assert found.statistic == pytest.approx(-1)
    assert found.p == 0.002


def test_an_area_without_a_value_is_not_there(country):
    values, neighbours = country
    gaps = values.copy()
    gaps[[3, 70, 71]] = np.nan
    kept = np.flatnonzero(~np.isnan(gaps))
    assert moran(gaps, neighbours) == moran(gaps[kept], neighbours.among(kept))


def test_an_area_without_neighbours_counts_among_the_values():
    values = np.array([1.0, 2.0, 4.0, 9.0])
    alone = Neighbours.from_pairs(codes_of(4), np.array([[0, 1], [1, 2]]))
    z = values - 4
    expected = (4 / 3) * (z[0] * z[1] + z[1] * (z[0] + z[2]) / 2 + z[2] * z[1]) / (z @ z)
    found = moran(values, alone)
    assert found.statistic == pytest.approx(expected)
    assert (found.areas, found.linked) == (4, 3)


@settings(max_examples=25)
@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3), st.booleans())
def test_another_unit_changes_nothing(shift, scale, mirrored):
    values = np.random.default_rng(8).normal(size=30)
    sign = -1 if mirrored else 1
    found, moved = moran(values, grid(5, 6)), moran(shift + sign * scale * values, grid(5, 6))
    assert moved.statistic == pytest.approx(found.statistic, abs=1e-9)
    assert moved.p == found.p


def test_another_order_of_the_areas_changes_no_bit(country):
    values, neighbours = country
    order = np.random.default_rng(5).permutation(600)
    assert moran(values[order], in_order(neighbours, order)) == moran(values, neighbours)


def test_threads_change_no_bit(country, monkeypatch):
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("MDI_THREADS", threads)
        found.append(moran(*country, seed=4))
    assert found[0] == found[1]
    assert moran(*country, seed=5).score != found[0].score


def test_chance_is_significant_as_often_as_it_should_be():
    p = [
        moran(np.random.default_rng(seed).normal(size=100), grid(10, 10), seed=seed).p
        for seed in range(400)
    ]
    assert 0.03 <= np.mean(np.array(p) <= 0.05) <= 0.07


def test_three_areas_that_all_border_each_other_say_nothing():
    around = Neighbours.from_pairs(codes_of(3), np.array([[0, 1], [0, 2], [1, 2]]))
    found = moran(np.array([1.0, 2.0, 9.0]), around)
    assert found.statistic == pytest.approx(found.expected)
    assert found.p == 1.0
    assert np.isnan(found.score)


def test_it_has_a_frame_of_one_row(country):
    frame = moran(*country).to_frame()
    assert list(frame)[:4] == ["statistic", "expected", "score", "p"]
    assert frame["areas"].tolist() == [600]


def test_what_is_wrong_with_values_and_neighbours_is_said_at_once():
    nobody = Neighbours.from_pairs(codes_of(3), np.empty((0, 2)))
    with pytest.raises(StatisticError) as refused:
        moran(np.array([1.0, 2.0, np.nan]), nobody)
    assert refused.value.problems == (
        "2 areas have a value, 3 or more are needed",
        "no two areas with a value are neighbours",
    )
    with pytest.raises(StatisticError, match="all 4 values are equal: 7"):
        moran(np.full(4, 7.0), line(4))


def test_what_cannot_be_asked_of_chance_is_said_at_once(country):
    with pytest.raises(StatisticError) as refused:
        moran(*country, permutations=9, seed=-1)
    assert refused.value.problems == (
        "9 permutations are too few: p would be 0.2 or more",
        "the seed is -1; it is a whole number from 0",
    )
