"""One style: the classes, colours and words of a choropleth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import Fixed, Quantile, palette
from geodata.palettes import border_color, hatch_color, missing_color
from geodata.styles import style_of
from tests.geodata.styles.conftest import street

numbers = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(0, 20).map(float)


def placed(style, value):
    """The class of a value by the ends of the style."""
    return next(
        place
        for place, each in enumerate(style.classes)
        if each.upper is None or value <= each.upper
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(numbers | st.none(), min_size=1, max_size=60), st.integers(2, 9))
def test_every_value_is_in_the_class_that_it_has_on_the_map(values, classes):
    drawn = street(values, Quantile(classes))
    style = style_of(drawn, "x")
    known = [(v, i) for v, i in zip(drawn.values, drawn.classes.index, strict=True) if i >= 0]
    assert [placed(style, value) for value, _ in known] == [index for _, index in known]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1, allow_subnormal=False), min_size=8, max_size=60, unique=True))
def test_a_value_that_is_written_with_fifteen_decimals_stays_in_its_class(values):
    drawn = street([round(value, 9) + 1e-10 / 3 for value in values], Quantile(4))
    style = style_of(drawn, "x")
    rounded = [placed(style, float(f"{value:.15f}")) for value in drawn.values]
    assert rounded == drawn.classes.index.tolist()


def test_the_words_are_those_of_the_language(drawn):
    style = style_of(
        drawn([0.0, 500.3, 500.7, 1000.5, None], Fixed(breaks=(500.5,))), "x", "Inkomen", "nl"
    )
    assert style.title == "Inkomen"
    assert [each.label for each in style.classes] == ["0,0 t/m 500,5", "500,5 t/m 1.000,5"]
    assert style.missing == "geen cijfer"


def test_the_colours_are_those_of_the_one_palette_definition(drawn):
    style = style_of(drawn([1.0, 2.0, 3.0, 4.0], Quantile(4), "rdbu"), "x")
    assert tuple(each.color for each in style.classes) == palette("rdbu", 4)
    assert style.missing_color == missing_color()
    assert (style.hatch_color, style.border_color) == (hatch_color(), border_color())


def test_breaks_of_ones_own_are_kept_as_they_are(drawn):
    style = style_of(drawn([3.0, 17.0, 44.0], Fixed(breaks=(10.0, 25.0))), "x")
    assert [each.upper for each in style.classes] == [10.0, 25.0, None]


@pytest.mark.parametrize("values", [[None, None], [np.nan]])
def test_a_measure_without_values_has_the_missing_class_alone(drawn, values):
    style = style_of(drawn(values), "x")
    assert style.classes == ()
    assert style.title == "x"
