"""GeoParquet 1.1, as its specification has it and other readers read it."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq

from geodata import write_boundaries


def geo(path):
    found = json.loads(pq.read_schema(path).metadata[b"geo"])
    return found, found["columns"]["geometry"]


def test_geopandas_reads_the_attributes_and_leaves_the_boxes(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    read = gpd.read_parquet(tmp_path / "towns.parquet")
    assert list(read.columns) == ["area_code", "area_name", "parent_code", "geometry"]
    assert read.crs.to_epsg() == 28992
    assert read.geometry[0].equals(towns.geometry[0])
    assert read.geometry[1] is None


def test_the_metadata_are_those_of_geoparquet(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    whole, column = geo(tmp_path / "towns.parquet")
    assert (whole["version"], whole["primary_column"]) == ("1.1.0", "geometry")
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert column["bbox"] == list(towns.bounds)
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 28992}


def test_the_covering_holds_the_box_of_every_area(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    _, column = geo(tmp_path / "towns.parquet")
    sides = ("xmin", "ymin", "xmax", "ymax")
    assert column["covering"] == {"bbox": {side: ["bbox", side] for side in sides}}
    boxes = pq.read_table(tmp_path / "towns.parquet")["bbox"].to_pylist()
    assert boxes[1] is None
    assert [tuple(box.values()) for box in (boxes[0], boxes[2])] == [
        towns.geometry[0].bounds,
        towns.geometry[2].bounds,
    ]


def test_a_reader_asks_for_a_box_and_gets_what_touches_it(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    read = gpd.read_parquet(tmp_path / "towns.parquet", bbox=(156_500, 463_100, 158_000, 463_200))
    assert read["area_code"].tolist() == ["GM9103"]


def test_areas_without_any_shape_are_written_without_a_bbox(tmp_path, towns):
    bare = replace(towns, geometry=np.array([None] * 3, dtype=object))
    write_boundaries(bare, tmp_path / "towns.parquet")
    assert "bbox" not in geo(tmp_path / "towns.parquet")[1]
