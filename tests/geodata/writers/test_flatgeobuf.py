"""FlatGeobuf: with an index where every area has a shape."""

import numpy as np
from pyogrio import read_info

from geodata import Boundaries, write_boundaries
from geodata.ogr import read_ogr


def test_whole_layers_have_an_index_and_others_keep_every_area(tmp_path, towns):
    whole = Boundaries(
        towns.level,
        towns.vintage,
        towns.crs,
        ("GM9101", "GM9103"),
        ("Aa", "Cé"),
        (None, None),
        towns.geometry[[0, 2]],
    )
    write_boundaries(whole, tmp_path / "whole.fgb")
    write_boundaries(towns, tmp_path / "gap.fgb")
    assert read_info(tmp_path / "whole.fgb")["capabilities"]["fast_spatial_filter"]
    assert not read_info(tmp_path / "gap.fgb")["capabilities"]["fast_spatial_filter"]
    assert len(read_ogr(tmp_path / "gap.fgb").geometry) == 3
    assert np.equal(read_ogr(tmp_path / "gap.fgb").geometry, None).tolist() == [False, True, False]
