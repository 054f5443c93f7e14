"""GDAL reads the tiles of OGC API, of the web and of RD, in the system that they are in."""

import pyogrio
import pytest
import shapely

from tests.squares import CODES, shapes

SYSTEMS = {"NetherlandsRDNewQuad": "EPSG:28992", "WebMercatorQuad": "EPSG:3857"}
UNIT = {"NetherlandsRDNewQuad": 0.84, "WebMercatorQuad": 2.4}  # metres of the system, highest zoom


def read(service, name, zoom):
    """All areas of a zoom; the box is told, as GDAL takes that of the collection for metres."""
    west, south, east, north = shapely.total_bounds(shapes().moved_to(SYSTEMS[name]))
    return pyogrio.read_dataframe(
        f"OGCAPI:{service.url}/collections/municipality",
        layer=f"Zoom level {zoom}",
        API="TILES",
        TILEMATRIXSET=name,
        MINX=str(west),
        MINY=str(south),
        MAXX=str(east),
        MAXY=str(north),
    )


@pytest.fixture(autouse=True)
def _driver():
    if "OGCAPI" not in pyogrio.list_drivers():
        pytest.skip("this GDAL has no driver for OGC API")


@pytest.mark.parametrize(("name", "zoom"), [("NetherlandsRDNewQuad", 8), ("WebMercatorQuad", 12)])
def test_areas_lie_where_they_are(service, name, zoom):
    found = read(service, name, zoom)
    assert found.crs == SYSTEMS[name]
    whole = found.dissolve("area_code").geometry
    assert sorted(whole.index) == sorted(CODES)
    source = dict(zip(CODES, shapes().moved_to(SYSTEMS[name]), strict=True))
    for code, shape in whole.items():
        away = shapely.hausdorff_distance(shape.boundary, source[code].boundary)
        assert away <= 1.5 * UNIT[name], code
