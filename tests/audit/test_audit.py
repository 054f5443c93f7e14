"""The whole audit: plain data, laws that hold for every table, findings in order."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mdi
from mdi.audit import audit
from tests.countries import LEAVES, again, frame_of, methods, random_table, table_of, tables

relaxed = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def numbers(found):
    """All numbers of an audit in a row, and all else."""
    plain, values = json.loads(json.dumps(found.to_dict(), allow_nan=False)), []

    def walk(value):
        if isinstance(value, dict):
            return {key: walk(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [walk(inside) for inside in value]
        if isinstance(value, float):
            values.append(value)
            return "number"
        return value

    return walk({k: v for k, v in plain.items() if k not in {"fingerprint", "findings"}}), values


@given(table=tables(), method=methods)
@relaxed
def test_it_is_plain_data_whatever_the_table_and_leaves_the_result_alone(table, method):
    result = mdi.compute(table, method=method)
    points, ranks, values = result.points.copy(), result.rank.copy(), table.values.copy()
    found = audit(result)
    json.dumps(found.to_dict(), allow_nan=False)
    assert all(isinstance(sentence, str) for sentence in found.findings)
    np.testing.assert_array_equal(result.points, points)
    np.testing.assert_array_equal(result.rank, ranks)
    np.testing.assert_array_equal(table.values, values)


@given(seed=st.integers(0, 999), method=methods, data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(seed, method, data):
    table = random_table(30, seed)
    order = data.draw(st.permutations(range(30)))
    plain = audit(mdi.compute(table, method=method))
    shuffled = audit(mdi.compute(again(frame_of(table).iloc[order]), method=method))
    words, values = numbers(plain)
    other_words, others = numbers(shuffled)
    assert other_words == words
    np.testing.assert_allclose(others, values, rtol=1e-7, atol=1e-7)


def test_areas_that_are_not_ranked_do_not_count():
    table = random_table(60)
    small = table.population < 50
    frame = frame_of(table)
    more = pd.concat([frame, frame.assign(population=9)])
    more["area_code"] = [f"GM{number:04d}" for number in range(120)]
    found, plain = audit(mdi.compute(again(more))), audit(mdi.compute(table))
    assert found.areas == plain.areas == 60 - small.sum()
    assert numbers(found) == numbers(plain)
    assert found.findings == plain.findings


def test_figures_and_gaps_are_counted_over_the_ranked_areas():
    table = random_table(100)
    result = mdi.compute(table)
    ranked = result.rank > 0
    found = {figures.id: figures for figures in audit(result).figures}
    assert list(found) == list(LEAVES)
    for figures, values in zip(table.figures, table.values, strict=True):
        counted = found[figures.indicator.id]
        assert counted.observed == (~np.isnan(values[ranked])).sum()
        assert counted.observed + counted.missing == ranked.sum()
        assert counted.share == pytest.approx(counted.observed / ranked.sum())
    assert audit(result).coverage == pytest.approx(result.coverage[ranked].mean())


def test_a_table_in_which_nothing_is_ranked_is_audited_in_silence():
    found = audit(mdi.compute(table_of({"smoking": [np.nan, np.nan]})))
    assert (found.areas, found.coverage) == (0, None)
    assert found.findings == ("only 0 areas ranked: nothing can be said of correlations",)


def test_an_indicator_with_many_gaps_and_one_without_figures_are_said():
    figures = np.arange(20.0)
    gaps = np.where(figures < 14, np.nan, figures)
    table = table_of({"poor_households": figures, "vandalism": gaps})
    found = audit(mdi.compute(table)).findings
    assert "vandalism has figures in 6 of 20 areas" in found
    assert any(s.startswith("no figures in any ranked area: household_wealth") for s in found)


def test_the_gravest_comes_first():
    rng = np.random.default_rng(8)
    factor = rng.normal(size=(3, 150))
    columns = {
        "violent_offences": 50 + factor[0],
        "property_offences": 50 + factor[0] + 0.01 * factor[1],
        "road_accidents": 50 - factor[0] - factor[1],
        "smoking": 50 + factor[2],
    }
    found = audit(mdi.compute(table_of(columns), method="zscore")).findings
    kinds = ["road_accidents runs against", "no figures", "say the same in safety"]
    places = [next(i for i, s in enumerate(found) if kind in s) for kind in kinds]
    assert places == sorted(places)
    assert places[0] == 0


def test_a_domain_that_weighs_more_than_it_counts_is_said():
    rng = np.random.default_rng(9)
    factor = rng.normal(size=300)
    columns = {
        "poor_households": 50 + 9 * factor,
        "low_educated": 50 + 9 * factor + rng.normal(size=300),
        "vandalism": 50 + 0.2 * factor + 9 * rng.normal(size=300),
    }
    found = audit(mdi.compute(table_of(columns))).findings
    assert any(s.startswith("living_environment has 20.5% of the weight, but only ") for s in found)
