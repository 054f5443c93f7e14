"""A run that was interrupted goes on where it stopped."""

from __future__ import annotations

import numpy as np
import pytest

import mdi
from mdi.sensitivity import collecting, whole
from tests.sensitivity.simulated import simulated

TABLE = simulated(120).table
VARY = ("weights", "sampling")


class StoppedError(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(collecting, "BLOCK", 16)


@pytest.fixture
def scored(monkeypatch):
    """The numbers of the draws that were made."""
    made, score = [], whole.Whole.score
    monkeypatch.setattr(
        whole.Whole,
        "score",
        lambda self, draw, points: made.append(draw) or score(self, draw, points),
    )
    return made


def stop_at(limit):
    def told(done, total):
        assert total == 64
        if done >= limit:
            raise StoppedError

    return told


def test_only_the_rest_is_drawn_and_the_answer_is_the_same(tmp_path, scored):
    expected = mdi.sensitivity(TABLE, 64, vary=VARY)
    with pytest.raises(StoppedError):
        mdi.sensitivity(TABLE, 64, vary=VARY, keep=tmp_path, progress=stop_at(32))
    scored.clear()
    found = mdi.sensitivity(TABLE, 64, vary=VARY, keep=tmp_path)
    assert sorted(scored) == list(range(32, 64))
    np.testing.assert_array_equal(found.tenths, expected.tenths)
    np.testing.assert_array_equal(found.low, expected.low)
    assert found.fingerprint == expected.fingerprint


def test_more_draws_go_on_from_fewer(tmp_path, scored):
    mdi.sensitivity(TABLE, 32, vary=VARY, keep=tmp_path)
    scored.clear()
    mdi.sensitivity(TABLE, 48, vary=VARY, keep=tmp_path)
    assert sorted(scored) == list(range(32, 48))


@pytest.mark.parametrize("change", [{"seed": 2}, {"vary": ("sampling",)}, {"weights": "equal"}])
def test_draws_of_something_else_are_not_taken(tmp_path, scored, change):
    mdi.sensitivity(TABLE, 16, vary=VARY, keep=tmp_path)
    scored.clear()
    mdi.sensitivity(TABLE, 16, **{"vary": VARY, **change}, keep=tmp_path)
    assert len(scored) == 16


@pytest.mark.parametrize(
    "harm", [lambda b: b[:-3], lambda b: b[:40] + b"x" + b[41:], lambda _: b""]
)
def test_a_block_that_is_not_sound_is_drawn_again(tmp_path, scored, harm):
    expected = mdi.sensitivity(TABLE, 32, vary=VARY, keep=tmp_path)
    path = min(tmp_path.iterdir())
    path.write_bytes(harm(path.read_bytes()))
    scored.clear()
    found = mdi.sensitivity(TABLE, 32, vary=VARY, keep=tmp_path)
    assert sorted(scored) == list(range(16))
    np.testing.assert_array_equal(found.tenths, expected.tenths)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(mdi.FileError, match="cannot be made"):
        mdi.sensitivity(TABLE, 16, keep=tmp_path / "file" / "folder")


def test_progress_is_told_block_by_block():
    told = []
    mdi.sensitivity(TABLE, 40, progress=lambda done, total: told.append((done, total)))
    assert told == [(16, 40), (32, 40), (40, 40)]
