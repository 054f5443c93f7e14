"""Sources: every shipped one reads indicators that exist, and marks its proxies."""

from pathlib import Path

import pytest

import mdi

LEAVES = {leaf.id for leaf in mdi.load_domains().leaves()}
SHIPPED = sorted(path.stem for path in (Path(mdi.__file__).parent / "sources").glob("*.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_names_only_indicators_that_exist(name):
    assert set(mdi.load_source(name).indicators) <= LEAVES


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_declares_only_an_empty_cell_as_missing(name):
    source = mdi.load_source(name)
    assert source.missing == ("",)
    assert source.suppressed == ()


def test_a_column_has_one_term_and_a_sum_has_many():
    source = mdi.load_source("nl_kerncijfers_2021")
    assert len(source.indicators["poor_households"].terms()) == 1
    parts = source.indicators["long_term_unemployed"].terms()
    assert [part.factor for part in parts] == [0.1, 1.0]


def test_no_source_reads_the_same_column_for_two_indicators():
    for name in SHIPPED:
        columns = [t.column for c in mdi.load_source(name).indicators.values() for t in c.terms()]
        assert len(columns) == len(set(columns))


def test_the_repeated_columns_of_the_key_figures_are_not_read():
    source = mdi.load_source("nl_kerncijfers_2021")
    assert not [
        t.column for c in source.indicators.values() for t in c.terms() if t.column[0] == "_"
    ]
