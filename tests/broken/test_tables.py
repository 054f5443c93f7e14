"""Tables that do not hold up: everything is found, named with its cell, and nothing computed."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mdi

HERE = Path(__file__).parent
HEALTHY = pd.DataFrame(
    {
        "area_code": ["GM0001", "GM0002", "GM0003"],
        "area_name": ["Aa", "Súdwest", "Cee"],
        "population": [1000, 2000, 3000],
        "poor_households": [5.5, 6.5, 7.5],
        "household_wealth": [50.0, -2.5, 80.0],
        "smoking": [20.0, 22.5, 25.0],
    }
)


def write_gz(frame, path):
    path.write_bytes(gzip.compress(frame.to_csv(index=False).encode()))


WRITERS = {
    ".csv": lambda frame, path: frame.to_csv(path, index=False),
    ".csv.gz": write_gz,
    ".parquet": lambda frame, path: frame.to_parquet(path),
    ".xlsx": lambda frame, path: frame.to_excel(path, index=False),
}
in_every_format = pytest.mark.parametrize("suffix", WRITERS)


def read(path, source="sample", level="municipality"):
    return mdi.read_table(path, source=source, level=level, year=2021)


def broken(column, *values):
    """The healthy table with these values in its last rows."""
    frame = HEALTHY.copy()
    kept = frame[column].tolist()[: 3 - len(values)]
    cells = [*kept, *values]
    if any(isinstance(cell, str) for cell in cells):
        cells = [str(cell) for cell in cells]
    return frame.assign(**{column: cells})


FAULTS = {
    "text": (broken("smoking", "veel"), ["smoking", "holds text", "GM0003", "veel", "a number"]),
    "a percent sign": (broken("smoking", "20%"), ["smoking", "GM0003", "20%"]),
    "a thousand and a decimal mark": (broken("household_wealth", "1.234,5"), ["GM0003", "1.234,5"]),
    "a duplicate code": (broken("area_code", "GM0001"), ["area_code", "GM0001", "rows 1, 3"]),
    "a short code": (broken("area_code", "GM14"), ["area_code", "GM14", "row 3", "four digits"]),
    "a code of another level": (broken("area_code", "WK000101"), ["WK000101", "row 3"]),
    "a code in small letters": (broken("area_code", "gm0003"), ["gm0003"]),
    "a code without letters": (broken("area_code", "0003"), ["0003"]),
    "a code of two lines": (broken("area_code", "GM0003\nGM0004"), ["area_code", "row 3"]),
    "a negative share": (broken("poor_households", -4.25), ["poor_households", "GM0003", "-4.25", "0 to 100"]),
    "a share above 100": (broken("smoking", 100.5), ["smoking", "GM0003", "100.5", "0 to 100"]),
    "a negative population": (broken("population", -5), ["population", "GM0003", "-5"]),
    "-99995": (broken("smoking", -99995), ["smoking", "GM0003", "-99995", "does not declare"]),
    "-99997": (broken("poor_households", -99997), ["poor_households", "GM0003", "-99997"]),
    "-99999999": (broken("population", -99999999), ["population", "GM0003", "-99999999"]),
    "-99997 where a figure may be negative": (broken("household_wealth", -99997), ["household_wealth", "GM0003", "-99997"]),
    "a dot": (broken("smoking", "."), ["smoking", "GM0003", "'.'", "does not declare"]),
    "an x": (broken("smoking", "x"), ["smoking", "GM0003", "'x'"]),
    "an infinite number": (broken("household_wealth", "1e999"), ["household_wealth", "GM0003", "finite"]),
    "a near miss of a column": (HEALTHY.rename(columns={"smoking": "smokng"}), ["smokng", "did you mean 'smoking'"]),
}  # fmt: skip


@in_every_format
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_column_area_and_value(tmp_path, fault, suffix):
    frame, expected = FAULTS[fault]
    path = tmp_path / f"table{suffix}"
    WRITERS[suffix](frame, path)
    with pytest.raises(mdi.TableError) as raised:
        read(path)
    message = str(raised.value)
    assert path.name in message
    for word in expected:
        assert word in message
    assert len(raised.value.problems) == 1


@in_every_format
def test_the_healthy_table_is_the_same_in_every_format(tmp_path, suffix):
    path = tmp_path / f"table{suffix}"
    WRITERS[suffix](HEALTHY, path)
    table = read(path)
    frame = mdi.IndicatorTable.from_frame(HEALTHY, level="municipality", year=2021)
    np.testing.assert_array_equal(table.values, frame.values)
    np.testing.assert_array_equal(table.status, frame.status)
    np.testing.assert_array_equal(table.population, frame.population)
    assert (table.codes, table.names) == (frame.codes, frame.names)
    assert table.file == path.name
    assert len(table.digest) == 64


def test_a_table_broken_in_six_ways_is_told_in_one_message():
    with pytest.raises(mdi.TableError) as raised:
        read(HERE / "six_ways.csv")
    error, message = raised.value, str(raised.value)
    assert error.exit_code != 0
    assert message.startswith("six_ways.csv has 7 problems; nothing was computed.")
    for column, area, value in [
        ("poor_households", "GM0002", "veel"),
        ("poor_households", "GM0003", "-4.25"),
        ("poor_households", "GM0004", "104.5"),
        ("area_code", "GM0004", "rows 4, 5"),
        ("area_code", "GM77", "row 6"),
        ("woz_value", "GM77", "-99997"),
        ("smoking", "GM0007", "'.'"),
    ]:
        lines = [line for line in message.splitlines() if f"'{column}'" in line]
        assert any(area in line and value in line for line in lines), (column, area, value)


def test_an_unknown_level_is_told_together_with_the_rest():
    with pytest.raises(mdi.TableError) as raised:
        read(HERE / "six_ways.csv", level="municipalities")
    message = str(raised.value)
    assert "level 'municipalities' is unknown; did you mean 'municipality'?" in message
    assert "veel" in message


def test_a_table_without_its_code_column_still_tells_its_other_faults(tmp_path):
    path = tmp_path / "table.csv"
    broken("smoking", "veel").rename(columns={"area_code": "areacode"}).to_csv(path, index=False)
    with pytest.raises(mdi.TableError) as raised:
        read(path)
    assert "'area_code' is missing" in str(raised.value)
    assert "did you mean 'areacode'" in str(raised.value)
    assert "veel" in str(raised.value)


def test_a_column_that_the_source_names_and_the_table_lacks_is_told():
    with pytest.raises(mdi.TableError, match=r"'gm_code' is missing") as raised:
        read(HERE / "six_ways.csv", source="nl_kerncijfers_2021")
    assert len(raised.value.problems) > 8


def test_many_areas_with_the_same_fault_are_counted_and_not_all_listed():
    frame = pd.DataFrame(
        {"area_code": [f"GM{i:04d}" for i in range(500)], "smoking": ["veel"] * 500}
    )
    with pytest.raises(mdi.TableError) as raised:
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert "in 500 areas" in str(raised.value)
    assert len(str(raised.value)) < 2000


def test_an_empty_code_is_told_by_its_row():
    for empty in ("", "  ", None, np.nan):
        frame = HEALTHY.assign(area_code=["GM0001", empty, "GM0003"])
        with pytest.raises(mdi.TableError, match=r"\(empty\) \(row 2\)"):
            mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def test_a_column_that_stands_twice_is_told():
    frame = pd.concat([HEALTHY, HEALTHY[["smoking"]]], axis=1)
    with pytest.raises(mdi.TableError, match="'smoking' stands in the table more than once"):
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def test_a_status_column_that_stands_twice_is_told():
    words = pd.Series(["observed"] * 3, name="smoking_status")
    frame = pd.concat([HEALTHY, words, words], axis=1)
    with pytest.raises(mdi.TableError, match="smoking_status"):
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


@pytest.mark.parametrize("source", ["sample", "nl_wijk_2022"])
def test_a_column_that_stands_twice_in_a_text_file_is_told(tmp_path, source):
    path = tmp_path / "table.csv"
    if source == "sample":
        path.write_text("area_code,smoking,smoking\nGM0001,1,2\n")
    else:
        head = "code,name,population,income_low,employment_rate,edu_appl_sci,dwelling_value"
        path.write_text(f"{head},dwelling_value\nGM0001,Aa,100,1,2,3,4,5\n")
    with pytest.raises(mdi.TableError, match=r"smoking|dwelling_value"):
        read(path, source)


def test_a_status_that_contradicts_the_figure_is_told():
    frame = HEALTHY.assign(smoking_status=["missing", "observed", "geheim"])
    with pytest.raises(mdi.TableError) as raised:
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert "GM0001 (missing)" in str(raised.value)
    assert "GM0003 (geheim)" in str(raised.value)


@in_every_format
def test_an_empty_status_is_no_status(tmp_path, suffix):
    path = tmp_path / f"table{suffix}"
    WRITERS[suffix](HEALTHY.assign(smoking_status=["observed", None, "estimated"]), path)
    assert [read(path).status_of(7, area).word for area in range(3)] == [
        "observed",
        "observed",
        "estimated",
    ]


@pytest.mark.parametrize("cell", [True, pd.Timestamp("2021-01-01"), [1], {"a": 1}])
def test_cells_of_another_kind_are_told_as_they_were_found(cell):
    frame = HEALTHY.assign(smoking=pd.Series([1.0, 2.0, cell], dtype=object))
    with pytest.raises(mdi.TableError, match="GM0003"):
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def test_a_table_without_rows_is_told():
    with pytest.raises(mdi.TableError, match="no areas"):
        mdi.IndicatorTable.from_frame(HEALTHY.iloc[:0], level="municipality", year=2021)


def test_a_table_without_columns_is_told():
    with pytest.raises(mdi.TableError, match="'area_code' is missing"):
        mdi.IndicatorTable.from_frame(pd.DataFrame(), level="municipality", year=2021)


SUM = """\
id = "sums"
name = { nl = "som", en = "sum" }
publisher = "nobody"
code = "code"

