"""Peers: the areas that are most like one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdi
from mdi.peers import peers_of
from tests.squares import municipalities


@pytest.fixture(scope="module")
def result():
    frame = municipalities(2021).drop(columns="smoking_status")
    return mdi.compute(mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021))


def test_peers_by_size_by_hand():
    leaves = [leaf.id for leaf in mdi.load_domains().leaves()]
    people = {"GM0001": 1000, "GM0002": 2000, "GM0003": 500, "GM0004": 1900, "GM0005": 90_000}
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {leaf: rng.uniform(1, 9, 5) for leaf in leaves},
    ).assign(area_code=list(people), population=list(people.values()))
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    found = peers_of(mdi.compute(table), 0, "size", 3)
    names = [table.codes[peer.row] for peer in found]
    assert names == ["GM0004", "GM0002", "GM0003"], "twice as many is as far as half as many"
    assert found[1].distance == found[2].distance == pytest.approx(np.log(2))


@given(row=st.integers(0, 29), by=st.sampled_from(["size", "profile"]), count=st.integers(1, 40))
def test_peers_are_ranked_others_the_nearest_first(result, row, by, count):
    found = peers_of(result, row, by, count)
    rows = [peer.row for peer in found]
    assert row not in rows
    assert len(set(rows)) == len(rows) <= count
    assert all(result.rank[other] for other in rows)
    far = [peer.distance for peer in found]
    assert far == sorted(far)
    assert all(distance >= 0 for distance in far)


def test_peers_by_profile_have_the_least_difference_of_points(result):
    rows = [node.row for node in result.tree.domains]
    row = result.positions["GM0010"]
    points = result.points[rows].T
    nearest = peers_of(result, row, "profile", 1)[0]
    ranked = [r for r in range(len(result)) if result.rank[r] and r != row]
    far = {r: float(np.sqrt(np.mean((points[r] - points[row]) ** 2))) for r in ranked}
    assert nearest.distance == pytest.approx(min(far.values()))
    assert far[nearest.row] == pytest.approx(nearest.distance)


def test_an_area_of_which_nothing_is_known_has_no_peers(result):
    assert peers_of(result, result.positions["GM0002"], "profile", 5) == []
