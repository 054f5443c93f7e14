"""Archives and documents: PMTiles that others read, TileJSON that says what is in it."""

import gzip
import json

import numpy as np
import pyogrio
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import Compression, TileType

from geodata import BoundaryFileError
from geodata.tiles import tile_pyramid
from tests.geodata.tiles.conftest import boundaries_of

SQUARES = [shapely.box(4 + n, 52, 5 + n, 53) for n in range(3)]
COLUMNS = {"index": np.array([1.5, np.nan, 3.0]), "rank": np.array([2, 1, 3])}


@pytest.fixture(scope="module")
def tiles():
    return tile_pyramid(boundaries_of(SQUARES), range(3, 8)).tiles(COLUMNS)


def test_the_archive_holds_every_tile(tiles):
    archive = MemorySource(tiles.pmtiles("squares"))
    assert dict(all_tiles(archive)) == dict(tiles.tiles)


def test_the_header_and_the_metadata_say_what_is_in_it(tiles):
    reader = Reader(MemorySource(tiles.pmtiles("squares", attribution="us")))
    header, metadata = reader.header(), reader.metadata()
    assert header["tile_type"] == TileType.MVT
    assert header["tile_compression"] == Compression.GZIP
    assert header["clustered"]
    assert (header["min_zoom"], header["max_zoom"]) == (3, 7)
    assert header["min_lon_e7"] == 40_000_000
    assert metadata["attribution"] == "us"
    (layer,) = metadata["vector_layers"]
    assert layer["fields"] == {"area_code": "String", "index": "Number", "rank": "Number"}


def test_gdal_reads_every_area_of_the_archive(tiles, tmp_path):
    tiles.write(tmp_path / "squares.pmtiles")
    frame = pyogrio.read_dataframe(tmp_path / "squares.pmtiles", layer=tiles.layer)
    by_code = frame.groupby("area_code").first()
    assert by_code.index.tolist() == ["GM0000", "GM0001", "GM0002"]
    assert by_code["rank"].tolist() == [2, 1, 3]
    assert by_code["index"].iloc[[0, 2]].tolist() == [1.5, 3.0]
    assert np.isnan(by_code["index"].iloc[1])


def test_gdal_reads_a_single_tile(tiles, tmp_path):
    path = tmp_path / "tile.mvt"
    path.write_bytes(gzip.decompress(tiles.tiles[5, 16, 10]))
    assert len(pyogrio.read_dataframe(path)) == 3


def test_tilejson_names_fields_zooms_and_bounds(tiles):
    document = tiles.tilejson("https://example.org/{z}/{x}/{y}.mvt", attribution="us")
    assert json.loads(json.dumps(document)) == document
    assert document["tilejson"] == "3.0.0"
    assert document["bounds"] == [4, 52, 7, 53]
    assert (document["minzoom"], document["maxzoom"]) == (3, 7)
    assert document["center"] == [5.5, 52.5, 3]
    assert document["vector_layers"] == tiles.vector_layers()
    assert document["attribution"] == "us"


def test_a_place_that_cannot_be_written_is_told(tiles, tmp_path):
    with pytest.raises(BoundaryFileError, match="cannot be written"):
        tiles.write(tmp_path / "nowhere" / "squares.pmtiles")
