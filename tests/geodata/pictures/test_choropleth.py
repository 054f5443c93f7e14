"""A picture says what the map says, and nothing that is not so."""

import subprocess
import sys
import time
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg

import geodata
from geodata import BoundaryError, Fixed, choropleth
from geodata.palettes import missing_color
from geodata.pictures.caption import Caption
from geodata.pictures.choropleth import plot_choropleth
from geodata.pictures.files import picture_bytes
from tests.geodata.pictures.conftest import SIDE, SOUTH, WEST

WHITE = "#ffffff"


def middle(column, row):
    return WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE


def texts(figure):
    return [text.get_text() for text in figure.texts]


def hexes(image):
    return {
        "#{:02x}{:02x}{:02x}".format(*color) for color in np.unique(image.reshape(-1, 3), axis=0)
    }


def test_every_class_is_drawn_in_its_colour_and_the_missing_in_theirs(drawn, pixels_of):
    seen = hexes(pixels_of(plot_choropleth(drawn)))
    assert {*drawn.colors, missing_color(), WHITE} <= seen


def test_an_area_has_the_colour_of_its_class(drawn, color_at):
    figure = plot_choropleth(drawn)
    low, middling, high = drawn.colors
    assert color_at(figure, middle(3, 0)) == low
    assert color_at(figure, middle(0, 1)) == middling
    assert color_at(figure, middle(0, 2)) == high


def test_a_lake_is_empty_and_an_island_is_land(drawn, country, figures, color_at):
    assert color_at(plot_choropleth(drawn), middle(0, 0)) == WHITE
    known = choropleth(country, {**figures, "GM9012": 10.0}, Fixed(breaks=[3, 7]))
    island = WEST + 5 * SIDE + 1000, SOUTH + 2 * SIDE + 1000
    assert color_at(plot_choropleth(known), island) == drawn.colors[-1]


def test_where_there_is_no_shape_there_is_paper(drawn, color_at):
    assert color_at(plot_choropleth(drawn), middle(1, 1)) == WHITE


def test_the_legend_has_the_bounds_and_counts_of_the_classes(drawn):
    words = texts(plot_choropleth(drawn, Caption(language="en")))
    assert [entry["count"] for entry in drawn.legend()] == [4, 4, 3, 1]
    shown = words[words.index("4") :]
    assert shown[: shown.index("no figure") + 1] == [
        *("4", "0", "to", "3"),
        *("4", "> 3", "to", "7"),
        *("3", "> 7", "to", "10"),
        *("1", "no figure"),
    ]


def test_the_legend_has_the_colours_of_the_map(drawn):
    figure = plot_choropleth(drawn)
    patches = [artist for artist in figure.get_children() if artist.get_gid() == "legend"]
    filled = [mpl.colors.to_hex(patch.get_facecolor()) for patch in patches if patch.get_fill()]
    assert filled == [entry["color"] for entry in drawn.legend()]
    assert len([patch for patch in patches if patch.get_hatch()]) == 1


def test_missing_areas_are_hatched_in_the_svg(drawn, country):
    svg = picture_bytes(plot_choropleth(drawn), "svg").decode()
    part = svg[svg.index('id="missing-hatch"') :].split("</g>")[0]
    name = part.split("fill: url(#")[1].split(")")[0]
    assert f'<pattern id="{name}"' in svg
    whole = choropleth(country, dict.fromkeys(country.codes, 1.0))
    assert "missing" not in picture_bytes(plot_choropleth(whole), "svg").decode()


def test_without_missing_areas_the_legend_does_not_speak_of_them(country):
    whole = choropleth(country, dict.fromkeys(country.codes, 1.0))
    assert "geen cijfer" not in texts(plot_choropleth(whole))


def test_a_map_of_nothing_but_gaps_says_so(country):
    figure = plot_choropleth(choropleth(country, dict.fromkeys(country.codes)))
    assert texts(figure)[-4:] == ["geen cijfer", "0", "5", "10 km"] or "geen cijfer" in texts(
        figure
    )
    assert "12" in texts(figure)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", {"geen cijfer", "gebieden", "%·hoger is ongunstiger", "Bron: wij", "t/m", "2,5"}),
        ("en", {"no figure", "areas", "%·higher is worse", "Source: wij", "to", "2.5"}),
    ],
)
def test_the_words_are_in_the_language_of_the_reader(country, figures, language, words):
    drawn = choropleth(country, figures, Fixed(breaks=[2.5]))
    caption = Caption(unit="%", direction="worse", source="wij", language=language)
    said = {text.replace(" · ", "·") for text in texts(plot_choropleth(drawn, caption))}
    assert words <= said


def test_all_words_of_the_caption_stand_in_the_picture(drawn):
    caption = Caption(
        title="Kop",
        subtitle="Onder de kop",
        measure="Maat",
        direction="better",
        areas="gemeenten",
        notes=("Een.", "Twee."),
        source="CBS",
    )
    said = texts(plot_choropleth(drawn, caption))
    expected = {"Kop", "Onder de kop", "Maat", "hoger is gunstiger", "gemeenten", "Een.", "Twee."}
    assert expected <= set(said)
    assert said[-1] == "Bron: CBS"


