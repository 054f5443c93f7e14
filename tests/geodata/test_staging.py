"""Files appear whole or not at all."""

import pytest

from geodata.errors import BoundaryFileError
from geodata.staging import staged


def test_files_are_moved_when_all_went_well(tmp_path):
    with staged(tmp_path) as stage:
        (stage.folder / "b").write_text("new")
        (stage.folder / "a").write_text("new")
        assert not (tmp_path / "a").exists()
    assert stage.written == [tmp_path / "a", tmp_path / "b"]
    assert sorted(tmp_path.iterdir()) == stage.written


def failing(place):
    with staged(place) as stage:
        (stage.folder / "a").write_text("ne")
        raise KeyError


def test_nothing_is_moved_or_left_behind_when_something_failed(tmp_path):
    (tmp_path / "a").write_text("old")
    with pytest.raises(KeyError):
        failing(tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_place_that_is_not_there_is_said(tmp_path):
    with (
        pytest.raises(BoundaryFileError, match="nowhere' cannot be written: No such file"),
        staged(tmp_path / "nowhere"),
    ):
        pass
