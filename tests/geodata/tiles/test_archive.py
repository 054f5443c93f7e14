"""Archives are read as they lie: every tile is what was written, and what the library reads."""

import gzip

import numpy as np
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader

from geodata import Boundaries, BoundaryFileError, tile_pyramid
from geodata.tiles.archive import read_archive
from geodata.tiles.tileset import TileSet


@pytest.fixture(scope="module")
def tiles():
    shapes = np.array([shapely.box(x, 52, x + 0.3, 52.4) for x in (4.0, 4.3, 4.6)], dtype=object)
    nobody = (None,) * 3
    codes = ("GM0001", "GM0002", "GM0003")
    areas = Boundaries("municipality", 2021, "OGC:CRS84", codes, nobody, nobody, shapes)
    return tile_pyramid(areas).tiles()


def test_every_tile_is_the_one_that_was_written(tiles, tmp_path):
    tiles.write(tmp_path / "areas.pmtiles", "areas")
    archive = read_archive(tmp_path / "areas.pmtiles")
    assert len(archive) == len(tiles.tiles)
    assert archive.zooms == tiles.zooms
    assert archive.bounds == pytest.approx(tiles.bounds, abs=1e-7)
    assert archive.metadata["vector_layers"] == tiles.vector_layers()
    for place, content in tiles.tiles.items():
        assert bytes(archive.tile(*place)) == content


def test_beside_the_tiles_there_is_nothing(tiles, tmp_path):
    tiles.write(tmp_path / "areas.pmtiles")
    archive = read_archive(tmp_path / "areas.pmtiles")
    for zoom in archive.zooms:
        for column in range(0, 1 << zoom, max(1, (1 << zoom) // 7)):
            place = zoom, column, (1 << zoom) - 1
            assert (archive.tile(*place) is not None) == (place in tiles.tiles)
    last = archive.zooms[-1]
    for place in (
        (last + 1, 0, 0),
        (last, 1 << last, 0),
        (last, 0, 1 << last),
        (last, -1, 0),
        (-1, 0, 0),
    ):
        assert archive.tile(*place) is None


def test_limits_are_those_of_the_tiles(tiles, tmp_path):
    tiles.write(tmp_path / "areas.pmtiles")
    limits = read_archive(tmp_path / "areas.pmtiles").limits
    assert set(limits) == set(tiles.zooms)
    for zoom, found in limits.items():
        rows, columns = zip(*[(r, c) for z, c, r in tiles.tiles if z == zoom], strict=True)
        assert found == (min(rows), max(rows), min(columns), max(columns))


def test_leaf_directories_and_runs_are_read_as_the_library_does(tmp_path):
    random = np.random.default_rng(3)
    few = [gzip.compress(random.bytes(9), mtime=0) for _ in range(3)]
    places = {
        (9, column, row): few[int(random.integers(3))]
        for column in range(200)
        for row in range(200)
        if random.random() < 0.9
    }
    tileset = TileSet(places, "areas", {}, (4.0, 52.0, 5.0, 53.0))
    content = tileset.pmtiles()
    (tmp_path / "many.pmtiles").write_bytes(content)
    archive, peer = read_archive(tmp_path / "many.pmtiles"), Reader(MemorySource(content))
    assert peer.header()["leaf_directory_length"] > 0
    rows, columns = zip(*[(row, column) for _, column, row in places], strict=True)
    assert archive.limits == {9: (min(rows), max(rows), min(columns), max(columns))}
    for column, row in random.integers(0, 220, (300, 2)).tolist():
        found = archive.tile(9, column, row)
        expected = peer.get(9, column, row)
        assert (None if found is None else bytes(found)) == expected == places.get((9, column, row))


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"x" * 200, b"PMTiles\x02" + b"0" * 200])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "no.pmtiles").write_bytes(content)
    with pytest.raises(BoundaryFileError, match=r"no\.pmtiles"):
        read_archive(tmp_path / "no.pmtiles")
