"""The benchmark of GeoJSON works at a tiny size."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import bench_geojson


@pytest.fixture(scope="module")
def case():
    return bench_geojson.case_of(60)


def test_it_reports_both_peers_new_shapes_and_a_box():
    findings = bench_geojson.run(areas=60, rounds=1)
    assert [finding.at_least for finding in findings] == [True, True, True, False]
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)


def test_a_box_touches_as_many_areas_as_asked(case):
    box = bench_geojson.box_around(case.boundaries, 25)
    assert case.boundaries.within(box).sum() == 25


def test_there_are_thirty_attributes(case):
    assert len(case.columns) == len(case.frame.columns) - 1 == 30


@pytest.mark.parametrize("what", ["values", "shapes"])
def test_a_peer_that_differs_stops_it(case, what):
    columns, boundaries = dict(case.columns), case.boundaries
    if what == "values":
        columns["rank"] = columns["rank"] + 1
    else:
        boundaries = replace(boundaries, geometry=boundaries.geometry[::-1])
    with pytest.raises(SystemExit, match="differ"):
        bench_geojson.agree(replace(case, columns=columns, boundaries=boundaries))
