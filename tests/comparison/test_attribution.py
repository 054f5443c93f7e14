"""What caused a change: Shapley values by hand, by law, and of whole versions."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.comparison import Mode, Version, attribute, shapley
from tests.comparison.years import EXPONENTIAL, two_years, year_of

relaxed = settings(deadline=None, max_examples=30)
IMD, MDI_NL, EQUAL = mdi.load_method("imd"), mdi.load_weights("mdi_nl"), mdi.load_weights("equal")


def game(worth: dict):
    """A value for every set of letters, such as ``{"": 0, "a": 1}``."""
    return lambda changed: np.array([float(worth["".join(sorted(changed))])])


def test_two_factors_by_hand():
    """a alone brings 4, b alone 1, both 9: a has (4 + 8) ÷ 2, b (1 + 5) ÷ 2."""
    parts, first, last = shapley(game({"": 0, "a": 4, "b": 1, "ab": 9}), ["a", "b"])
    assert {name: part.tolist() for name, part in parts.items()} == {"a": [6.0], "b": [3.0]}
    assert (first.tolist(), last.tolist()) == ([0.0], [9.0])


def test_a_glove_game_of_three_by_hand():
    """One left glove and two right ones: ⅔ for the left, ⅙ for each right one."""
    pairs = {"": 0, "a": 0, "b": 0, "c": 0, "ab": 1, "ac": 1, "bc": 0, "abc": 1}
    parts, *_ = shapley(game(pairs), ["a", "b", "c"])
    found = [parts[name][0] for name in "abc"]
    assert found == pytest.approx([2 / 3, 1 / 6, 1 / 6])


games = st.integers(1, 4).flatmap(
    lambda m: st.lists(st.floats(-1e3, 1e3), min_size=2**m, max_size=2**m)
)


def of_list(worths):
    """The value that a list of 2**m numbers gives to every set of m factors."""
    factors = list("abcd"[: len(worths).bit_length() - 1])
    place = {name: 2**bit for bit, name in enumerate(factors)}
    return factors, lambda changed: np.array([worths[sum(place[name] for name in changed)]])


@given(games)
@relaxed
def test_the_parts_sum_to_the_change(worths):
    parts, first, last = shapley(*reversed(of_list(worths)))
    assert sum(part[0] for part in parts.values()) == pytest.approx(last[0] - first[0], abs=1e-9)


@given(games)
@relaxed
def test_a_part_is_the_mean_over_all_orders_of_bringing_the_factors_in(worths):
    factors, value = of_list(worths)
    parts, *_ = shapley(value, factors)
    for name in factors:
        gains = [
            value(frozenset(order[: order.index(name) + 1]))
            - value(frozenset(order[: order.index(name)]))
            for order in permutations(factors)
        ]
        np.testing.assert_allclose(parts[name], np.mean(gains, axis=0), atol=1e-9)


@given(games, st.data())
@relaxed
def test_the_names_and_the_order_of_the_factors_do_not_matter(worths, data):
    factors, value = of_list(worths)
    parts, *_ = shapley(value, factors)
    shuffled, *_ = shapley(value, data.draw(st.permutations(factors)))
    for name in factors:
        np.testing.assert_allclose(shuffled[name], parts[name], atol=1e-9)


@given(games)
@relaxed
def test_two_factors_that_do_the_same_have_the_same_part(worths):
    factors, value = of_list(worths)
    either = lambda changed: value(frozenset(factors[: len(changed)]))  # noqa: E731
    parts, *_ = shapley(either, factors)
    for part in parts.values():
        np.testing.assert_allclose(part, parts["a"], atol=1e-9)


@given(games)
@relaxed
def test_a_factor_that_changes_nothing_has_no_part(worths):
    factors, value = of_list(worths)
    parts, *_ = shapley(lambda changed: value(changed - {"idle"}), [*factors, "idle"])
    assert parts["idle"].tolist() == [0.0]


def test_more_than_ten_factors_are_refused():
    with pytest.raises(mdi.ComputationError, match="11 causes are too many; at most 10"):
        shapley(game({}), list("abcdefghijk"))


@pytest.fixture(scope="module")
def years():
    return two_years()


@pytest.fixture(scope="module")
def first(years):
    return Version(years[0], MDI_NL, IMD)


@pytest.mark.parametrize("measure", ["index", "rank"])
def test_data_weights_and_method_explain_the_whole_change(years, first, measure):
    last = Version(years[1], EQUAL, EXPONENTIAL)
    found = attribute(first, last, measure)
    assert list(found.causes) == ["table", "weights", "method"]
    assert found.modes == (Mode.RELATIVE, Mode.RELATIVE)
    results = [version.result() for version in (first, last)]
    rows = [[r.positions[code] for code in found.codes] for r in results]
    before, after = (getattr(r, measure)[at] for r, at in zip(results, rows, strict=True))
    np.testing.assert_array_equal(found.before, before)
    np.testing.assert_array_equal(found.after, after)
    total = sum(found.causes.values())
    np.testing.assert_allclose(total, found.after - found.before, rtol=0, atol=1e-9)
    assert all(np.abs(part).max() > 0 for part in found.causes.values())


def test_from_the_later_to_the_earlier_version_every_part_is_turned(years, first):
    last = Version(years[1], EQUAL, IMD)
    there, back = attribute(first, last), attribute(last, first)
    for name, part in there.causes.items():
        np.testing.assert_allclose(back.causes[name], -part, rtol=0, atol=1e-9)


def test_a_method_of_another_name_is_a_cause_that_changes_nothing(years, first):
    last = Version(years[1], MDI_NL, IMD.model_copy(update={"id": "other"}))
    found = attribute(first, last)
    assert not found.causes["method"].any()
    np.testing.assert_array_equal(found.causes["table"], found.after - found.before)


def test_declarations_that_are_read_twice_are_no_cause(years, first):
    last = Version(years[1], mdi.load_weights("mdi_nl"), mdi.load_method("imd"))
    assert list(attribute(first, last).causes) == ["table"]


def test_what_it_is_measured_with_is_a_cause_of_its_own(years, first):
    """The base year is the same with and without itself as reference: half of the gap."""
    last = replace(first, table=years[1], reference=years[0])
    found = attribute(first, last)
    assert found.modes == (Mode.RELATIVE, Mode.FIXED)
    relative = mdi.compute(years[1])
    rows = [relative.positions[code] for code in found.codes]
    gap = found.after - relative.index[rows]
    np.testing.assert_allclose(found.causes["reference"], gap / 2, rtol=0, atol=1e-9)


def test_with_a_fixed_base_year_weights_and_method_can_change_as_well(years):
    versions = [
        Version(years[0], MDI_NL, IMD, reference=years[0]),
        Version(years[1], EQUAL, EXPONENTIAL, reference=years[0]),
    ]
    found = attribute(*versions)
    assert list(found.causes) == ["table", "weights", "method"]
    assert found.modes == (Mode.FIXED, Mode.FIXED)
    base = mdi.compute(years[0], weights=EQUAL, method=EXPONENTIAL)
    expected = mdi.compute(years[1], reference=base)
    rows = [expected.positions[code] for code in found.codes]
    np.testing.assert_array_equal(found.after, expected.index[rows])


def test_a_yardstick_of_the_same_fingerprint_is_no_cause(years, first):
    yardstick = first.result().yardstick
    again = mdi.Yardstick.model_validate_json(yardstick.model_dump_json())
    versions = [replace(first, reference=yardstick), Version(years[1], MDI_NL, IMD, again)]
    assert list(attribute(*versions).causes) == ["table"]


def test_a_yardstick_is_not_mixed_with_other_weights(years, first):
    base = first.result().yardstick
    with pytest.raises(mdi.ComputationError) as refusal:
        attribute(first, Version(years[1], EQUAL, IMD, base))
    assert "The first version with the" in str(refusal.value)
    assert "the weights are " in str(refusal.value)
    assert "give the table of the base year as the reference" in str(refusal.value)


def test_a_version_never_ignores_the_weights_it_names(years, first):
    with pytest.raises(mdi.DeclarationError, match="the weights are "):
        Version(years[1], EQUAL, IMD, first.result().yardstick).result()


def test_versions_that_are_the_same_have_no_change_to_explain(first):
    with pytest.raises(mdi.ComputationError, match="Both versions are the same"):
        attribute(first, replace(first))


def test_weights_for_domains_that_the_first_version_lacks_are_refused_in_words(years, first):
    income = mdi.Domains(domains=years[0].domains.domains[:1])
    small = year_of({"poor_households": np.arange(40.0)}, domains=income)
    last = Version(small, mdi.WeightSet(weights={"income": 1.0}), IMD)
    with pytest.raises(mdi.ComputationError) as refusal:
        attribute(first, last)
    words = "The first version with the table of the second cannot be computed: Weight set 'mdi_nl'"
    assert str(refusal.value).startswith(words)
    assert "weight for 'work', which is no domain" in str(refusal.value)


def test_areas_without_an_index_in_one_mixture_are_left_out(first):
    columns = {"smoking": np.arange(40.0)}
    people = [10, *[900] * 39]
    last = replace(first, table=year_of(columns, 2024, population=people), weights=EQUAL)
    found = attribute(first, last)
    assert "GM0001" not in found.codes
    assert all(np.isfinite(part).all() for part in found.causes.values())


def test_versions_without_a_common_area_are_refused(first):
    areas = [f"GM{n:04d}" for n in range(500, 540)]
    last = replace(first, table=year_of({"smoking": np.arange(40.0)}, areas=areas))
    with pytest.raises(mdi.ComputationError, match="No area has an index"):
        attribute(first, last)
