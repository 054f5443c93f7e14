"""A result and its shapes: nothing is dropped in silence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import geodata
import mdi
from mdi.columns import rows_of
from mdi.editions.mapping import MappedResult, read_shapes
from tests.squares import (
    CODES,
    FEW_PEOPLE,
    NO_FIGURES,
    NO_SHAPE,
    make_squareland,
    municipalities,
    shapes,
)


@pytest.fixture(scope="module")
def result():
    return mdi.compute(
        mdi.IndicatorTable.from_frame(municipalities(2021), level="municipality", year=2021)
    )


@pytest.fixture(scope="module")
def mapped(result):
    return MappedResult(result, shapes())


def test_what_does_not_match_is_named_on_both_sides(mapped):
    assert mapped.without_shape() == [NO_SHAPE]
    assert mapped.without_figures() == [NO_FIGURES]
    told = " ".join(mapped.warnings())
    assert NO_SHAPE in told
    assert NO_FIGURES in told


def test_where_all_matches_nothing_is_said():
    table = mdi.IndicatorTable.from_frame(municipalities(2020), level="municipality", year=2020)
    assert MappedResult(mdi.compute(table), shapes()).warnings() == []


def told_of(mapped) -> list[dict[str, object]]:
    return [feature["properties"] for feature in json.loads(mapped.to_geojson())["features"]]


def test_every_shape_has_the_columns_of_the_result_in_their_order(mapped, result):
    columns = list(result.to_frame().columns)
    assert [told["area_code"] for told in told_of(mapped)] == list(CODES)
    assert all(list(told) == columns for told in told_of(mapped))
    assert list(mapped.columns()) == columns


def test_figures_and_status_are_those_of_the_area(mapped, result):
    rows = {row["area_code"]: row for row in rows_of(result)}
    told = {each["area_code"]: each for each in told_of(mapped)}
    assert told[FEW_PEOPLE]["status"] == "few_inhabitants"
    assert all(told[code] == rows[code] for code in CODES if code != NO_FIGURES)


def test_a_shape_without_figures_has_nulls_a_status_and_its_own_name(mapped):
    told = next(each for each in told_of(mapped) if each["area_code"] == NO_FIGURES)
    assert told.pop("status") == "not_in_table"
    assert told.pop("area_name") == f"Vorm {NO_FIGURES}"
    assert told.pop("area_code") == NO_FIGURES
    assert set(told.values()) == {None}


def test_an_area_without_a_name_takes_that_of_its_shape():
    frame = municipalities(2020).drop(columns="area_name")
    result = mdi.compute(mdi.IndicatorTable.from_frame(frame, level="municipality", year=2020))
    assert told_of(MappedResult(result, shapes()))[0]["area_name"] == "Vorm GM0001"


def test_the_map_has_the_codes_without_a_shape_and_the_provenance_on_top(mapped, result):
    found = json.loads(mapped.to_geojson())
    assert found["type"] == "FeatureCollection"
    assert found["unmatched"] == [NO_SHAPE]
    assert found["provenance"] == json.loads(json.dumps(result.provenance))
    assert [feature["id"] for feature in found["features"]] == list(CODES)
    assert b"NaN" not in mapped.to_geojson()


def test_the_same_map_has_the_same_bytes(result):
    assert (
        MappedResult(result, shapes()).to_geojson() == MappedResult(result, shapes()).to_geojson()
    )


def test_where_nothing_matches_every_shape_and_every_code_is_still_named(result):
    foreign = replace(shapes(), codes=tuple(code.replace("GM", "GM9")[:6] for code in CODES))
    mapped = MappedResult(result, foreign)
    assert len(told_of(mapped)) == 30
    assert {told["status"] for told in told_of(mapped)} == {"not_in_table"}
    assert len(json.loads(mapped.to_geojson())["unmatched"]) == 30


def test_shapes_are_read_by_the_codes_of_the_level(result, tmp_path):
    folder = make_squareland(tmp_path)
    read = read_shapes(folder / "municipality.parquet", result)
    assert read.codes == CODES
    assert read.level == "municipality"


def test_shapes_of_another_level_are_refused(tmp_path, result):
    others = replace(shapes(), codes=tuple(f"WK{code[2:]}00" for code in CODES))
    geodata.write_boundaries(others, tmp_path / "b.parquet")
    with pytest.raises(geodata.BoundaryError):
        read_shapes(tmp_path / "b.parquet", result)


def test_it_is_written_whole(mapped, tmp_path):
    written = mapped.write(tmp_path / "m.geojson")
    assert written == [tmp_path / "m.geojson", tmp_path / "m.qml"]
    assert (tmp_path / "m.geojson").read_bytes() == mapped.to_geojson()
    assert sorted(tmp_path.iterdir()) == written


def test_every_format_has_the_same_style_beside_it(mapped, tmp_path):
    styles = {}
    for ending in (".geojson", ".fgb", ".shp", ".parquet"):
        mapped.write(tmp_path / f"m{ending}")
        styles[ending] = (tmp_path / "m.qml").read_bytes()
        (tmp_path / "m.qml").unlink()
    assert len(set(styles.values())) == 1
    assert b"&quot;index&quot;" in styles[".geojson"]


def test_a_map_without_a_single_rank_opens_too(tmp_path):
    few = municipalities(2021).assign(population=10)
    table = mdi.IndicatorTable.from_frame(few, level="municipality", year=2021)
    unranked = MappedResult(mdi.compute(table), shapes())
    assert [path.name for path in unranked.write(tmp_path / "m.geojson")] == ["m.geojson", "m.qml"]


def test_a_place_where_nothing_may_be_written_is_told(mapped, tmp_path):
    with pytest.raises(geodata.BoundaryFileError, match="cannot be written"):
        mapped.write(tmp_path / "none" / "m.geojson")
