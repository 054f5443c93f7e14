"""A layer with every kind of dirt: one report of all of it, in bounded memory."""

import json
import subprocess
import sys

import pytest

from geodata.described import Described
from geodata.inspection import inspect
from tests.broken.dirty_layer import COAST, EXPECTED, write_dirty_layer

MUNICIPALITY = Described(code_pattern="GM[0-9]{4}")
MOST = 2500  # megabytes for a GeoPackage of 64 MB, all of Python and GDAL with it

WATCHED = """
import json, resource, sys
from geodata.described import Described
from geodata.inspection import inspect
found = inspect(sys.argv[1], Described(code_pattern="GM[0-9]{4}"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"peak": peak, **found.to_dict()}))
"""


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_all_dirt_is_reported_at_once(tmp_path, suffix):
    path = write_dirty_layer(tmp_path / f"dirty{suffix}")
    found = inspect(path, MUNICIPALITY, level="municipality", vintage=2022)
    told = {finding.kind: tuple(sorted(finding.areas)) for finding in found.findings}
    expected = {kind: tuple(sorted(areas)) for kind, areas in EXPECTED.items()}
    assert told == expected
    assert not found.usable
    assert found.areas == 16
    assert found.notes == ("rows of water left out (WATER): 1", "rows abroad left out (WATER): 1")


def test_what_blocks_comes_first(tmp_path):
    found = inspect(write_dirty_layer(tmp_path / "dirty.gpkg"), MUNICIPALITY)
    blocking = [finding.blocking for finding in found.findings]
    assert blocking == sorted(blocking, reverse=True)
    assert all(finding.remedy.endswith(".") for finding in found.findings)


def test_a_wrong_system_hides_nothing_else(tmp_path):
    path = write_dirty_layer(tmp_path / "dirty.gpkg", crs="EPSG:4326")
    found = inspect(path, MUNICIPALITY)
    told = {finding.kind: finding for finding in found.findings}
    assert set(EXPECTED) - {"no_coverage"} <= set(told)
    assert "GM9112" not in told["elsewhere"].areas  # the only one in degrees
    assert COAST in told["elsewhere"].areas
    declared = inspect(path, Described(code_pattern="GM[0-9]{4}", crs="EPSG:28992"))
    assert declared.of("elsewhere").areas == ("GM9112",)


def test_a_layer_without_a_system_hides_nothing_else(tmp_path):
    with pytest.warns(UserWarning, match="crs"):
        path = write_dirty_layer(tmp_path / "dirty.gpkg", crs=None)
    told = {finding.kind for finding in inspect(path, MUNICIPALITY).findings}
    assert told == {*EXPECTED, "no_system"} - {"elsewhere"}


def test_an_area_of_four_million_vertices_takes_no_more_memory_than_told(tmp_path):
    path = write_dirty_layer(tmp_path / "dirty.gpkg", vertices=4_000_000)
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED, str(path)], capture_output=True, text=True, check=True
    )
    found = json.loads(ran.stdout)
    told = {finding["kind"]: sorted(finding["areas"]) for finding in found["findings"]}
    assert told == {**{kind: sorted(areas) for kind, areas in EXPECTED.items()}, "huge": [COAST]}
    assert found["vertices"] > 4_000_000
    assert found["peak"] < MOST
