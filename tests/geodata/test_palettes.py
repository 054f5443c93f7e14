"""Colours as data."""

import re
from itertools import combinations

import numpy as np
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
@pytest.mark.parametrize("name", palette_names("sequential"))
def test_a_sequential_palette_grows_darker(name, classes):
    shades = [lightness(color) for color in palette(name, classes)]
    assert shades == sorted(shades, reverse=True)


@pytest.mark.parametrize("classes", [3, 5, 7, 9])
@pytest.mark.parametrize("name", palette_names("diverging"))
def test_a_diverging_palette_is_lightest_in_the_middle(name, classes):
    shades = [lightness(color) for color in palette(name, classes)]
    assert max(shades) == shades[classes // 2]


def test_palettes_are_of_one_kind_or_the_other():
    kinds = palette_names("sequential"), palette_names("diverging")
    assert sorted([*kinds[0], *kinds[1]]) == list(palette_names())
    assert len(palette_names()) >= 25


# What light becomes in an eye without one kind of cones, in linear RGB (Machado, Oliveira and
# Fernandes 2009, IEEE TVCG 15(6), severity 1.0).
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = np.array([0.9505, 1.0, 1.089])


JUST_NOTICEABLE = 2.3  # in CIELAB (Mahy, Van Eycken and Oosterlinck 1994)


def seen(color, blindness):
    """A colour as CIELAB, the way an eye with that blindness sees it."""
    coded = np.array(list(bytes.fromhex(color[1:]))) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    x, y, z = np.array(TO_XYZ) @ np.clip(np.array(BLINDNESS[blindness]) @ linear, 0, 1) / WHITE
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", palette_names())
@pytest.mark.parametrize("classes", [3, 5, 7, 9])
def test_classes_and_missing_are_told_apart_by_the_colour_blind(name, blindness, classes):
    colors = [seen(color, blindness) for color in (*palette(name, classes), missing_color())]
    apart = [np.linalg.norm(a - b) for a, b in combinations(colors[:-1], 2)]
    assert min(apart) > (8 if classes <= 5 else JUST_NOTICEABLE)
    if classes == 5:
        assert min(np.linalg.norm(colors[-1] - c) for c in colors[:-1]) > JUST_NOTICEABLE


def test_two_classes_get_the_ends():
    assert palette("oranges", 2) == palette("oranges", 3)[::2]


def test_the_default_is_one_of_them():
    assert default_palette() in palette_names()
    assert list(palette_names()) == sorted(palette_names())


def test_an_unknown_palette_is_answered_with_the_list():
    with pytest.raises(ClassificationError, match=r"(?s)'orangs'.*oranges, orrd"):
        palette("orangs", 5)
    with pytest.raises(ClassificationError, match="no palette 'default'"):
        palette("default", 5)


@pytest.mark.parametrize("classes", [0, 10])
def test_more_classes_than_colours_are_refused(classes):
    with pytest.raises(ClassificationError, match="1 to 9"):
        palette("oranges", classes)
