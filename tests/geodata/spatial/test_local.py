"""Hot spots, cold spots and pockets."""

import itertools

import numpy as np
import pandas as pd
import pyogrio
import pytest
from esda import Moran_Local as Peer

from geodata.neighbours import Neighbours, find_neighbours
from geodata.spatial import KINDS, StatisticError, getis_ord, local_moran, moran
from tests.geodata.spatial.lattice import boundaries, codes_of, grid, in_order, line


def with_gaps(country):
    values, neighbours = country
    gaps = values.copy()
    gaps[[0, 45, 46, 200]] = np.nan
    return gaps, neighbours


def same(found, other, order=slice(None)):
    for name in ("statistic", "p", "kind"):
        np.testing.assert_array_equal(getattr(found, name)[order], getattr(other, name))


def test_the_statistic_is_that_of_esda(country, as_libpysal):
    values, neighbours = country
    peer = Peer(values, as_libpysal(neighbours), permutations=0)
    np.testing.assert_allclose(local_moran(*country).statistic, peer.Is, rtol=0, atol=1e-9)


def test_the_usual_one_tail_is_half_of_our_p(country):
    """The way of esda: the tail is chosen after the fact, so chance has two chances."""
    values, neighbours = country
    random, z = np.random.default_rng(3), (values - values.mean()) / values.std(ddof=1)
    orders = np.array([random.permutation(599) for _ in range(4999)])
    ours = local_moran(values, neighbours, permutations=4999)
    for area in range(0, 600, 7):
        others = np.delete(z, area)[orders[:, : neighbours.counts[area]]]
        larger = (z[area] * others.mean(axis=1) >= ours.statistic[area]).sum()
        one_tail = (min(larger, 4999 - larger) + 1) / 5000
        error = np.sqrt(2 * one_tail * (1 - one_tail) / 4999)
        assert abs(ours.p[area] / 2 - one_tail) < 4.5 * error


def test_the_p_value_is_the_share_of_all_sets_of_others():
    values = np.array([0.1, 0.5, 3.0, 0.2, 2.5, 1.0, 0.7, 1.9])
    found = local_moran(values, line(8), permutations=20_000)
    for area, around in ((2, [1, 3]), (4, [3, 5]), (7, [6])):
        others = np.delete(values, area)
        sums = [sum(chosen) for chosen in itertools.combinations(others, len(around))]
        above = np.mean(np.array(sums) >= values[around].sum() - 1e-12)
        below = np.mean(np.array(sums) <= values[around].sum() + 1e-12)
        exact = min(1, 2 * min(above, below))
        assert found.p[area] == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_chance_is_significant_as_often_as_it_should_be(seed):
    noise = np.random.default_rng(100 + seed).normal(size=14_000)
    p = local_moran(noise, grid(100, 140), permutations=999, seed=seed).p
    assert 0.045 <= np.mean(p <= 0.05) <= 0.055


@pytest.mark.parametrize("seed", range(3))
def test_chance_makes_no_hot_spots(seed):
    noise = np.random.default_rng(seed).normal(size=2000)
    assert local_moran(noise, grid(40, 50), permutations=4999).significant.sum() <= 1


def test_a_hill_a_hollow_and_two_pockets_are_found():
    values = np.random.default_rng(1).normal(scale=0.1, size=(20, 20))
    values[2:8, 2:8] += 5
    values[12:18, 12:18] -= 5
    values[4, 4], values[15, 15] = -5, 5
    found = local_moran(values.ravel(), grid(20, 20), permutations=1999)
    kinds = np.array(found.kinds).reshape(20, 20)
    assert (kinds[3:6, 6] == "hot spot").all()
    assert (kinds[13:17, 13] == "cold spot").all()
    assert kinds[4, 4] == "pocket of advantage"
    assert kinds[15, 15] == "pocket of deprivation"
    assert kinds[10, 2] == "not significant"
    assert sum(found.counts().values()) == len(found) == 400


def test_areas_without_a_value_or_neighbours_are_said_to_be_so():
    around = Neighbours.from_pairs(codes_of(6), np.array([[0, 1], [1, 2], [3, 4]]))
    found = local_moran(np.array([1.0, 2.0, 4.0, 3.0, np.nan, 9.0]), around)
    assert found.kinds[3:] == ("no neighbours", "missing", "no neighbours")
    assert np.isnan(found.statistic[3:]).all()
    assert np.isnan(found.p[3:]).all()
    assert np.isnan(found.own[4])
    assert found.own[5] > 0
    assert not np.isnan(found.p[:3]).any()


