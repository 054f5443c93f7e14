"""Tiles: of the web and of the country, each where its tile matrix set says, and nothing else."""

from __future__ import annotations

import gzip
import json
import shutil

import mapbox_vector_tile
import pytest
import shapely

from api.app import create_app
from api.settings import Settings
from geodata.tiles.matrix_sets import matrix_set, matrix_sets
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.manifest import edition_of
from mdi.editions.store.store import Store
from tests.api.ogc.asking import EPSG, MUNICIPALITIES, ROOT, Reader, href
from tests.squares import CODES, shapes

WEB, RD = "WebMercatorQuad", "NetherlandsRDNewQuad"
TILES = f"/collections/{MUNICIPALITIES}/tiles"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
MVT = "application/vnd.mapbox-vector-tile"
PLAN = 'catalogue = "{country}"\nlevels = ["municipality"]\nyears = [2021]\ntiles = {tiles}\n'


def publish(country, folder, tiles):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.toml").write_text(PLAN.format(country=country, tiles=tiles), encoding="utf-8")
    store = Store.open(folder / "store", create=True)
    Batch(read_plan(folder / "plan.toml"), store).run()
    return store


@pytest.fixture(scope="module")
def store(squareland, tmp_path_factory):
    return publish(squareland, tmp_path_factory.mktemp("tiled"), "true")


@pytest.fixture(scope="module")
def reader(store):
    return Reader(create_app(Settings(store=store.root)))


def tileset_of(reader, name):
    return reader.read(f"{TILES}/{name}")


def filled(template, zoom, row, column):
    places = {"{tileMatrix}": zoom, "{tileRow}": row, "{tileCol}": column}
    for place, number in places.items():
        template = template.replace(place, str(number))
    return template


def places_over(grid, box, zoom):
    """Rows and columns of the tiles that a box in the system of a grid touches."""
    span = 256 * grid.cell_size_of(zoom)
    west, south, east, north = box
    columns = [int((x - grid.origin[0]) // span) for x in (west, east)]
    rows = [int((grid.origin[1] - y) // span) for y in (north, south)]
    for row in range(rows[0], rows[1] + 1):
        for column in range(columns[0], columns[1] + 1):
            yield row, column


def test_a_collection_has_a_tile_set_for_each_tile_matrix_set(reader):
    collection = reader.read(f"/collections/{MUNICIPALITIES}")
    listed = reader.read(href(collection, REL + "tilesets-vector"))
    assert [each["tileMatrixSetId"] for each in listed["tilesets"]] == [WEB, RD]
    for each in listed["tilesets"]:
        whole = reader.read(href(each, "self"))
        assert {**whole, **each} == whole
        assert whole["dataType"] == "vector"
        definition = reader.read(href(whole, REL + "tiling-scheme"))
        assert definition["id"] == each["tileMatrixSetId"]
        assert definition["crs"] == each["crs"]
        assert definition.get("uri", href(whole, REL + "tiling-scheme")) == each["tileMatrixSetURI"]


def test_what_a_tile_set_says_of_its_attributes_is_true(reader):
    for name in (WEB, RD):
        (layer,) = tileset_of(reader, name)["layers"]
        assert layer["propertiesSchema"]["properties"] == {"area_code": {"type": "string"}}
        assert int(layer["maxTileMatrix"]) == matrix_set(name).highest


@pytest.mark.parametrize("zoom", [4, 8])
def test_tiles_of_rd_show_every_area_where_it_is(reader, zoom):
    """Put together of what the template of links leads to, in metres of RD New."""
    grid, found = matrix_set(RD), {}
    template = next(
        link["href"] for link in tileset_of(reader, RD)["links"] if link["rel"] == "item"
    )
    unit = 256 * grid.cell_size_of(zoom) / 4096
    for row, column in places_over(grid, shapes().bounds, zoom):
        answer = reader.get(filled(template, zoom, row, column))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == MVT
        west, north = grid.origin[0] + column * 4096 * unit, grid.origin[1] - row * 4096 * unit
        box = shapely.box(west, north - 4096 * unit, west + 4096 * unit, north)
        plain = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})
        for each in plain["areas"]["features"]:
            placed = shapely.transform(
                shapely.geometry.shape(each["geometry"]),
                lambda xy, w=west, n=north: (w, n) + xy * (unit, -unit),
            )
            code = each["properties"]["area_code"]
            part = placed.intersection(box)
            found[code] = shapely.union(found.get(code, shapely.Polygon()), part)
    assert sorted(found) == sorted(CODES)
    reach = unit if zoom == grid.highest else 16 * unit
    source = dict(zip(shapes().codes, shapes().geometry, strict=True))
    for code, shape in found.items():
        assert shapely.hausdorff_distance(shape, source[code]) <= reach


def test_neighbours_in_tiles_of_rd_neither_overlap_nor_part(reader):
    grid = matrix_set(RD)
    for row, column in places_over(grid, shapes().bounds, 8):
        answer = reader.get(f"{TILES}/{RD}/8/{row}/{column}")
        plain = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})
        here = [shapely.geometry.shape(each["geometry"]) for each in plain["areas"]["features"]]
        assert shapely.coverage_is_valid(here)


