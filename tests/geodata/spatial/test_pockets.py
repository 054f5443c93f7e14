"""High areas among low ones."""

import numpy as np
import pytest

from geodata.neighbours import Neighbours
from geodata.spatial import StatisticError, pockets
from tests.geodata.spatial.lattice import codes_of, grid


@pytest.fixture
def board():
    """A hundred areas: a high east, and one high place in the low west."""
    values = np.tile(np.arange(10.0), 10) + np.repeat(np.arange(10), 10) / 100
    values[32] = 50.0
    return values


def test_a_high_area_among_low_ones_is_a_pocket(board):
    found = pockets(board, grid(10, 10))
    assert np.flatnonzero(found.pocket).tolist() == [32]
    assert len(found) == 1


def test_a_high_area_among_high_ones_is_none(board):
    board[38] = 60.0
    assert np.flatnonzero(pockets(board, grid(10, 10)).pocket).tolist() == [32]


def test_the_gap_is_above_the_median_of_the_neighbours(board):
    found = pockets(board, grid(10, 10))
    around = np.median([board[22], board[31], board[33], board[42]])
    assert found.around[32] == around
    assert found.gap[32] == 50 - around


def test_the_frame_starts_with_the_widest_gap(board):
    board[72] = 90.0
    frame = pockets(board, grid(10, 10)).to_frame()
    assert frame["area_code"].tolist() == ["GM00072", "GM00032"]
    assert list(frame) == ["area_code", "value", "around", "gap"]


def test_a_share_decides_what_is_high(board):
    assert len(pockets(board, grid(10, 10), top=0.01)) == 1
    board[72] = 90.0
    assert np.flatnonzero(pockets(board, grid(10, 10), top=0.01).pocket).tolist() == [72]


def test_missing_areas_and_areas_alone_are_no_pockets():
    values = np.array([1.0, 2.0, 3.0, np.nan, 99.0])
    around = Neighbours.from_pairs(codes_of(5), np.array([[0, 1], [1, 2], [3, 4]]))
    found = pockets(values, around)
    assert not found.pocket.any()
    assert np.isnan(found.around[3:]).all()
    assert np.isnan(found.gap[3])


def test_areas_that_tie_at_the_top_are_all_high():
    values = np.zeros(25)
    values[[6, 18]] = 7.0
    assert np.flatnonzero(pockets(values + 0.01 * (np.arange(25) % 2), grid(5, 5)).pocket).size
    values[[0]] = -1.0
    assert len(pockets(values, grid(5, 5), top=0.05, lower=0.95)) == 2


@pytest.mark.parametrize(("top", "lower"), [(0.0, 0.5), (0.6, 0.5), (0.1, 0.0), (1.0, 0.1)])
def test_shares_that_overlap_are_refused(board, top, lower):
    with pytest.raises(StatisticError, match="do not fit together"):
        pockets(board, grid(10, 10), top=top, lower=lower)
