"""Changes of several years: taken together they do what they do one after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.crosswalks import Change, crosswalk_of_changes
from geodata.errors import BoundaryError

YEARS = [
    Change("A", "B", 1.0, 2018),
    Change("B", "E", 1.0, 2020),
    Change("C", "E", 1.0, 2020),
    Change("D", "X", 0.25, 2020),
    Change("D", "Y", 0.75, 2020),
    Change("Y", "E", 1.0, 2022),
]


def shares(found):
    links = found.links
    rows = zip(links.old.tolist(), links.new.tolist(), links.share.tolist(), strict=True)
    return {(found.old.codes[o], found.new.codes[n]): share for o, n, share in rows}


def test_what_follows_each_other_is_one_change_from_the_first_to_the_last():
    found = crosswalk_of_changes(YEARS, ["A", "B", "C", "D", "Z"], 2022, 2017)
    assert shares(found) == {
        ("A", "E"): 1.0,
        ("B", "E"): 1.0,
        ("C", "E"): 1.0,
        ("D", "X"): 0.25,
        ("D", "E"): 0.75,
        ("Z", "Z"): 1.0,
    }
    assert (found.old.vintage, found.new.vintage) == (2017, 2022)
    assert found.notes == ()


def test_changes_before_the_table_and_after_the_vintage_do_not_count():
    codes = ["A", "B", "C", "D"]
    late = crosswalk_of_changes(YEARS, codes, 2022, 2018)
    assert shares(late)["A", "A"] == 1.0
    early = crosswalk_of_changes(YEARS, codes, 2021, 2017)
    assert shares(early)["D", "Y"] == 0.75
    assert ("D", "E") not in shares(early)
    assert crosswalk_of_changes(YEARS, codes, None, 2017).new.vintage == 2022
    nothing = crosswalk_of_changes(YEARS, codes, 2017, 2017)
    assert shares(nothing) == {(code, code): 1.0 for code in codes}


def test_an_area_that_was_split_and_joined_again_is_whole():
    changes = [
        Change("A", "B", 0.1, 2018),
        Change("A", "C", 0.2, 2018),
        Change("A", "D", 0.7, 2018),
        *(Change(part, "E", 1.0, 2019) for part in "BCD"),
    ]
    found = crosswalk_of_changes(changes, ["A"], 2019, 2017)
    assert shares(found) == {("A", "E"): 1.0}
    assert found.quality().tolist() == [1.0]


def test_two_codes_that_change_places_in_one_year_do_so_at_once():
    swap = [Change("A", "B", 1.0, 2018), Change("B", "A", 1.0, 2018)]
    assert shares(crosswalk_of_changes(swap, ["A", "B"], 2018, 2017)) == {
        ("A", "B"): 1.0,
        ("B", "A"): 1.0,
    }


def test_one_step_that_looks_like_two_is_told_where_no_year_is():
    chain = [Change("A", "B"), Change("B", "C")]
    (note,) = crosswalk_of_changes(chain, ["A"]).notes
    assert "taken as one step" in note
    assert note.endswith("give the changes a column year: B")
    moved = [Change("A", "B", 0.5), Change("A", "A", 0.5), Change("B", "B"), Change("C", "A")]
    assert crosswalk_of_changes(moved, ["A", "B", "C"]).notes == ()


def test_an_area_that_no_step_knows_is_told():
    (note,) = crosswalk_of_changes([*YEARS, Change("Q", "R", 1.0, 2019)], ["A", "D"], 2022).notes
    assert note == "2 areas of the changes not among the older codes, left aside: Q, C"


def test_some_changes_with_a_year_and_others_without_do_not_hold_up():
    with pytest.raises(BoundaryError, match="without a year, where others have one: row 2"):
        crosswalk_of_changes([Change("A", "B", 1.0, 2018), Change("C", "D")], ["A", "C"])


CODES = tuple("ABCDEF")
one_year = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 4)),
    min_size=6,
    max_size=6,
)


def step(parts, year):
    """Each code goes to two codes, by quarters."""
    found = {}
    for old, (first, second, quarters) in zip(CODES, parts, strict=True):
        for new, share in ((first, quarters / 4), (second, 1 - quarters / 4)):
            found[old, new] = found.get((old, new), 0.0) + share
    return [Change(old, new, share, year) for (old, new), share in found.items()]


def matrix(changes, codes, vintage, since):
    """The shares as a matrix of all codes, old by new."""
    found = crosswalk_of_changes(changes, codes, vintage, since)
    full = np.zeros((len(CODES), len(CODES)))
    for (old, new), share in shares(found).items():
        full[CODES.index(old), CODES.index(new)] = share
    return full


@given(st.lists(one_year, min_size=1, max_size=4))
@settings(max_examples=40)
def test_together_they_are_the_product_of_the_steps(years):
    changes = [c for year, parts in enumerate(years, 2018) for c in step(parts, year)]
    one_by_one = [matrix(changes, CODES, year, year - 1) for year in range(2018, 2018 + len(years))]
    together = matrix(changes, CODES, 2017 + len(years), 2017)
    expected = np.linalg.multi_dot(one_by_one) if len(years) > 1 else one_by_one[0]
    np.testing.assert_allclose(together, expected, rtol=1e-12, atol=1e-15)


@given(st.lists(st.permutations(CODES), min_size=1, max_size=5), st.data())
@settings(max_examples=40)
def test_mergers_and_new_codes_are_exact_over_any_number_of_years(targets, data):
    changes = [
        Change(old, data.draw(st.sampled_from([new, target[0]])), 1.0, year)
        for year, target in enumerate(targets, 2018)
        for old, new in zip(CODES, target, strict=True)
    ]
    found = crosswalk_of_changes(changes, CODES, 2017 + len(targets), 2017)
    assert set(shares(found).values()) == {1.0}
    assert len(shares(found)) == len(CODES)
    assert found.quality().tolist() == [1.0] * len(found.new)
