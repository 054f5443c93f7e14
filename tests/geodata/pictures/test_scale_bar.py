"""The scale bar is as long as the ground it says it covers."""

from dataclasses import replace
from math import cos, radians

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

import geodata
from geodata import BoundaryError
from geodata.crs import to_wgs84
from geodata.pictures.choropleth import plot_choropleth
from geodata.pictures.frame import frame_of
from geodata.pictures.scale_bar import scale_bar
from geodata.pictures.words import WORDS

DUTCH = WORDS["nl"]


def bar_of(figure):
    """Kilometres and how many units of the map the bar covers."""
    halves = [artist for artist in figure.get_children() if artist.get_gid() == "scale-bar"]
    inches = sum(half.get_width() for half in halves)
    axes = figure.axes[0]
    (x0, _), (x1, _) = axes.transData.transform([(0.0, 0.0), (1.0, 0.0)])
    (label,) = [text.get_text() for text in figure.texts if text.get_text().endswith(" km")]
    number = label.removesuffix(" km").replace(".", "").replace(",", ".")
    return float(number), inches * figure.dpi / (x1 - x0)


def test_in_rd_new_a_unit_is_a_metre(drawn):
    kilometres, units = bar_of(plot_choropleth(drawn))
    assert kilometres == 5
    assert units == pytest.approx(kilometres * 1000, rel=2e-4)


def test_in_degrees_the_bar_is_the_ellipsoid_at_that_latitude(drawn, country):
    degrees = replace(drawn, boundaries=country.wgs84())
    kilometres, units = bar_of(plot_choropleth(degrees))
    west, south, _, north = country.wgs84().bounds
    middle = (south + north) / 2
    _, _, metres = Geod(ellps="WGS84").inv(west, middle, west + units, middle)
    assert metres == pytest.approx(kilometres * 1000, rel=1e-6)


def test_a_map_in_degrees_has_the_form_of_the_map_in_metres(country):
    metres, degrees = frame_of([country]), frame_of([country.wgs84()])
    assert degrees.aspect == pytest.approx(metres.aspect, rel=0.02)
    assert metres.aspect == pytest.approx(15 / 27, rel=1e-3)


def test_in_web_mercator_a_unit_is_less_than_a_metre(country):
    there = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True).transform
    degrees = to_wgs84(country.geometry, country.crs)
    moved = shapely.transform(degrees, there, interleaved=False)
    frame = frame_of([replace(country, crs="EPSG:3857", geometry=moved)])
    latitude = (country.wgs84().bounds[1] + country.wgs84().bounds[3]) / 2
    assert frame.metres == pytest.approx((cos(radians(latitude)),) * 2, rel=5e-3)


@given(st.floats(1e-3, 1e9), st.floats(0.5, 3.0))
def test_a_bar_is_a_round_number_that_fits_and_the_next_would_not(metres, width):
    bar = scale_bar(metres, width, DUTCH)
    mantissa = float(f"{bar.kilometres:e}".split("e")[0])
    assert mantissa in (1, 2, 5)
    assert bar.width <= width * (1 + 1e-9)
    assert bar.width * 2.5 > width * (1 - 1e-9)
    assert bar.width * metres == pytest.approx(bar.kilometres * 1000)


@pytest.mark.parametrize(
    ("metres", "labels"),
    [(600, ("0", "0,5", "1 km")), (30_000, ("0", "25", "50 km")), (120, ("0", "0,1", "0,2 km"))],
)
def test_labels_have_the_decimals_they_need(metres, labels):
    assert scale_bar(metres, 1.8, DUTCH).labels == labels


def test_layers_in_different_systems_have_no_frame(country):
    with pytest.raises(BoundaryError, match=r"different coordinate systems: EPSG:28992, OGC:CRS84"):
        frame_of([country, country.wgs84()])


@pytest.mark.real_data
def test_the_bar_of_the_netherlands_is_right_in_both_systems(shared_data):
    folder = shared_data / "netherlands"
    for name in ("gemeente_2022_rd.geojson", "gemeente_2022_wgs84.geojson"):
        shapes = geodata.read_boundaries(folder / name)
        figure = plot_choropleth(geodata.choropleth(shapes, dict.fromkeys(shapes.codes, 1.0)))
        kilometres, units = bar_of(figure)
        west, south, east, north = shapes.bounds
        x, y = (west + east) / 2, (south + north) / 2
        ends = shapely.points([[x - units / 2, y], [x + units / 2, y]])
        (lon0, lat0), (lon1, lat1) = shapely.get_coordinates(to_wgs84(ends, shapes.crs))
        metres = Geod(ellps="WGS84").inv(lon0, lat0, lon1, lat1)[2]
        assert kilometres == 50
        assert metres == pytest.approx(50_000, rel=1e-4)
