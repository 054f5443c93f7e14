"""Errors say what is wrong, all of it, and whose turn it is."""

import pytest

from geodata.errors import (
    SHOWN,
    BoundaryError,
    BoundaryFileError,
    ClassificationError,
    GeodataError,
    listed,
)


@pytest.mark.parametrize(
    ("kind", "code"), [(BoundaryError, 3), (BoundaryFileError, 5), (ClassificationError, 2)]
)
def test_each_kind_has_its_own_exit_code_and_title(kind, code):
    assert issubclass(kind, GeodataError)
    assert kind.exit_code == code
    assert kind.title != GeodataError.title


def test_the_message_numbers_the_problems_and_ends_with_the_hint():
    error = BoundaryError("Two things.", ["one", "two"], hint="Do this.")
    assert str(error) == "Two things.\n  1. one\n  2. two\nDo this."
    assert error.problems == ("one", "two")


def test_long_lists_are_cut_and_counted():
    assert listed(["a"] * (SHOWN + 3)).endswith("and 3 more")
    assert listed(["a", "b"]) == "a, b"
