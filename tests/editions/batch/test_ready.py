"""What a service sends lies ready in an edition: shapes as GeoJSON, and whole layers."""

import gzip
import json
from dataclasses import replace

import brotli
import numpy as np
import pyarrow as pa
import pyogrio
import pytest

import geodata
import mdi
from api import atlas
from api.library import Library
from api.settings import Settings
from geodata.geojson.outlines import read_outlines
from geodata.geojson.sheets import read_sheet
from mdi.editions.batch.batch import Batch
from mdi.editions.mapping import MappedResult
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from mdi.errors import FileError

SYSTEMS = ["OGC:CRS84", "EPSG:28992", "EPSG:4326", "EPSG:3857"]


def run(plan, store):
    return Batch(read_plan(plan), store).run()


def made(report):
    return [f"{step['kind']} {step['what']}" for step in report.steps if not step["reused"]]


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


@pytest.fixture
def edition(plan, store):
    run(plan, store)
    return store.current()


def test_shapes_lie_ready_in_the_systems_of_the_country_and_the_web(edition):
    manifest = edition.manifest
    assert len(manifest.shapes) > 1
    for shapes in manifest.shapes:
        assert [outlines.crs for outlines in shapes.outlines] == SYSTEMS
        read = geodata.read_boundaries(edition.path(shapes.file), level=shapes.level).by_code()
        for outlines in shapes.outlines:
            assert {outlines.file, outlines.index} <= set(manifest.files)
            found = read_outlines(edition.path(outlines.file), edition.path(outlines.index))
            assert (found.codes, found.names) == (read.codes, read.names)
            assert len(found) == shapes.areas


def test_which_corners_a_zoom_shows_lies_ready(edition, monkeypatch):
    """A service finds nothing of it anew, and thins shapes of every system by it."""
    monkeypatch.setattr(atlas, "shown_at", lambda *_: pytest.fail("found anew"))
    shapes = Library(Settings(), edition).atlas
    for crs in SYSTEMS:
        whole = shapes.outlines("municipality", 2025, crs).fragments
        rows = np.arange(len(whole))
        for zoom in (0, 9):
            found = shapes.shown("municipality", 2025, zoom).of(whole, rows)
            sizes = [(each.heads.ends - each.heads.begins).sum() for each in (found, whole)]
            assert sizes[0] < sizes[1] / 2
    assert shapes.has_shown("municipality", 2025, 3)
    assert {each.zooms for each in edition.manifest.shapes} <= set(edition.manifest.files)


def test_an_edition_without_it_is_served_too(edition):
    manifest = edition.manifest
    old = [each.model_copy(update={"zooms": None}) for each in manifest.shapes]
    edition = replace(edition, manifest=manifest.model_copy(update={"shapes": tuple(old)}))
    shapes = Library(Settings(), edition).atlas
    assert not shapes.has_shown("municipality", 2025, 9)
    assert shapes.shown("municipality", 2025, 9).kept.any()
    assert shapes.has_shown("municipality", 2025, 9)


def test_a_layer_lies_ready_as_the_engine_would_make_it(edition, country):
    sheets = [sheet for sheet in edition.manifest.sheets if sheet.crs == SYSTEMS[0]]
    assert [(sheet.level, sheet.year) for sheet in sheets] == [
        ("neighbourhood", 2025),
        ("municipality", 2025),
    ]
    for sheet in sheets:
        file = country / "sample" / f"indicators_{sheet.level}_{sheet.year}.parquet"
        table = mdi.read_table(file, source="sample", level=sheet.level, year=sheet.year)
        shapes = country / "sample" / f"boundaries_{sheet.level}_{sheet.year}.parquet"
        mapped = MappedResult(mdi.compute(table), geodata.read_boundaries(shapes).by_code())
        lying = json.loads(edition.path(sheet.file).read_bytes())
        assert lying["features"] == json.loads(mapped.to_geojson())["features"]