def test_nothing_leaves_the_page_and_no_word_lies_on_the_map(drawn):
    caption = Caption(
        title="Een kop die zo lang is dat zij nooit op een regel van deze bladzijde past " * 2,
        measure="Een maat met een naam die ook al niet op een regel past",
        notes=("woord " * 60,),
        source="bron " * 60,
        areas="buurten en wijken en gemeenten",
    )
    figure = plot_choropleth(drawn, caption)
    renderer = FigureCanvasAgg(figure).get_renderer()
    page, land = figure.bbox, figure.axes[0].get_window_extent(renderer)
    boxes = [text.get_window_extent(renderer) for text in figure.texts]
    boxes = [box for box, text in zip(boxes, figure.texts, strict=True) if text.get_text()]
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 for box in boxes)
    assert all(page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)
    assert not any(land.overlaps(box) for box in boxes)


def test_signs_of_formulas_in_a_title_are_letters(drawn):
    assert "Van $5 tot $9" in texts(plot_choropleth(drawn, Caption(title="Van $5 tot $9")))
    assert picture_bytes(plot_choropleth(drawn, Caption(title="Van $5 tot $9_x")), "pdf")


def test_the_axes_are_in_the_coordinates_of_the_shapes(drawn, country):
    axes = plot_choropleth(drawn).axes[0]
    west, south, east, north = country.bounds
    assert axes.get_xlim() == (west, east)
    assert axes.get_ylim() == (south, north)


def test_a_metre_is_as_long_to_the_north_as_to_the_east(drawn):
    transform = plot_choropleth(drawn).axes[0].transData
    (x0, y0), (x1, y1) = transform.transform([(WEST, SOUTH), (WEST + 1000, SOUTH + 1000)])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(1, abs=1e-4)


def test_lines_are_thin_where_areas_are_small():
    wide, narrow = (
        plot_choropleth(choropleth(chequers(columns), {"BU00000000": 1.0}, Fixed(breaks=[2])))
        .axes[0]
        .get_children()[0]
        .get_linewidth()
        for columns in (4, 40)
    )
    assert wide > narrow > 0


def test_three_thousand_areas_of_eighty_corners_take_less_than_three_seconds():
    shapes = chequers(55)
    shapes = replace(shapes, geometry=shapely.segmentize(shapes.geometry, 50_000 / 55 / 20))
    values = dict(zip(shapes.codes, np.arange(len(shapes)).tolist(), strict=True))
    drawn = choropleth(shapes, values, Fixed(breaks=[500, 1000, 2000]))
    begin = time.process_time()
    picture_bytes(plot_choropleth(drawn), "png")
    assert time.process_time() - begin < 3


def chequers(columns):
    """A square country of so many rows and columns."""
    side = 50_000 / columns
    row, column = np.divmod(np.arange(columns**2), columns)
    x, y = WEST + column * side, SOUTH + row * side
    codes = tuple(f"BU{place:08d}" for place in range(columns**2))
    squares = shapely.box(x, y, x + side, y + side)
    nothing = (None,) * len(codes)
    return geodata.Boundaries(None, None, "EPSG:28992", codes, nothing, nothing, squares)


def test_shapes_of_other_areas_are_refused_with_both_kinds_of_codes(country):
    drawn = choropleth(country, {"WK000100": 1.0, "WK000200": 2.0})
    with pytest.raises(BoundaryError, match="No shape has a value") as raised:
        plot_choropleth(drawn)
    assert "WK000100" in str(raised.value)
    assert "GM9001" in str(raised.value)


def test_without_any_shape_nothing_is_drawn(country, figures):
    empty = replace(country, geometry=np.array([None] * 12, dtype=object))
    with pytest.raises(BoundaryError, match="no shapes to draw"):
        plot_choropleth(choropleth(empty, figures))


def test_pictures_need_no_pyplot_and_leave_the_settings_alone():
    code = (
        "import sys, matplotlib, numpy as np, shapely, geodata\n"
        "before = matplotlib.rcParams.copy()\n"
        "from geodata.pictures.choropleth import plot_choropleth\n"
        "from geodata.pictures.files import picture_bytes\n"
        "shape = np.array([shapely.box(1e5, 4e5, 2e5, 5e5)])\n"
        "b = geodata.Boundaries('m', 1, 'EPSG:28992', ('GM0001',), (None,), (None,), shape)\n"
        "rule = geodata.Fixed(breaks=[2])\n"
        "figure = plot_choropleth(geodata.choropleth(b, {'GM0001': 1.0}, rule))\n"
        "[picture_bytes(figure, kind) for kind in ('png', 'svg', 'pdf')]\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "after, before = dict(matplotlib.rcParams), dict(before)\n"
        "assert {**after, 'backend': 0} == {**before, 'backend': 0}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
