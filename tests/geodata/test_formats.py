"""Boundaries as files: what every format keeps, and how files appear."""

import hashlib
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata import BoundaryFileError, choropleth, read_boundaries, write_boundaries
from geodata.formats import READERS
from geodata.styles import style_of
from geodata.writers import WRITERS

ATTRIBUTES_ALONE = {".csv", ".xlsx"}
SHAPES = sorted(set(WRITERS) - ATTRIBUTES_ALONE)
every_format = pytest.mark.parametrize("suffix", sorted(WRITERS))
every_shape = pytest.mark.parametrize("suffix", SHAPES)


@pytest.fixture
def columns():
    return pd.DataFrame(
        {
            "area_code": ["GM9103", "GM9101", "GM9999"],
            "index": [0.1 + 0.2, 1e-7, 3.0],
            "rank": pd.array([None, 2, 3], dtype="Int64"),
            "island": [True, False, True],
            "status": ["één", None, "weg"],
        }
    )


@pytest.fixture
def styles(towns, columns):
    values = columns.set_index("area_code")["index"]
    return [style_of(choropleth(towns, values), "index")]


def read(path):
    if path.suffix in {".parquet", ".geoparquet"}:
        return gpd.read_parquet(path)
    return gpd.read_file(path)


def test_shapes_that_are_written_can_be_read():
    assert set(SHAPES) <= set(READERS)


@every_shape
def test_areas_come_back_as_they_went(tmp_path, towns, columns, suffix):
    write_boundaries(towns, tmp_path / f"towns{suffix}", columns)
    back = read_boundaries(tmp_path / f"towns{suffix}")
    assert back.codes == towns.codes
    assert back.names == towns.names
    order = {"EPSG:28992": towns, "OGC:CRS84": towns.wgs84()}[back.crs]
    assert [shape is None for shape in back.geometry] == [False, True, False]
    for place in (0, 2):
        assert back.geometry[place].symmetric_difference(order.geometry[place]).area < 1e-6
    assert back.crs == ("OGC:CRS84" if "json" in suffix else "EPSG:28992")


@every_shape
def test_values_come_back_as_they_went_and_gaps_stay_gaps(tmp_path, towns, columns, suffix):
    write_boundaries(towns, tmp_path / f"towns{suffix}", columns)
    frame = read(tmp_path / f"towns{suffix}").set_index("area_code").loc[list(towns.codes)]
    np.testing.assert_allclose(frame["index"].astype(float), [1e-7, np.nan, 0.1 + 0.2], atol=1e-15)
    np.testing.assert_array_equal(frame["rank"].astype(float), [2, np.nan, np.nan])
    assert [value if isinstance(value, str) else None for value in frame["status"]] == [
        None,
        None,
        "één",
    ]


@every_format
def test_the_same_areas_give_the_same_bytes(tmp_path, towns, columns, styles, suffix, monkeypatch):
    found = []
    for name, day in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day * 86_400))
        written = write_boundaries(replace(towns), tmp_path / name / f"x{suffix}", columns, styles)
        found.append([(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in written])
    assert found[0] == found[1]
    assert not written_today(tmp_path / "a")


def written_today(folder):
    """Files with the date of today in them, as text or as a dBASE table has it."""
    today = pd.Timestamp.now(tz="UTC")
    texts = [
        today.strftime("%Y-%m-%d").encode(),
        bytes([today.year - 1900, today.month, today.day]),
    ]
    heads = ((path, path.read_bytes()) for path in folder.iterdir())
    return [
        path.name
        for path, content in heads
        if texts[0] in content or (path.suffix == ".dbf" and content[1:4] == texts[1])
    ]


@every_format
def test_what_is_written_is_told_the_file_itself_first(tmp_path, towns, styles, columns, suffix):
    written = write_boundaries(towns, tmp_path / f"towns{suffix}", columns, styles)
    assert written[0] == tmp_path / f"towns{suffix}"
    assert sorted(written) == sorted(tmp_path.iterdir())


@every_format
def test_a_file_that_fails_leaves_the_old_one_alone(tmp_path, towns, suffix, monkeypatch):
    path = tmp_path / f"towns{suffix}"
    path.write_text("old")

    def half(_, place):
        place.write_text("ha")
        raise OSError(28, "full")

    monkeypatch.setitem(WRITERS, suffix, half)
    with pytest.raises(BoundaryFileError, match="No space left"):
        write_boundaries(towns, path)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


@every_format
def test_a_file_that_is_there_is_replaced(tmp_path, towns, columns, suffix):
    path = tmp_path / f"towns{suffix}"
    write_boundaries(towns, path, columns)
    write_boundaries(towns, path)
    fresh = write_boundaries(towns, tmp_path / f"fresh{suffix}")[0]
    assert abs(path.stat().st_size - fresh.stat().st_size) < 200


@every_shape
def test_areas_without_any_shape_or_style_are_written_too(tmp_path, towns, suffix):
    bare = replace(towns, geometry=np.array([None] * 3, dtype=object))
    (path, *_) = write_boundaries(bare, tmp_path / f"towns{suffix}")
    assert len(read(path)) == 3


def test_a_suffix_we_cannot_write_is_refused_with_those_we_can(tmp_path, towns):
    with pytest.raises(BoundaryFileError, match=r"(?s)cannot be written.*\.parquet"):
        write_boundaries(towns, tmp_path / "towns.dwg")


def test_a_place_that_is_not_there_is_refused(tmp_path, towns):
    with pytest.raises(BoundaryFileError, match="cannot be written: No such file"):
        write_boundaries(towns, tmp_path / "nowhere" / "towns.parquet")
