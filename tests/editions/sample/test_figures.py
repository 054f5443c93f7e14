"""Figures come from declarations alone, so a new one needs no other edit."""

import numpy as np
import pytest

import mdi
from geodata.sample import make_country
from mdi.domains.model import Domain, Domains, Indicator
from mdi.editions.sample.tables import invent, year_tables

COUNTRY = {"areas": 200, "seed": 3, "years": range(2021, 2022)}


@pytest.fixture(scope="module")
def country():
    return make_country(**COUNTRY)


def figures_of(country, *leaves, domains=()):
    own = Domain(id="own", name={"nl": "Eigen", "en": "Own"}, indicators=leaves)
    invention = invent(country, 3, Domains(domains=(*domains, own)))
    return {level: table.to_pandas() for level, table in year_tables(invention, 2021)}


def leaf(**keys):
    return Indicator(id="new_one", name={"nl": "Nieuw", "en": "New"}, **keys)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"measure": "share", "denominator": "households", "range": (0, 100), "typical": (5, 20)},
        {"measure": "share", "denominator": "children", "range": (0, 100)},
        {"measure": "rate", "range": (0, np.inf), "typical": (1, 4)},
        {"measure": "mean", "denominator": "dwellings", "range": (1, 10), "typical": (1, 10)},
        {"measure": "mean", "range": (-np.inf, 50), "typical": (30, 60), "direction": "better"},
        {"measure": "score", "typical": (-3, 3)},
    ],
)
def test_any_declaration_gives_figures_in_its_range(country, keys):
    declared = leaf(**keys)
    frame = figures_of(country, declared)["municipality"]
    observed = frame.new_one.dropna()
    assert len(observed) >= 20
    assert observed.between(*declared.range).all()
    assert observed.nunique() > 10


def test_an_indicator_that_is_added_leaves_the_others_as_they_were(country):
    shipped = mdi.load_domains().domains
    before = figures_of(country, leaf(), domains=shipped[:1])["neighbourhood"]
    after = figures_of(country, leaf(), domains=shipped[:2])["neighbourhood"]
    assert set(before) < set(after)
    assert before.equals(after[before.columns])


def test_an_indicator_is_only_at_the_levels_where_it_is_available(country):
    tables = figures_of(country, leaf(levels=("municipality",)))
    assert [level for level, frame in tables.items() if "new_one" in frame] == ["municipality"]


def test_a_better_indicator_is_low_where_a_worse_one_is_high(country):
    worse = figures_of(country, leaf(measure="score", direction="worse"))["neighbourhood"]
    better = figures_of(country, leaf(measure="score", direction="better"))["neighbourhood"]
    assert worse.new_one.corr(better.new_one) < -0.99
