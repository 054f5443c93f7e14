"""One exception holds the message, all problems, the hint and whose turn it is."""

import pytest

from mdi.errors import SHOWN, MdiError, Problem, TableError, did_you_mean


def test_a_problem_says_what_where_what_was_expected_and_what_to_do():
    problem = Problem("holds text", "smoking", (("GM0001", "'veel'"),), "a number", "look again")
    assert str(problem) == (
        "column 'smoking' holds text in 1 area: GM0001 ('veel') — expected a number; look again"
    )


@pytest.mark.parametrize("count", [SHOWN - 1, SHOWN, SHOWN + 1, 1000])
def test_a_problem_lists_the_first_areas_and_counts_all(count):
    cells = tuple((f"GM{i:04d}", "x") for i in range(count))
    text = str(Problem("holds text", "smoking", cells))
    assert f"in {count} areas" in text
    assert text.count("GM") == min(count, SHOWN)
    assert (f"and {count - SHOWN} more" in text) is (count > SHOWN)


def test_an_error_numbers_its_problems_and_ends_with_the_hint():
    error = TableError("The table has 2 problems.", [Problem("one"), Problem("two")], "try again")
    assert str(error).splitlines() == [
        "The table has 2 problems.",
        "  1. one",
        "  2. two",
        "try again",
    ]
    assert isinstance(error, MdiError)


def test_an_error_keeps_what_it_was_made_of():
    error = TableError("message", [Problem("one")], "hint")
    assert (error.message, error.problems, error.hint) == ("message", (Problem("one"),), "hint")


def test_the_nearest_word_is_suggested_or_all_are_listed():
    assert did_you_mean("incom", ["income", "work"]) == "did you mean 'income'?"
    assert did_you_mean("zzz", ["income", "work"]) == "choose one of: income, work"
