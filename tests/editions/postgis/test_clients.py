"""GDAL and QGIS open the views as a reader, who may do nothing else."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from mdi.editions.postgis.publishing import publish
from tests.clients.test_qgis import PYTHON, is_here, python_of_qgis

OGRINFO = shutil.which("ogrinfo")
SCRIPT = Path(__file__).with_name("opened_in_qgis.py")
SYSTEMS = {"map_municipality": 4326, "map_municipality_rd": 28992, "map_district": 4326}


@pytest.fixture
def reader(cluster, base, address, new):
    """Who reads a published edition: the name of a user."""
    publish(new, address)
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("CREATE ROLE rita LOGIN; GRANT mdi_reader TO rita")
    yield "rita"
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("DROP ROLE rita")


def ogrinfo(cluster, base, reader, *arguments):
    if OGRINFO is None:
        pytest.skip("ogrinfo is not here: apt-get install gdal-bin")
    ran = subprocess.run(
        [OGRINFO, "-ro", f"PG:host={cluster.folder} dbname={base} user={reader}", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Warning" not in ran.stderr + ran.stdout, ran.stderr
    assert "ERROR" not in ran.stderr + ran.stdout, ran.stderr
    return ran.stdout


def test_gdal_lists_the_views_with_their_type(cluster, base, reader):
    told = ogrinfo(cluster, base, reader)
    for view in SYSTEMS:
        assert re.search(rf": mdi\.{view} \(Multi Polygon\)", told)


@pytest.mark.parametrize("view", SYSTEMS)
def test_gdal_reads_a_view(cluster, base, reader, asked, view):
    told = ogrinfo(cluster, base, reader, "-so", f"mdi.{view}")
    ((areas,),) = asked(f"SELECT count(*) FROM mdi.{view}")
    assert f"Feature Count: {areas}" in told
    assert f'ID["EPSG",{SYSTEMS[view]}]' in told
    kinds = dict(re.findall(r"^(\w+): (String|Integer64|Integer|Real)\b", told, re.MULTILINE))
    assert [kinds[name] for name in ("id", "area_code", "index", "rank", "decile")] == [
        *("Integer", "String", "Real", "Integer", "Integer")
    ]


def test_gdal_reads_every_row(cluster, base, reader, asked):
    told = ogrinfo(cluster, base, reader, "-geom=NO", "-al", "mdi.map_municipality")
    rows = asked("SELECT area_code, rank FROM mdi.map_municipality")
    found = re.findall(r"area_code \(String\) = (\w+)", told)
    assert sorted(found) == sorted(code for code, _ in rows)


def test_qgis_opens_every_view_with_its_key_system_and_figures(
    cluster, base, reader, asked, tmp_path
):
    if not is_here():
        pytest.skip("QGIS is not here: apt-get install python3-qgis qgis-providers")
    assert PYTHON.exists()
    ran = python_of_qgis(tmp_path, SCRIPT, cluster.folder, base, reader, *SYSTEMS)
    assert ran.returncode == 0, ran.stderr
    for view, told in json.loads(ran.stdout.splitlines()[-1]).items():
        rows = dict(asked(f"SELECT area_code, rank FROM mdi.{view}"))
        assert told["valid"], told["error"]
        assert (told["count"], told["crs"]) == (len(rows), f"EPSG:{SYSTEMS[view]}")
        assert (told["type"], told["key"]) == ("MultiPolygon", ["id"])
        assert told["ranks"] == rows
        west, south, east, north = asked(
            f"SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) "
            f"FROM (SELECT ST_Extent(geom) AS e FROM mdi.{view}) AS x"
        )[0]
        assert told["bounds"] == pytest.approx([west, south, east, north], rel=1e-3)
