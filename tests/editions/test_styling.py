"""A style for every measure of a result."""

import pandas as pd
import pytest

from geodata.errors import ClassificationError
from mdi.editions.styling import Colouring, measures, styles_of, title
from tests.squares import shapes


@pytest.fixture
def frame():
    layer = shapes()
    count = len(layer)
    columns = {"status": ["ranked"] * count, "health": range(count), "index": [0.5] * count}
    return pd.DataFrame({**columns, "decile": pd.array([None] * count, "Int64")}, index=layer.codes)


def test_measures_are_the_columns_of_numbers(frame):
    assert measures(frame) == ["health", "index", "decile"]


def test_the_index_comes_first_unless_another_is_asked_for(frame):
    assert [style.column for style in styles_of(shapes(), frame)] == ["index", "health", "decile"]
    first, *_ = styles_of(shapes(), frame, Colouring(measure="health"))
    assert first.column == "health"


def test_without_an_index_the_first_measure_comes_first(frame):
    found = styles_of(shapes(), frame.drop(columns="index"))
    assert [style.column for style in found] == ["health", "decile"]


@pytest.mark.parametrize("name", ["rank", "decile", "health_rank", "rank_in_province"])
def test_the_first_has_the_colour_of_the_most_deprivation(frame, name):
    both = frame.assign(**{name: range(1, len(frame) + 1), "health": range(1, len(frame) + 1)})
    ranks, points = (
        next(style for style in styles_of(shapes(), both) if style.column == column).classes
        for column in (name, "health")
    )
    assert [each.color for each in ranks] == [each.color for each in reversed(points)]


def test_a_measure_that_is_not_there_is_answered_with_the_nearest(frame):
    with pytest.raises(ClassificationError, match=r"(?s)no measure 'helth'.*'health'"):
        styles_of(shapes(), frame, Colouring(measure="helth"))
    with pytest.raises(ClassificationError, match="no columns of numbers"):
        styles_of(shapes(), frame[["status"]], Colouring(measure="health"))


def test_a_result_of_words_alone_has_no_style(frame):
    assert styles_of(shapes(), frame[["status"]]) == ()


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("index", "nl", "Index"),
        ("health", "nl", "Gezondheid"),
        ("health", "en", "Health"),
        ("education_rank", "en", "Education (rank)"),
        ("rank", "nl", "Rang"),
        ("rank_in_province", "nl", "Rang binnen provincie"),
        ("rank_in_municipality", "en", "Rank within municipality"),
        ("rank_in_labour_market", "en", "Rank within labour market"),
        ("front_rank", "nl", "front_rank"),
        ("area_name", "nl", "Naam"),
        ("status", "en", "Status"),
        ("work_filled", "nl", "Werk (aangevuld)"),
        ("front_filled", "nl", "front_filled"),
    ],
)
def test_a_title_says_what_a_column_shows(name, language, expected):
    assert title(name, language) == expected


def test_maps_of_the_index_are_hatched_where_the_tenth_is_not_sure(frame):
    sure = frame.assign(rank_low=1, top_tenth=0.5, reliability="possibly")
    found = {style.column: style for style in styles_of(shapes(), sure)}
    assert set(found) == {"index", "health", "decile"}  # how sure a rank is, is no measure
    assert [each.value for each in found["index"].hatchings] == ["probably", "possibly"]
    assert [each.crossed for each in found["decile"].hatchings] == [False, True]
    assert found["health"].hatchings == ()
    assert all(style.hatchings == () for style in styles_of(shapes(), frame))


@pytest.mark.parametrize("name", ["rank_low", "rank_median", "rank_high", "top_tenth"])
def test_how_sure_a_rank_is_has_a_title(name):
    assert {title(name, "nl"), title(name, "en")}.isdisjoint({name})
