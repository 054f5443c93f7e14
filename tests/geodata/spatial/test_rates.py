"""Rates that know how many people they rest on."""

import numpy as np
import pytest
from esda.smoothing import assuncao_rate

from geodata.spatial import StatisticError, standardised_rates

EVENTS = np.array([30.0, 25, 25, 15, 33, 21, 30, 20])
PEOPLE = np.array([100.0, 100, 110, 90, 100, 90, 110, 90])


def test_the_example_of_esda():
    found = standardised_rates(EVENTS, PEOPLE)
    np.testing.assert_allclose(found, assuncao_rate(EVENTS, PEOPLE), rtol=1e-12)
    np.testing.assert_allclose(found[:2], [1.03843594, -0.04099089], atol=1e-8)


def test_where_the_variance_comes_out_below_zero_it_is_that_of_chance():
    events, people = np.array([11.0, 40.0, 90.0]), np.array([100.0, 400.0, 900.0])
    found = standardised_rates(events, people)
    np.testing.assert_allclose(found, assuncao_rate(events, people), rtol=1e-12)
    b = 141 / 1400
    assert found[2] == pytest.approx((0.1 - b) / np.sqrt(b / 900))


def test_an_area_without_people_or_counts_has_no_rate():
    events, people = np.append(EVENTS, [1.0, np.nan, 3]), np.append(PEOPLE, [0, 100, np.nan])
    found = standardised_rates(events, people)
    np.testing.assert_array_equal(found[:8], standardised_rates(EVENTS, PEOPLE))
    assert np.isnan(found[8:]).all()


def test_no_events_at_all_are_refused():
    with pytest.raises(StatisticError, match="Nothing was counted"):
        standardised_rates(np.zeros(3), np.ones(3))


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(StatisticError) as refused:
        standardised_rates(np.array([-1.0, np.inf]), np.array([1.0, 2.0, -3.0]))
    assert refused.value.problems == (
        "2 counts for 3 populations",
        "2 counts are infinite or below 0",
        "1 populations are infinite or below 0",
    )
