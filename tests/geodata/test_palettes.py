"""Colours as data."""

import re

import pytest

from geodata import ClassificationError, palette, palette_names
from geodata.palettes import default_palette, missing_color


def lightness(color):
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("classes", range(1, 10))
@pytest.mark.parametrize("name", palette_names())
def test_every_palette_has_as_many_different_colours_as_classes(name, classes):
    colors = palette(name, classes)
    assert len(set(colors)) == classes
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in colors)
    assert missing_color() not in colors


@pytest.mark.parametrize("classes", range(2, 10))
@pytest.mark.parametrize("name", sorted(set(palette_names()) - {"puor"}))
def test_a_sequential_palette_grows_darker(name, classes):
    shades = [lightness(color) for color in palette(name, classes)]
    assert shades == sorted(shades, reverse=True)


def test_a_diverging_palette_is_lightest_in_the_middle():
    shades = [lightness(color) for color in palette("puor", 7)]
    assert max(shades) == shades[3]


def test_two_classes_get_the_ends():
    assert palette("oranges", 2) == palette("oranges", 3)[::2]


def test_the_default_is_one_of_them():
    assert default_palette() in palette_names()
    assert list(palette_names()) == sorted(palette_names())


def test_an_unknown_palette_is_answered_with_the_list():
    with pytest.raises(ClassificationError, match=r"(?s)'orangs'.*oranges, puor"):
        palette("orangs", 5)
    with pytest.raises(ClassificationError, match="no palette 'default'"):
        palette("default", 5)


@pytest.mark.parametrize("classes", [0, 10])
def test_more_classes_than_colours_are_refused(classes):
    with pytest.raises(ClassificationError, match="1 to 9"):
        palette("oranges", classes)
