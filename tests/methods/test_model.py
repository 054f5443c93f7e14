"""The three methods, and one of one's own."""

import numpy as np
import pytest

import mdi
from tests.countries import random_table


def test_the_default_is_the_english_method():
    method = mdi.load_method()
    assert (method.id, method.indicators.by, method.domains.by) == (
        "imd",
        "normal_score",
        "exponential_rank",
    )
    assert method.domains.c == 23
    assert not method.linear


@pytest.mark.parametrize("name", ["imd", "zscore", "minmax"])
def test_every_method_leaves_out_areas_under_50_inhabitants_and_half_of_the_offered_weight(name):
    method = mdi.load_method(name)
    assert (method.min_population, method.min_coverage, method.min_for_deciles) == (50, 0.5, 20)


@pytest.mark.parametrize(
    ("name", "bounds"), [("imd", (0, 100)), ("minmax", (0, 100)), ("zscore", None)]
)
def test_a_method_knows_its_bounds(name, bounds):
    assert mdi.load_method(name).bounds() == bounds


def test_a_method_of_ones_own_is_read_by_path_and_computed(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'id = "mine"\nindex = "weights"\nmin_population = 0\nmin_coverage = 0\n'
        'indicators = { by = "minmax", floor = 0, ceiling = 1 }\n'
        'domains = { by = "exponential_rank", c = 10 }\n'
    )
    result = mdi.compute(random_table(40), method=path)
    assert result.ranked == 40
    assert result.score_max == 99.9
    assert result.provenance["method"]["id"] == "mine"
    shown = result.profile("GM0001")
    assert sum(x for x in shown.contributions.values() if x) == pytest.approx(shown.index)


def test_normal_scores_of_domains_have_no_bounds(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('indicators = { by = "minmax" }\ndomains = { by = "normal_score" }\n')
    result = mdi.compute(random_table(40, gaps=0), method=path)
    assert result.score_max is None
    assert np.nanmean(result.index) == pytest.approx(0, abs=1e-9)
