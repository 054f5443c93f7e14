"""The rows of a legend in words."""

import numpy as np
import pytest

from geodata import Fixed, Quantile, choropleth
from geodata.pictures.caption import Caption
from geodata.pictures.legend import legend_of
from geodata.pictures.words import WORDS


def rows_of(country, values, rule, language="nl"):
    known = dict(zip(country.codes, values, strict=False))
    legend = legend_of([choropleth(country, known, rule)], Caption(language=language))
    return [(row.words, row.count) for row in legend.rows], legend


def test_counts_add_up_to_all_areas(country, figures):
    rows, _ = rows_of(country, figures.values(), Quantile(4))
    assert sum(int(count) for _, count in rows) == len(country)


def test_an_empty_class_at_either_end_has_one_bound(country):
    rows, _ = rows_of(country, [5.0, 6.0] * 6, Fixed(breaks=[1, 9]))
    assert rows == [
        (("", "t/m", "1"), "0"),
        (("> 1", "t/m", "9"), "12"),
        (("> 9", "", ""), "0"),
    ]


def test_a_class_of_one_value_shows_that_value(country):
    rows, _ = rows_of(country, [0.0] * 8 + [1.0, 2.0, 3.0, 4.0], Quantile(2))
    assert rows[0] == (("", "", "0"), "8")
    assert rows[1] == (("> 0", "t/m", "4"), "4")


def test_large_numbers_have_marks_between_thousands(country):
    rows, _ = rows_of(country, np.arange(12) * 1000.0, Fixed(breaks=[5500]), "en")
    assert rows[0] == (("0", "to", "5,500"), "6")
    assert rows[1] == (("> 5,500", "to", "11,000"), "6")


def test_rounded_bounds_are_called_rounded(country):
    close = [
        1.0,
        1.0 + 1e-9,
        1.0 + 2e-9,
        50,
        60,
        70,
        80,
        90,
        1 + 3e-9,
        1 + 4e-9,
        1 + 5e-9,
        1 + 6e-9,
    ]
    _, legend = rows_of(country, close, Quantile(5))
    assert "grenzen zijn afgerond" in [line for part in legend.above for line in part.lines]


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("nl", 1234.5, 1, "1.234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("nl", -0.5, 2, "−0,50"),
        ("nl", -0.001, 2, "0,00"),
        ("en", 1e6, 0, "1,000,000"),
    ],
)
def test_numbers_are_written_as_readers_write_them(language, value, decimals, text):
    assert WORDS[language].number(value, decimals) == text