def test_the_layer_of_the_country_is_read_by_gdal_in_metres(edition):
    sheet = next(each for each in edition.manifest.sheets if each.crs == "EPSG:28992")
    frame = pyogrio.read_dataframe(edition.path(sheet.file))
    assert frame.crs.to_epsg() == 28992
    assert frame.geometry.is_valid.all()
    read = read_sheet(edition.path(sheet.file), edition.path(sheet.index))
    assert frame["area_code"].tolist() == list(read.index.codes)


def test_compressed_layers_are_the_same(edition):
    for sheet in edition.manifest.sheets:
        whole = edition.path(sheet.file).read_bytes()
        assert gzip.decompress(edition.path(sheet.file + ".gz").read_bytes()) == whole
        packed = pa.BufferReader(edition.path(sheet.file + ".zst").read_bytes())
        assert pa.CompressedInputStream(packed, "zstd").read() == whole
        assert brotli.decompress(edition.path(sheet.file + ".br").read_bytes()) == whole


def test_a_service_draws_the_same_map_from_what_lies_ready(edition):
    folder = Library(Settings(data=edition.folder))
    store = Library(Settings(), edition)
    for level in folder.catalogue.levels():
        shapes, ready = folder.atlas.shapes(level, 2025), store.atlas.shapes(level, 2025)
        assert isinstance(shapes, geodata.Boundaries)
        shapes = shapes.by_code()
        assert not isinstance(ready, geodata.Boundaries)
        assert (ready.codes, ready.names, ready.parents) == (
            shapes.codes,
            shapes.names,
            shapes.parents,
        )
        columns = {"n": np.arange(len(ready.codes))}
        drawn = [geodata.feature_collection(each.fragments, columns) for each in (shapes, ready)]
        assert drawn[0] == drawn[1]
    assert folder.bounds() == store.bounds()


def test_a_damaged_file_of_shapes_is_never_served(edition):
    outlines = edition.manifest.outlines("municipality", 2025, SYSTEMS[0])
    place = edition.path(outlines.file)
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.chmod(0o600)
    place.write_bytes(content)
    with pytest.raises(FileError, match=r"crs84\.geojsonl"):
        Library(Settings(), edition).atlas.shapes("municipality", 2025)


@pytest.mark.parametrize("ending", ["", ".gz", ".zst", ".br"])
def test_a_damaged_layer_is_never_served(edition, ending):
    sheet = edition.manifest.sheet("municipality", 2025, SYSTEMS[0])
    place = edition.path(sheet.file + ending)
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.chmod(0o600)
    place.write_bytes(content)
    with pytest.raises(FileError, match="is damaged"):
        Library(Settings(), edition).atlas.sheet("municipality", 2025, SYSTEMS[0])


def test_other_weights_weave_layers_anew_and_leave_shapes_alone(plan, store):
    run(plan, store)
    plan.write_text(plan.read_text().replace('["mdi_nl", "equal"]', '["equal", "mdi_nl"]'))
    assert sorted(made(run(plan, store))) == [
        f"{kind} {level} 2025 · equal · imd"
        for kind in ("map", "sheet")
        for level in ("municipality", "neighbourhood")
    ]


def test_a_plan_may_do_without(plan, store):
    plan.write_text(plan.read_text() + "ready = false\nmaps = false\n")
    run(plan, store)
    manifest = store.current().manifest
    assert not [file for file in manifest.files if file.startswith("ready/")]
    assert not manifest.sheets
    assert not [shapes for shapes in manifest.shapes if shapes.outlines]
    Library(Settings(), store.current()).atlas.shapes("municipality", 2025)


def test_tiles_do_not_change_what_lies_ready(plan, store):
    run(plan, store)
    plan.write_text(plan.read_text().replace("tiles = false", "tiles = true"))
    assert {step.partition(" ")[0] for step in made(run(plan, store))} == {"shapes"}


def test_nothing_unfinished_is_left(plan, store):
    run(plan, store)
    assert list(store.objects.unfinished.iterdir()) == []