def test_missing_areas_are_as_if_they_were_not_there(country):
    gaps, neighbours = with_gaps(country)
    kept = np.flatnonzero(~np.isnan(gaps))
    same(local_moran(gaps, neighbours), local_moran(gaps[kept], neighbours.among(kept)), kept)


def test_another_order_of_the_areas_changes_no_bit(country):
    gaps, neighbours = with_gaps(country)
    order = np.random.default_rng(5).permutation(600)
    turned = local_moran(gaps[order], in_order(neighbours, order))
    same(local_moran(gaps, neighbours), turned, order)


def test_threads_change_no_bit(country, monkeypatch):
    found = []
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("MDI_THREADS", threads)
        found.append(local_moran(*country, seed=9))
    same(found[0], found[1])
    same(found[0], found[2])


def test_another_seed_changes_p_but_not_the_statistic(country):
    one, other = local_moran(*country, seed=1), local_moran(*country, seed=2)
    np.testing.assert_array_equal(one.statistic, other.statistic)
    assert (one.p != other.p).any()
    assert np.max(np.abs(one.p - other.p)) < 0.2


def test_mirrored_values_swap_hot_and_cold(country):
    values, neighbours = country
    found, mirrored = local_moran(values, neighbours), local_moran(-values, neighbours)
    np.testing.assert_allclose(mirrored.statistic, found.statistic, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(mirrored.p, found.p)
    counts, turned = found.counts(), mirrored.counts()
    assert counts["hot spot"] == turned["cold spot"] > 0
    assert counts["cold spot"] == turned["hot spot"] > 0


def test_sums_that_are_equal_on_paper_tie():
    tenths = np.array([0.1, 0.2, 0.3] * 12)  # 0.1 + 0.3 is not 0.2 + 0.2 in binary
    whole = local_moran(np.round(tenths * 10), grid(6, 6))
    np.testing.assert_array_equal(local_moran(tenths, grid(6, 6)).p, whole.p)


def test_an_area_that_borders_all_others_is_never_significant():
    star = Neighbours.from_pairs(codes_of(30), np.array([(0, other) for other in range(1, 30)]))
    values = np.append(9.0, np.random.default_rng(0).normal(size=29))
    assert local_moran(values, star).p[0] == 1.0
    assert getis_ord(values, star).statistic[0] == 0.0


def test_too_few_permutations_for_so_many_areas_are_said():
    values = np.random.default_rng(1).normal(size=(20, 25))
    values[:3, :3] += 8
    found = local_moran(values.ravel(), grid(20, 25), permutations=99)
    assert not found.significant.any()
    (note,) = found.notes
    assert "99 permutations can give, 0.02; it takes 200 of them" in note
    assert local_moran(values.ravel(), grid(20, 25)).significant.any()


def test_nothing_is_noted_when_all_is_well(country):
    assert local_moran(*country).notes == ()


def test_the_frame_has_one_row_per_area(country):
    gaps, neighbours = with_gaps(country)
    frame = local_moran(gaps, neighbours).to_frame()
    assert list(frame) == ["area_code", "statistic", "own", "around", "p", "significant", "kind"]
    assert frame["area_code"].tolist() == list(neighbours.codes)
    assert set(frame["kind"]) <= set(KINDS)
    assert frame["kind"][0] == "missing"
    assert not frame["significant"][0]


def test_a_level_outside_its_bounds_is_refused(country):
    with pytest.raises(StatisticError, match=r"the level is 1\.5"):
        local_moran(*country, level=1.5)


@pytest.mark.real_data
def test_low_incomes_of_districts_with_gaps(shared_data):
    folder = shared_data / "netherlands"
    shapes = pyogrio.read_dataframe(folder / "wijk_2022_rd.geojson")
    table = pd.read_csv(folder / "wijk_2022_kwb.csv").set_index("code")["income_low"]
    values = table.reindex(shapes["code"]).to_numpy(dtype=float)
    neighbours = find_neighbours(boundaries(*shapes.geometry))
    assert moran(values, neighbours).p == 0.002
    found = local_moran(values, neighbours)
    counts = found.counts()
    assert counts["missing"] == np.isnan(values).sum() > 100
    assert counts["no neighbours"] == 2  # all around them is missing
    assert counts["hot spot"] > 0
    assert np.isnan(found.p).sum() == counts["missing"] + counts["no neighbours"]
