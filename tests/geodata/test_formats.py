"""Boundaries as files."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pytest

from geodata import BoundaryFileError, write_boundaries
from geodata.formats import READERS, WRITERS


def test_what_can_be_written_can_be_read():
    assert set(WRITERS) <= set(READERS)


def test_geoparquet_has_exactly_four_columns_and_opens_in_geopandas(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    read = gpd.read_parquet(tmp_path / "towns.parquet")
    assert list(read.columns) == ["area_code", "area_name", "parent_code", "geometry"]
    assert read["area_code"].tolist() == list(towns.codes)
    assert read.crs.to_epsg() == 28992
    assert read.geometry[0].equals(towns.geometry[0])
    assert read.geometry[1] is None


def test_the_metadata_are_those_of_geoparquet(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    geo = json.loads(pq.read_schema(tmp_path / "towns.parquet").metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert column["bbox"] == list(towns.bounds)
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 28992}


def test_the_same_boundaries_give_the_same_bytes(tmp_path, towns):
    for name in ("a.parquet", "b.parquet"):
        write_boundaries(replace(towns), tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_areas_without_any_shape_are_written_without_a_bbox(tmp_path, towns):
    bare = replace(towns, geometry=np.array([None] * 3, dtype=object))
    write_boundaries(bare, tmp_path / "towns.parquet")
    geo = json.loads(pq.read_schema(tmp_path / "towns.parquet").metadata[b"geo"])
    assert "bbox" not in geo["columns"]["geometry"]


def test_a_suffix_we_cannot_write_is_refused_with_those_we_can(tmp_path, towns):
    with pytest.raises(BoundaryFileError, match=r"(?s)cannot be written.*\.parquet"):
        write_boundaries(towns, tmp_path / "towns.dwg")


def test_a_place_that_is_not_there_is_refused(tmp_path, towns):
    with pytest.raises(BoundaryFileError, match="cannot be written: No such file"):
        write_boundaries(towns, tmp_path / "nowhere" / "towns.parquet")
