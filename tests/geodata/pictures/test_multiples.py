"""Small multiples share one scale."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geodata import BoundaryError, ClassificationError, Fixed, Quantile, choropleth
from geodata.pictures.caption import Caption
from geodata.pictures.files import picture_bytes
from geodata.pictures.multiples import on_one_scale, plot_multiples


@pytest.fixture
def years(country, figures):
    """The figures, and twice the figures: classes of their own would look the same."""
    doubled = {code: 2 * value for code, value in figures.items()}
    return {"2021": choropleth(country, figures), "2022": choropleth(country, doubled)}


def test_classes_are_made_of_all_maps_together(years):
    shared = on_one_scale(years, Quantile(3))
    together = np.concatenate([drawn.values for drawn in years.values()])
    expected = Quantile(3).classify(together)
    for drawn in shared.values():
        assert drawn.classes.upper == expected.upper
        assert drawn.classes.lower == expected.lower
    assert shared["2021"].colors == shared["2022"].colors
    index = np.concatenate([drawn.classes.index for drawn in shared.values()])
    assert index.tolist() == expected.index.tolist()


def test_every_map_counts_its_own_areas(years):
    for drawn in on_one_scale(years, Quantile(3)).values():
        assert sum(drawn.classes.counts) == 11
        assert drawn.classes.missing == 1
        for number, count in enumerate(drawn.classes.counts):
            assert (drawn.classes.index == number).sum() == count


def test_the_same_value_has_the_same_colour_in_every_map(years, color_at):
    shared = on_one_scale(years, Fixed(breaks=[5, 10]))
    figure = plot_multiples(shared)
    place = shared["2021"].boundaries.geometry
    eight, four = place[8].centroid.coords[0], place[4].centroid.coords[0]  # 8 in 2021, 2 × 4
    assert color_at(figure, eight, axes=0) == color_at(figure, four, axes=1)


def test_the_legend_counts_all_maps_together_and_says_so(years):
    figure = plot_multiples(on_one_scale(years, Fixed(breaks=[5])), Caption(language="en"))
    said = [text.get_text() for text in figure.texts]
    assert "counts: all maps together" in said
    assert said.count("2021") == said.count("2022") == 1
    counts = [said[said.index("no figure") - 1 + step] for step in (0,)]
    assert counts == ["2"]


def test_maps_with_scales_of_their_own_are_refused(years):
    with pytest.raises(ClassificationError, match="share one scale; 2 were given"):
        plot_multiples(years)
    with pytest.raises(ClassificationError, match="one scale"):
        plot_multiples({})
    with pytest.raises(ClassificationError, match="no maps"):
        on_one_scale({})


def test_maps_in_different_systems_are_refused(years):
    shared = on_one_scale(years)
    moved = replace(shared["2022"], boundaries=shared["2022"].boundaries.wgs84())
    with pytest.raises(BoundaryError, match="different coordinate systems"):
        plot_multiples({**shared, "2022": moved})


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 12])
def test_panels_are_of_one_size_and_do_not_touch(years, count):
    maps = {str(number): years["2021"] for number in range(count)}
    figure = plot_multiples(on_one_scale(maps))
    places = [axes.get_position() for axes in figure.axes]
    assert len(places) == count
    assert {(round(p.width, 9), round(p.height, 9)) for p in places} == {
        (round(places[0].width, 9), round(places[0].height, 9))
    }
    assert not any(one.overlaps(other) for one, other in combinations(places, 2))
    assert all(p.x0 >= 0 and p.x1 <= 1 and p.y0 >= 0 and p.y1 <= 1 for p in places)


def test_multiples_are_the_same_bytes_again(years):
    shared = on_one_scale(years)
    first, second = (picture_bytes(plot_multiples(shared), "svg") for _ in range(2))
    assert first == second


def test_without_any_values_all_maps_are_gaps(country):
    gaps = {"a": choropleth(country, dict.fromkeys(country.codes))}
    shared = on_one_scale(gaps)
    assert shared["a"].colors == ()
    assert "geen cijfer" in [text.get_text() for text in plot_multiples(shared).texts]
