"""Seven domains, 18 indicators, 20 leaves: as printed in the overview."""

import pytest

import mdi

DOMAINS = mdi.load_domains()


def test_there_are_seven_domains_in_their_order():
    assert [domain.id for domain in DOMAINS] == [
        "income", "work", "health", "education", "housing", "safety", "living_environment",
    ]  # fmt: skip


def test_there_are_18_indicators_and_20_leaves():
    assert sum(len(domain.indicators) for domain in DOMAINS) == 18
    assert len(DOMAINS.leaves()) == 20


def test_healthy_lifestyle_is_one_indicator_of_three_parts():
    group = DOMAINS.domains[2].indicators[2]
    assert group.id == "healthy_lifestyle"
    assert [part.id for part in group.parts] == ["smoking", "alcohol_use", "overweight"]


def test_weights_inside_a_domain_are_equal():
    for domain in DOMAINS:
        for indicator in domain.indicators:
            assert {i.weight for i in (indicator, *indicator.parts)} == {1.0}


def test_the_direction_of_every_figure_is_that_of_the_overview():
    better = {leaf.id for leaf in DOMAINS.leaves() if leaf.direction == "better"}
    assert better == {
        "household_wealth", "income_from_work", "self_rated_health", "woz_value", "landscape_naturalness",
    }  # fmt: skip


@pytest.mark.parametrize("leaf", DOMAINS.leaves(), ids=lambda leaf: leaf.id)
def test_every_figure_is_fully_described(leaf):
    levels = set(mdi.load_geography("nl").level_ids())
    assert leaf.name.nl
    assert leaf.name.en
    assert leaf.unit
    assert leaf.denominator
    assert set(leaf.levels) <= levels
    assert leaf.range[0] <= leaf.typical[0] < leaf.typical[1] <= leaf.range[1]
    if leaf.measure == "share":
        assert (leaf.unit, leaf.range) == ("%", (0, 100))


def test_every_id_is_used_once():
    ids = list(DOMAINS.ids())
    assert len(ids) == len(set(ids)) == 7 + 18 + 3
