"""One report of a boundary file: what holds, what was mended, what must be done."""

import json

import geopandas as gpd
import pytest
import shapely

from geodata.described import Described
from geodata.errors import BoundaryError, BoundaryFileError
from geodata.findings import KINDS
from geodata.inspection import inspect
from geodata.reading import read_boundaries

SQUARES = [shapely.box(155_000 + 1000 * n, 463_000, 156_000 + 1000 * n, 464_000) for n in range(3)]
CODES = ["GM9101", "GM9102", "GM9103"]


@pytest.fixture
def write(tmp_path):
    def to_file(codes=CODES, geometry=SQUARES, crs="EPSG:28992", **columns):
        path = tmp_path / "towns.gpkg"
        frame = gpd.GeoDataFrame({"code": codes, **columns}, geometry=list(geometry), crs=crs)
        frame.to_file(path)
        return path

    return to_file


def test_a_sound_file_is_usable_without_findings(write):
    found = inspect(write(), level="municipality", vintage=2022)
    assert found.usable
    assert found.findings == found.notes == ()
    assert (found.file, found.level, found.vintage) == ("towns.gpkg", "municipality", 2022)
    assert (found.crs, found.areas, found.shapes, found.vertices) == ("EPSG:28992", 3, 3, 15)
    assert found.bounds == pytest.approx((5.387, 52.155, 5.431, 52.164), abs=0.001)


def test_the_report_goes_to_json_with_every_finding(write):
    found = inspect(write(codes=["GM9101", "GM9101", "x"]))
    told = json.loads(json.dumps(found.to_dict()))
    assert told["usable"] is False
    assert [finding["kind"] for finding in told["findings"]] == [
        "duplicate_codes",
        "malformed_codes",
    ]
    assert told["findings"][0] == {
        "kind": "duplicate_codes",
        "blocking": True,
        "message": "1 area in more rows than one: GM9101",
        "areas": ["GM9101"],
        "remedy": "Give every area one row.",
    }


def test_what_is_mended_on_reading_does_not_block(write):
    tie = shapely.Polygon(
        [(160_000, 463_000), (161_000, 464_000), (161_000, 463_000), (160_000, 464_000)]
    )
    found = inspect(write(geometry=[SQUARES[0], None, tie]))
    assert found.usable
    assert {finding.kind for finding in found.findings} == {"invalid", "empty"}


def test_codes_of_another_level_are_foreign_all_of_them(write):
    found = inspect(write(), Described(code_pattern="PV[0-9]{2}"))
    assert found.of("foreign_codes").areas == tuple(CODES)
    assert not found.usable


def test_rows_are_those_of_the_file_where_water_was_left_out(write):
    tie = shapely.Polygon(
        [(160_000, 463_000), (161_000, 464_000), (161_000, 463_000), (160_000, 464_000)]
    )
    path = write(
        codes=["GM9101", "GM9101", "GM9102", "GM9103", None, "GM9104", None],
        geometry=[*SQUARES[:2], *SQUARES, tie, None],
        water=["JA", "JA", "NEE", "B", "NEE", "NEE", "NEE"],
    )
    found = inspect(path)
    assert found.of("missing_codes").areas == ("row 5", "row 7")
    assert found.of("empty").areas == ("row 7",)
    joined = inspect(path, Described(water="dissolve"))
    assert joined.of("missing_codes").areas == ("row 5", "row 7")
    with pytest.raises(BoundaryError, match="no code: row 5, row 7"):
        read_boundaries(path)


def test_two_columns_of_codes_leave_the_rest_of_the_report(write):
    path = write(other=["GM9201", "GM9202", "GM9203"], code2=CODES)
    frame = gpd.read_file(path).rename(columns={"code": "older"})
    frame.to_file(path)
    found = inspect(path)
    assert "older, other, code2" in str(found.of("no_codes"))
    assert found.shapes == 3
    assert inspect(path, Described(code_column="other")).usable


def test_no_rows_are_one_finding(write):
    found = inspect(write(codes=[], geometry=[]))
    assert [finding.kind for finding in found.findings] == ["no_areas"]
    assert found.bounds is None


def test_a_file_in_degrees_that_says_rd_new_is_told_so(write):
    found = inspect(write(geometry=[shapely.box(5 + n, 52, 6 + n, 53) for n in range(3)]))
    assert "looks like OGC:CRS84" in str(found.of("wrong_system"))
    assert inspect(write(), Described(crs="EPSG:28992")).usable


def test_axes_that_change_places_are_told_and_declared(write):
    turned = [shapely.transform(s, lambda x, y: (y, x), interleaved=False) for s in SQUARES]
    path = write(geometry=turned)
    assert "declare the axes as 'yx'" in str(inspect(path).of("wrong_system"))
    assert inspect(path, Described(axes="yx")).usable


def test_a_slit_between_neighbours_is_found_and_cleaned_on_trial(write):
    left = shapely.Polygon(
        [
            (155_000, 463_000),
            (156_000, 463_000),
            (156_000, 463_200),
            (155_999.5, 463_500),
            (156_000, 463_800),
            (156_000, 464_000),
            (155_000, 464_000),
        ]
    )
    right = shapely.Polygon(
        [
            (157_000, 463_000),
            (157_000, 464_000),
            (156_000, 464_000),
            (156_000, 463_800),
            (156_000, 463_200),
            (156_000, 463_000),
        ]
    )
    found = inspect(write(geometry=[left, right, SQUARES[2]]))
    unfit = found.of("no_coverage")
    assert set(unfit.areas) == {"GM9101", "GM9102"} or set(unfit.areas) == set(CODES)
    assert "largest change of area" in unfit.detail
    assert found.of("never_a_coverage") is None


def test_every_step_is_told_as_it_begins(write):
    steps = []
    inspect(write(), progress=steps.append)
    assert steps == [
        "reading the file",
        "looking at the codes",
        "repairing the shapes",
        "fitting neighbours",
    ]


def test_what_cannot_be_read_at_all_is_an_error(tmp_path, write):
    with pytest.raises(BoundaryFileError, match="There is no file"):
        inspect(tmp_path / "nowhere.gpkg")
    with pytest.raises(BoundaryError, match="no layer 'seas'"):
        inspect(write(), Described(layer="seas"))


def test_every_kind_has_a_remedy_in_a_sentence():
    assert all(kind.remedy[0].isupper() and kind.remedy.endswith(".") for kind in KINDS.values())


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "column", "kinds"),
    [
        ("netherlands/wijk_2022_rd", None, set()),
        ("netherlands/gemeente_2022_rd", None, set()),
        ("netherlands/gemeente_2017_rd", None, {"invalid", "no_coverage"}),
        ("netherlands/amsterdam_buurten_2022_rd", "bu_code_2022", {"no_coverage"}),
        ("england/Blackpool", None, {"no_coverage"}),
        ("england/Hartlepool", None, {"no_coverage"}),
    ],
)
def test_published_shapes_are_usable_and_their_dirt_is_told(shared_data, file, column, kinds):
    found = inspect(shared_data / f"{file}.geojson", Described(code_column=column))
    assert found.usable
    assert {finding.kind for finding in found.findings} == kinds
    if kinds:
        assert "cleaning: largest change of area" in found.of("no_coverage").detail
