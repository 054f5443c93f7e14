"""Areas in partitions have the ranks that they have in one piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdi
from mdi.ranking import Deciles
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.counting import count
from mdi.sensitivity.drawing import rank_type
from mdi.sensitivity.partitions import Partitioned
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.weights_alone import WeightsAlone
from mdi.sensitivity.workers.maker import Here
from tests.countries import random_table


def country(rng, areas, draws, *, ties, gaps):
    """Points of five domains and weights; with ties, points that many areas share."""
    points = rng.uniform(0, 100, (5, areas))
    if ties:
        points = np.round(points / 50) * 50
    points[rng.uniform(size=points.shape) < gaps] = np.nan
    points[0] = np.where(np.isnan(points).all(axis=0), 50.0, points[0])
    return points, rng.dirichlet(np.full(5, 20.0), draws)


def cut(rng, points, parts):
    """The points in so many partitions of random size."""
    borders = np.sort(rng.choice(np.arange(1, points.shape[1]), parts - 1, replace=False))
    return np.split(points, borders, axis=1)


def drawn(drawing, first=0):
    """(draws, m) ranks, in the order in which the areas were given."""
    ranks = np.empty((drawing.draws - first, len(drawing.areas)), rank_type(drawing.most))
    drawing.fill(first, ranks)
    placed = np.empty_like(ranks)
    placed[:, drawing.areas] = ranks
    return placed


@given(
    seed=st.integers(0, 2**32 - 1),
    areas=st.integers(8, 120),
    parts=st.integers(1, 7),
    ties=st.booleans(),
    gaps=st.sampled_from([0.0, 0.2, 0.8]),
)
def test_ranks_in_the_whole_are_those_of_one_piece(
    tmp_path_factory, seed, areas, parts, ties, gaps
):
    rng, folder = np.random.default_rng(seed), tmp_path_factory.mktemp("parts")
    points, weights = country(rng, areas, 11, ties=ties, gaps=gaps)
    whole = WeightsAlone.laid_out(np.arange(areas), points, weights, 1.0)
    found = Partitioned.written(cut(rng, points, parts), weights, 1.0, folder)
    ranks = np.hstack([drawn(found.partition(number)) for number in range(parts)])
    np.testing.assert_array_equal(ranks, drawn(whole))
    assert found.most == areas


def test_more_areas_than_sixteen_bits_hold_lie_in_small_partitions(tmp_path):
    rng = np.random.default_rng(1)
    points, weights = country(rng, 70_000, 3, ties=False, gaps=0.1)
    whole = WeightsAlone.laid_out(np.arange(70_000), points, weights, 1.0)
    found = Partitioned.written(cut(rng, points, 4), weights, 1.0, tmp_path)
    ranks = np.hstack([drawn(found.partition(number)) for number in range(4)])
    np.testing.assert_array_equal(ranks, drawn(whole))
    assert ranks.max() > np.iinfo(np.uint16).max


def test_draws_from_the_middle_are_those_of_all(tmp_path):
    rng = np.random.default_rng(2)
    points, weights = country(rng, 90, 12, ties=True, gaps=0.2)
    one = Partitioned.written(cut(rng, points, 3), weights, 1.0, tmp_path).partition(1)
    np.testing.assert_array_equal(drawn(one, 5), drawn(one)[5:])


def counts_of_whole(points, weights, scale, top):
    areas = points.shape[1]
    drawing = WeightsAlone.laid_out(np.arange(areas), points, weights, scale)
    tenths = Tenths(Deciles(), 10, np.ones(areas), np.empty(0, np.int64))
    return drawing, count(Collecting(Here(drawing)), tenths, top)


def same(parts, drawing, expected):
    place = np.argsort(drawing.areas)
    for name in ("quantiles", "total", "ranked", "top", "tenths"):
        axis = 1 if name == "quantiles" else 0
        found = np.concatenate([getattr(each, name) for each in parts], axis)
        one_piece = np.take(getattr(expected, name), place, axis)
        np.testing.assert_array_equal(found, one_piece, err_msg=name)


def test_what_is_counted_is_that_of_the_index_in_one_piece(tmp_path):
    """The points and the scale of an index as it is computed, with the gaps of its table."""
    rng, result = np.random.default_rng(3), mdi.compute(random_table(300, gaps=0.2))
    points = result.points[result.tree.root.child_rows()][:, result.rank > 0]
    weights = rng.dirichlet(np.full(len(points), 5.0), 200)
    drawing, expected = counts_of_whole(points, weights, result.scale, 25)
    parts = Partitioned.written(cut(rng, points, 5), weights, result.scale, tmp_path)
    same(list(parts.counts(25)), drawing, expected)


@pytest.mark.slow
def test_workers_count_the_same(tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    rng = np.random.default_rng(4)
    points, weights = country(rng, 400, 300, ties=True, gaps=0.1)
    drawing, expected = counts_of_whole(points, weights, 1.0, 25)
    parts = Partitioned.written(cut(rng, points, 3), weights, 1.0, tmp_path)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as cluster:
        same(list(parts.counts(25, scheduler=cluster.scheduler_address)), drawing, expected)


def test_what_cannot_be_ranked_is_said(tmp_path):
    points, weights = country(np.random.default_rng(5), 30, 4, ties=False, gaps=0.0)
    parts = Partitioned.written([points], weights, 1.0, tmp_path / "parts")
    with pytest.raises(mdi.ComputationError, match="not by population"):
        list(parts.counts(5, Deciles(by="population")))
    points[:, 3] = np.nan
    with pytest.raises(mdi.ComputationError, match="Partition 0 has areas without any domain"):
        Partitioned.written([points], weights, 1.0, tmp_path / "more")
    (tmp_path / "file").write_text("")
    with pytest.raises(mdi.FileError, match="cannot be written to"):
        Partitioned.written([points], weights, 1.0, tmp_path / "file" / "folder")