[indicators.long_term_unemployed]
sum = [{ column = "assistance", factor = 0.1 }, { column = "benefit" }]
"""


@pytest.mark.parametrize(
    ("assistance", "benefit", "column", "found"),
    [
        ("-4", "1", "assistance", "-4"),
        ("5", "-0.2", "benefit", "-0.2"),
        ("5", "140", "benefit", "140"),
        ("700", "60", "assistance + benefit", "700 and 60"),
    ],
)
def test_a_sum_is_blamed_on_the_column_that_is_wrong(tmp_path, assistance, benefit, column, found):
    (tmp_path / "s.toml").write_text(SUM)
    table = tmp_path / "t.csv"
    table.write_text(f"code,assistance,benefit\nGM0001,10,1\nGM0002,{assistance},{benefit}\n")
    with pytest.raises(mdi.TableError) as caught:
        mdi.read_table(table, source=tmp_path / "s.toml", level="municipality", year=2024)
    (problem,) = caught.value.problems
    assert (problem.column, problem.cells) == (column, (("GM0002", found),))


def test_a_row_that_is_too_short_or_too_long_is_named(tmp_path):
    (tmp_path / "s.toml").write_text(SUM)
    table = tmp_path / "t.csv"
    table.write_text("code,assistance,benefit\nGM0001,10\nGM0002,1,2,3\nGM0003,1,2\n")
    with pytest.raises(mdi.TableError, match=r"row 1 has 2 fields.*\n.*row 2 has 4 fields"):
        mdi.read_table(table, source=tmp_path / "s.toml", level="municipality", year=2024)
