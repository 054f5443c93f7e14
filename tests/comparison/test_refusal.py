"""What may not be subtracted, and the reasons: all of them at once."""

import numpy as np
import pytest

import mdi
from mdi.comparison import compare, not_comparable
from tests.comparison.years import (
    GOALPOSTS,
    ON_SAFETY,
    WORSE,
    figures,
    safe_years,
    two_years,
    year_of,
)
from tests.tables import TOML

EQUAL = mdi.load_weights("equal")


@pytest.fixture(scope="module")
def years():
    return two_years()


@pytest.fixture(scope="module")
def base(years):
    return mdi.compute(years[0])


def reasons(earlier, later):
    return [problem.what for problem in not_comparable(earlier, later)]


def refused(earlier, later, *words):
    """There is one reason, in both directions, and it has these words."""
    (found,) = reasons(earlier, later)
    (turned,) = reasons(later, earlier)
    for word in words:
        assert word in found
        assert word in turned


def test_two_relative_years_two_of_one_yardstick_and_two_on_goalposts_may_be_compared(years, base):
    earlier, later = years
    fixed = mdi.compute(later, reference=base)
    posts = [mdi.compute(t, weights=ON_SAFETY, method=GOALPOSTS) for t in safe_years()]
    measured = mdi.compute(posts[1].table, reference=posts[0])
    pairs = [(base, mdi.compute(later)), (base, fixed), (fixed, base), (fixed, fixed)]
    pairs += [(mdi.compute(earlier, reference=base), fixed), posts, (posts[0], measured)]
    for first, second in [*pairs, (measured, posts[1])]:
        assert not_comparable(first, second) == []


def test_a_relative_year_is_not_subtracted_from_a_fixed_one(years, base):
    fixed = mdi.compute(years[1], reference=base)
    refused(
        mdi.compute(years[1]),
        fixed,
        "relative to its own areas of 2024",
        "fixed on the areas of 2020",
    )


def test_years_with_different_yardsticks_are_not_subtracted(years, base):
    other = mdi.compute(years[1])
    first, second = (mdi.compute(years[1], reference=one) for one in (base, other))
    refused(first, second, base.fingerprint[:12], other.fingerprint[:12])
    assert "compute(later, reference=earlier)" in str(not_comparable(first, second)[0])


def test_a_year_on_goalposts_is_not_subtracted_from_a_relative_one():
    earlier, later = safe_years()
    relative = mdi.compute(earlier, weights=ON_SAFETY)
    found = reasons(relative, mdi.compute(later, weights=ON_SAFETY, method=GOALPOSTS))
    assert found == [
        "the methods differ (imd, posts): indicators, domains, index",
        (
            "they are measured against different things: the earlier is relative to its own "
            "areas of 2020, the later on declared goalposts"
        ),
    ]


def test_other_sets_of_indicators_are_named_on_both_sides():
    earlier = mdi.compute(year_of(figures(names=WORSE[:3])))
    later = mdi.compute(year_of(figures(names=WORSE[1:]), 2024))
    expected = (
        "the sets of indicators differ: only the earlier has smoking; "
        "only the later has poor_households"
    )
    assert reasons(earlier, later) == [expected]


def test_an_indicator_known_only_where_hardly_anybody_lives_is_not_in_the_set():
    columns, people = figures(), [10, *[900] * 39]
    few = {**columns, "alcohol_use": [9.0, *[np.nan] * 39]}
    earlier = mdi.compute(year_of(columns, population=people))
    assert reasons(earlier, mdi.compute(year_of(few, 2024, population=people))) == []


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ('direction = "better"', "direction"),
        ('proxy = { nl = "dampers", en = "vapers" }', "proxy"),
        (
            'direction = "better"\nproxy = { nl = "rookvrij", en = "smoke-free" }',
            "direction, proxy",
        ),
    ],
)
def test_an_indicator_that_is_measured_otherwise_is_another_one(tmp_path, changed, kinds):
    results = []
    for name, lines in (("before", ""), ("after", changed)):
        path = tmp_path / f"{name}.toml"
        path.write_text(TOML.replace('column = "vapers"', f'column = "vapers"\n{lines}'))
        rows = "".join(f"GM{n:04d},A,1000,{n},{n * n % 11}\n" for n in range(1, 30))
        (tmp_path / "t.csv").write_text("code,name,people,vapers,wealth\n" + rows)
        table = mdi.read_table(tmp_path / "t.csv", source=path, level="municipality", year=2021)
        results.append(mdi.compute(table))
    refused(*results, f"indicators are measured otherwise: smoking ({kinds})")


def test_other_levels_are_not_subtracted():
    earlier = mdi.compute(year_of(figures(3)))
    districts = ["WK000100", "WK000101", "WK000102"]
    later = mdi.compute(year_of(figures(3), areas=districts, level="district"))
    refused(earlier, later, "the levels differ", "municipality", "district")


def test_other_weights_are_named_by_domain(years, base):
    later = mdi.compute(years[1], weights=EQUAL)
    refused(base, later, "the weights differ", "mdi_nl", "equal", "income, work")


def test_a_domain_without_a_weight_is_one_with_weight_zero(years):
    first, second = ({"income": 2.0}, {"income": 2.0, "health": 0.0})
    results = [mdi.compute(years[0], weights=mdi.WeightSet(weights=w)) for w in (first, second)]
    assert reasons(*results) == []


def test_weights_that_are_parts_of_another_whole_give_another_scale(years):
    sets = [mdi.WeightSet(weights=EQUAL.weights, of=of) for of in (None, 100.0)]
    refused(
        *(mdi.compute(years[0], weights=w) for w in sets), "the weights are parts of", " 7", " 100"
    )


def test_methods_differ_by_their_rules_and_not_by_their_names(years, base):
    named = base.method.model_copy(update={"id": "other", "note": None})
    strict = base.method.model_copy(update={"min_coverage": 0.9})
    assert reasons(base, mdi.compute(years[1], method=named)) == []
    refused(
        base, mdi.compute(years[1], method=strict), "the methods differ (imd, imd): min_coverage"
    )


def test_other_domains_are_not_subtracted(years, base):
    domains = list(years[0].domains)
    other = mdi.Domains(domains=tuple(domains[:1] + domains[2:]))
    later = mdi.compute(
        year_of(figures(), domains=other), weights=mdi.WeightSet(weights={"income": 1})
    )
    assert "the domains or their indicators are declared otherwise" in reasons(base, later)


def test_all_reasons_are_told_at_once(base):
    later = mdi.compute(year_of(figures(), 2024), weights="equal", method="minmax")
    with pytest.raises(mdi.ComputationError) as refusal:
        compare(base, later)
    text = str(refusal.value)
    assert text.startswith("The results of 2020 and 2024 cannot be subtracted.")
    for words in ("sets of indicators", "weights", "methods"):
        assert words in text
    assert len(refusal.value.problems) == 3


def test_years_without_a_common_ranked_area_have_nothing_to_compare():
    areas = [f"GM{n:04d}" for n in range(500, 540)]
    earlier, later = mdi.compute(year_of(figures())), mdi.compute(year_of(figures(), areas=areas))
    with pytest.raises(mdi.ComputationError, match="no ranked area in common"):
        compare(earlier, later)
