"""A file of lines that is read while it is written, and after the machine stopped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.jobs.lines import Follower, add_line, last_line

LINE = st.binary(max_size=9000).map(lambda text: text.replace(b"\n", b" "))


@pytest.fixture
def place(tmp_path):
    found = tmp_path / "events"
    found.touch()
    return found


@given(lines=st.lists(LINE, min_size=1, max_size=6), torn=LINE, sure=st.booleans())
def test_whatever_was_left_half_written_lines_are_whole(tmp_path_factory, lines, torn, sure):
    place = tmp_path_factory.mktemp("lines") / "events"
    place.write_bytes(torn)
    assert last_line(place) == b""
    follower = Follower(place)
    for number, line in enumerate(lines):
        assert list(follower.lines()) == []
        add_line(place, line, sure=sure)
        assert last_line(place) == line
        assert list(follower.lines()) == [line]
        with place.open("ab") as file:
            file.write(torn)
        assert last_line(place) == line
        assert list(Follower(place).lines()) == lines[: number + 1]


def test_a_follower_reads_what_came_since(place):
    follower = Follower(place)
    for count in (3, 0, 2):
        for number in range(count):
            add_line(place, b"%d" % number, sure=False)
        assert list(follower.lines()) == [b"%d" % number for number in range(count)]


def test_what_is_not_there_is_told(tmp_path):
    for read in (last_line, lambda place: list(Follower(place).lines())):
        with pytest.raises(FileNotFoundError):
            read(tmp_path / "no")
