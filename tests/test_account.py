"""What a reader should know is said: gaps, proxies, small areas, few areas."""

import numpy as np
import pandas as pd

import mdi
from mdi.account import domains_without_figures, scale_in_words
from mdi.reading import table_of_frame
from tests.countries import LEAVES, random_table, table_of


def said(result) -> str:
    return "\n".join(result.warnings)


def test_a_complete_table_of_large_areas_gives_no_warning():
    rng = np.random.default_rng(1)
    figures = {leaf: rng.uniform(0, 100, 30) for leaf in LEAVES}
    assert mdi.compute(table_of(figures, population=[1000] * 30)).warnings == ()


def test_a_domain_without_figures_is_named_first():
    result = mdi.compute(table_of({"smoking": [1.0, 2.0]}))
    assert result.warnings[0].startswith("the table has no figures for income, work, education")
    assert "health" not in domains_without_figures(result)


def test_an_unknown_population_is_said():
    assert "inhabitants unknown in 2 of 2 areas" in said(
        mdi.compute(table_of({"smoking": [1.0, 2.0]}))
    )


def test_areas_that_are_not_ranked_are_counted_by_reason():
    figures = {"smoking": [1.0, 2.0, np.nan, np.nan], "poor_households": [1.0, np.nan, 3.0, np.nan]}
    result = mdi.compute(table_of(figures, population=[900, 900, 9, 900]))
    assert "1 area with fewer than 50 inhabitants" in said(result)
    assert "2 areas with less than 50% of the offered weight" in said(result)
    assert "only 1 area ranked; deciles need 20" in said(result)


def test_weights_that_leave_a_domain_out_are_said():
    result = mdi.compute(random_table(30), weights=mdi.WeightSet(weights={"income": 1}))
    assert "has no weight for work, health" in said(result)


def test_a_proxy_is_named_with_what_it_really_measures():
    source = mdi.Source(
        id="own",
        name={"nl": "eigen", "en": "own"},
        publisher="",
        code="area_code",
        indicators={"smoking": {"column": "vaping", "proxy": {"nl": "vapen", "en": "vaping"}}},
    )
    frame = pd.DataFrame({"area_code": ["GM0001"], "vaping": [3]})
    result = mdi.compute(table_of_frame(frame, source, level="municipality", year=2021))
    assert "stood in for by a proxy: smoking by vaping" in said(result)
    assert result.provenance["proxies"] == {"smoking": {"nl": "vapen", "en": "vaping"}}


def test_the_scale_is_told_in_words():
    table = random_table(30)
    words = {
        name: scale_in_words(mdi.compute(table, method=name))
        for name in ("imd", "minmax", "zscore")
    }
    assert words == {
        "imd": "0 to 99.9; more is worse",
        "minmax": "0 to 100; more is worse",
        "zscore": "around 0, without bounds; more is worse",
    }
