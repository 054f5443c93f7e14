"""GDAL of the system, another than the one that wrote the files."""

import re
import shutil
import subprocess

import pytest

from geodata import choropleth, read_boundaries, write_boundaries
from geodata.styles import style_of
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.sample import make_sample
from mdi.editions.store.store import Store

OGRINFO = shutil.which("ogrinfo")
pytestmark = pytest.mark.skipif(
    OGRINFO is None, reason="ogrinfo is not here: apt-get install gdal-bin"
)
SUFFIXES = (".gpkg", ".fgb", ".shp", ".geojson")


def ogrinfo(*arguments):
    ran = subprocess.run(
        [OGRINFO, "-ro", *map(str, arguments)], capture_output=True, text=True, check=True
    )
    assert "Warning" not in ran.stderr + ran.stdout, ran.stderr
    assert "ERROR" not in ran.stderr + ran.stdout, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_layer_is_read_without_a_complaint(files, suffix):
    told = ogrinfo("-so", files / f"areas{suffix}", "areas")
    assert "Feature Count: 30" in told
    assert re.search(r"Geometry: (Multi Polygon|Polygon|Unknown \(any\))", told)
    rank = "emplo_rank" if suffix == ".shp" else "employment_rank"
    kinds = dict(re.findall(r"^(\w+): (String|Integer64|Integer|Real)\b", told, re.MULTILINE))
    assert (kinds["area_code"], kinds["index"], kinds["word"]) == ("String", "Real", "String")
    assert kinds[rank].startswith("Integer")


@pytest.mark.parametrize(
    ("suffix", "code"), [(".gpkg", 28992), (".fgb", 28992), (".geojson", 4326)]
)
def test_the_coordinate_system_is_known(files, suffix, code):
    assert f'ID["EPSG",{code}]' in ogrinfo("-so", files / f"areas{suffix}", "areas")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_texts_and_gaps_are_read(files, suffix):
    told = ogrinfo("-where", "area_code = 'GM0004'", files / f"areas{suffix}", "areas")
    assert "word (String) = één" in told
    assert not re.search(r"index \(Real\) = \d", told)


def test_the_geopackage_has_its_styles(files):
    told = ogrinfo("-sql", "SELECT styleName, useAsDefault FROM layer_styles", files / "areas.gpkg")
    assert re.findall(r"styleName \(String\) = (.+)", told) == ["De index", "employment_rank"]
    assert re.findall(r"useAsDefault \(Integer\(Boolean\)\) = (\d)", told) == ["1", "0"]


@pytest.mark.real_data
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_districts_of_the_netherlands_are_read(shared_data, tmp_path, suffix):
    districts = read_boundaries(shared_data / "netherlands" / "wijk_2022_rd.geojson")
    lengths = {code: shape.length for code, shape in districts_of(districts)}
    drawn = choropleth(districts, lengths)
    write_boundaries(districts, tmp_path / f"w{suffix}", {"x": lengths}, [style_of(drawn, "x")])
    assert f"Feature Count: {len(districts)}" in ogrinfo("-so", tmp_path / f"w{suffix}", "w")
    assert len(districts) >= 3_340


def districts_of(boundaries):
    pairs = zip(boundaries.codes, boundaries.geometry, strict=True)
    return [(code, shape) for code, shape in pairs if shape is not None]


def test_the_map_of_an_edition_is_read_and_has_its_style(tmp_path):
    make_sample(40, 1, tmp_path / "sample", range(2025, 2026))
    plan = tmp_path / "plan.toml"
    plan.write_text('catalogue = "sample"\nlevels = ["municipality"]\ntiles = false\n')
    store = Store.open(tmp_path / "store", create=True)
    Batch(read_plan(plan), store).run()
    edition = store.current()
    (record,) = edition.manifest.maps
    told = ogrinfo("-so", edition.path(record.file), record.level)
    assert f"Feature Count: {edition.manifest.shapes[0].areas}" in told
    styles = ogrinfo("-sql", "SELECT styleName FROM layer_styles", edition.path(record.file))
    assert "styleName (String) = " in styles
    assert edition.path(record.file).stat().st_mode & 0o222 == 0
    assert store.verify() == []
