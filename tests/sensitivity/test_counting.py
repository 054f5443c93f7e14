"""Draws that are counted and forgotten tell what draws that are kept tell."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdi.ranking import Deciles
from mdi.sensitivity import collecting, windows
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.counting import count
from mdi.sensitivity.drawing import rank_type
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.workers.maker import Here


class Known:
    """Ranks that are known beforehand, as what is drawn."""

    def __init__(self, ranks):
        self.ranks, self.filled = ranks, 0
        self.draws, self.areas = len(ranks), np.arange(ranks.shape[1])
        self.most, self.light = ranks.shape[1], False

    def fill(self, first, ranks):
        ranks[:] = self.ranks[first : first + len(ranks)]
        self.filled += len(ranks)


def counted(drawing, least=20, top=5):
    areas = len(drawing.areas)
    tenths = Tenths(Deciles(), least, np.ones(areas), np.arange(areas // 10))
    return count(Collecting(Here(drawing)), tenths, top)


def lowest(column, share):
    """The lowest rank that so many thousandths of the draws do not exceed; 0 of none."""
    ranks = np.sort(column[column > 0])
    return ranks[-(-share * ranks.size // 1000) - 1] if ranks.size else 0


def agrees(ranks, found, top=5):
    ranked = (ranks > 0).sum(axis=1)
    for q, share in enumerate((50, 500, 950)):
        expected = [lowest(column, share) for column in ranks.T]
        np.testing.assert_array_equal(found.quantiles[q], expected)
    np.testing.assert_array_equal(found.total, ranks.sum(axis=0, dtype=np.int64))
    np.testing.assert_array_equal(found.ranked, (ranks > 0).sum(axis=0))
    np.testing.assert_array_equal(found.top, ((ranks > 0) & (ranks <= top)).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        tenth = -(-10 * ranks.astype(np.int64) // ranked[:, np.newaxis])
    tenth[(ranks == 0) | (ranked < 20)[:, np.newaxis]] = 0
    expected = np.array([(tenth == t).sum(axis=0) for t in range(1, 11)]).T
    np.testing.assert_array_equal(found.tenths, expected)
    members = np.arange(ranks.shape[1] // 10)
    np.testing.assert_array_equal(found.overlap, (tenth[:, members] == 1).sum(axis=1))


def drawn(rng, draws, areas, spread, gaps):
    """Ranks of scores with noise; some areas have none in some draws, some never."""
    scores = np.linspace(0, 1, areas) + spread * rng.normal(size=(draws, areas))
    ranks = (scores.argsort(axis=1).argsort(axis=1) + 1).astype(rank_type(areas))
    ranks[rng.uniform(size=ranks.shape) < gaps] = 0
    ranks[:, -1] = 0
    return ranks


@given(
    seed=st.integers(0, 2**32 - 1),
    draws=st.integers(1, 300),
    areas=st.integers(1, 90),
    spread=st.sampled_from([0.0, 0.01, 0.3, 5.0]),
    gaps=st.sampled_from([0.0, 0.02, 0.9]),
    room=st.sampled_from([1, 3000, 1 << 20]),
    bins=st.sampled_from([1, 500, 1 << 20]),
    wide=st.sampled_from([0.0, 0.5, 6.0]),
)
def test_whatever_fits_at_a_time_the_counts_are_those_of_all_draws(
    seed, draws, areas, spread, gaps, room, bins, wide
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collecting, "ROOM", room)
        patch.setattr(windows, "ROOM", bins)
        patch.setattr(windows, "WIDE", wide)
        ranks = drawn(np.random.default_rng(seed), draws, areas, spread, gaps)
        agrees(ranks, counted(Known(ranks)))


@pytest.mark.parametrize("turn", [1, -1])
def test_first_draws_that_are_like_no_others_cost_a_second_pass(turn, monkeypatch):
    """The windows lie where no later draw is; the quantiles are exact all the same."""
    monkeypatch.setattr(collecting, "ROOM", 64 * 400 * 2)
    ranks = drawn(np.random.default_rng(1), 2000, 400, 0.05, 0.0)
    ranks[:64] = np.arange(1, 401)[::turn] if turn < 0 else ranks[0]
    drawing = Known(ranks)
    agrees(ranks, counted(drawing))
    assert drawing.filled > len(ranks)


def test_draws_like_those_before_are_made_once(monkeypatch):
    monkeypatch.setattr(collecting, "ROOM", 512 * 400 * 2)
    ranks = drawn(np.random.default_rng(1), 4000, 400, 0.2, 0.01)
    drawing = Known(ranks)
    agrees(ranks, counted(drawing))
    assert drawing.filled == len(ranks)


def test_more_draws_than_sixteen_bits_count(monkeypatch):
    monkeypatch.setattr(collecting, "BLOCK", 4096)
    ranks = np.tile(np.arange(1, 31, dtype=np.uint16), (70_000, 1))
    agrees(ranks, counted(Known(ranks)))


def test_ranks_of_more_areas_than_sixteen_bits_hold():
    ranks = drawn(np.random.default_rng(1), 12, 70_000, 0.01, 0.01)
    assert ranks.dtype == np.uint32
    agrees(ranks, counted(Known(ranks)))


def test_no_more_ranks_are_held_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(collecting, "ROOM", 100 * 50 * 2)
    drawing = SimpleNamespace(
        draws=1000, areas=np.arange(50), most=50, light=False, fill=lambda _, ranks: ranks.fill(1)
    )
    sizes = [ranks.nbytes for _, ranks in Collecting(Here(drawing)).parts()]
    assert sum(sizes) == 1000 * 50 * 2
    assert max(sizes) <= collecting.ROOM