def test_a_tile_comes_as_it_lies_and_plain_for_who_does_not_read_gzip(reader):
    grid = matrix_set(RD)
    row, column = next(places_over(grid, shapes().bounds, 6))
    address = f"{TILES}/{RD}/6/{row}/{column}"
    packed = reader.client.get(f"{ROOT}{address}", headers={"Accept-Encoding": "gzip"})
    plain = reader.client.get(f"{ROOT}{address}", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    again = reader.get(address, if_none_match=plain.headers["etag"], accept_encoding="identity")
    assert again.status_code == 304
    assert gzip.compress(plain.content)


@pytest.mark.parametrize("name", [WEB, RD])
def test_beside_the_areas_there_is_nothing_and_beyond_the_set_no_tile(reader, name):
    highest = matrix_set(name).highest
    for place in (f"{highest + 1}/0/0", f"{highest}/{1 << highest}/0", "-1/0/0", "0/0/x"):
        reader.refused(f"{TILES}/{name}/{place}", status=404)
    for limits in tileset_of(reader, name)["tileMatrixSetLimits"]:
        rows, columns = (
            range(limits[f"minTile{what}"], limits[f"maxTile{what}"] + 1) for what in ("Row", "Col")
        )
        for row in (rows[0] - 1, *rows, rows[-1] + 1):
            for column in (columns[0] - 1, *columns, columns[-1] + 1):
                answer = reader.get(f"{TILES}/{name}/{limits['tileMatrix']}/{row}/{column}")
                inside = row in rows and column in columns
                assert answer.status_code in ({200, 204} if inside else {404})
                if answer.status_code == 404:
                    assert answer.headers["content-type"] == "application/problem+json"


def test_tilejson_is_of_the_web_alone(reader):
    document = reader.read(f"{TILES}/{WEB}", {"f": "tilejson"})
    assert document["tiles"] == [f"{ROOT}{TILES}/{WEB}/{{z}}/{{y}}/{{x}}?f=mvt"]
    links = {link["rel"]: link for link in tileset_of(reader, WEB)["links"]}
    assert reader.read(links["describedby"]["href"]) == document
    assert "describedby" not in {link["rel"] for link in tileset_of(reader, RD)["links"]}
    told = reader.refused(f"{TILES}/{RD}", {"f": "tilejson"})
    assert WEB in told["hint"]
    media = "application/vnd.mapbox.tilejson+json"
    assert reader.get(f"{TILES}/{RD}", accept=media).status_code == 406


def test_definitions_hold_up(reader):
    listed = reader.read("/tileMatrixSets")["tileMatrixSets"]
    assert [each["id"] for each in listed] == [each.id for each in matrix_sets()]
    for each in listed:
        found = reader.read(href(each, "self"))
        assert found["crs"] == each["crs"] == EPSG + {WEB: "3857", RD: "28992"}[found["id"]]
        assert found["orderedAxes"] == ["X", "Y"]
        (west, south), (east, north) = (
            found["boundingBox"][c] for c in ("lowerLeft", "upperRight")
        )
        for zoom, matrix in enumerate(found["tileMatrices"]):
            assert matrix["id"] == str(zoom)
            assert matrix["cornerOfOrigin"] == "topLeft"
            assert matrix["pointOfOrigin"] == [west, north]
            assert matrix["scaleDenominator"] * 0.00028 == pytest.approx(matrix["cellSize"])
            span = matrix["cellSize"] * matrix["tileWidth"]
            assert (matrix["tileWidth"], matrix["tileHeight"]) == (256, 256)
            assert west + span * matrix["matrixWidth"] == pytest.approx(east, abs=1e-5)
            assert north - span * matrix["matrixHeight"] == pytest.approx(south, abs=1e-5)


def test_a_tile_matrix_set_that_is_not_there_is_answered_with_those_that_are(reader):
    for address in (f"{TILES}/NetherlandsRDQuad", f"{TILES}/NetherlandsRDQuad/0/0/0"):
        assert RD in reader.refused(address, status=404)["hint"]
    assert RD in reader.refused("/tileMatrixSets/NetherlandsRDQuad", status=404)["hint"]


@pytest.mark.parametrize(("tiles", "there"), [(f'["{WEB}"]', [WEB]), (f'["{RD}"]', [RD])])
def test_an_edition_with_one_kind_of_tiles_serves_that_one(squareland, tmp_path, tiles, there):
    store = publish(squareland, tmp_path, tiles)
    reader = Reader(create_app(Settings(store=store.root)))
    assert [each["tileMatrixSetId"] for each in reader.read(TILES)["tilesets"]] == there
    for name in (WEB, RD):
        answer = reader.get(f"{TILES}/{name}")
        assert answer.status_code == (200 if name in there else 404)
    collection = reader.read(f"/collections/{MUNICIPALITIES}")
    assert href(collection, REL + "tilesets-vector")


def test_an_edition_from_before_there_were_tiles_of_rd_still_serves(store, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(store.root, folder)
    place = folder / "editions" / store.current().name
    place.chmod(0o755)
    manifest = json.loads((place / "manifest.json").read_bytes())
    for each in manifest["shapes"]:
        del each["other_tiles"]
    content = json.dumps(manifest).encode()
    (place / "manifest.json").unlink()
    (place / "manifest.json").write_bytes(content)
    place.rename(folder / "editions" / edition_of(content))
    Store.open(folder).rollback(edition_of(content))
    reader = Reader(create_app(Settings(store=folder)))
    assert [each["tileMatrixSetId"] for each in reader.read(TILES)["tilesets"]] == [WEB]
    assert reader.refused(f"{TILES}/{RD}", status=404)["hint"]
    grid = matrix_set(WEB)
    row, column = next(places_over(grid, shapes_of_the_web().bounds, 9))
    assert reader.get(f"{TILES}/{WEB}/9/{row}/{column}").status_code == 200


def shapes_of_the_web():
    layer = shapes()
    return shapely.GeometryCollection(list(layer.moved_to("EPSG:3857")))
