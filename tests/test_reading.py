"""Tables are read by their source: columns, marks, sums, proxies, and codes of every level."""

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.reading import table_of_frame
from tests.tables import CSV, TOML, figures, read


def statuses(table, name):
    row = [f.indicator.id for f in table.figures].index(name)
    return [table.status_of(row, area).word for area in range(len(table))]


def plain_csv(folder):
    (folder / "plain.csv").write_text(CSV)
    return folder / "plain.csv"


def test_a_declared_decimal_mark_makes_the_other_one_text(tmp_path):
    (tmp_path / "mine.toml").write_text(TOML.replace("[", 'decimal = ","\n[', 1))
    with pytest.raises(mdi.TableError, match=r"holds text in 1 area: GM0001 \('20\.5'\)"):
        read(plain_csv(tmp_path), tmp_path / "mine.toml")


MARKS = """\
code,name,people,vapers,wealth
GM0001,Aa,1000,-99997,.
GM0002,Bee,2000,-99995,x
GM0003,Cee,3000,,-99999999
GM0004,Dee,4000,12.5,4
"""
DECLARED = TOML.replace(
    "[indicators.smoking]",
    'missing = ["", "-99995", "."]\nsuppressed = ["-99997", "x", "-99999999"]\n\n[indicators.smoking]',
)


@pytest.mark.parametrize("mark", ["-99997", "-99997.0", " -99997", "-99997,0"])
def test_declared_marks_become_statuses(tmp_path, mark):
    (tmp_path / "mine.toml").write_text(DECLARED)
    (tmp_path / "table.csv").write_text(MARKS.replace(",", ";").replace("-99997", mark))
    table = read(tmp_path / "table.csv", tmp_path / "mine.toml")
    assert statuses(table, "smoking") == ["suppressed", "missing", "missing", "observed"]
    assert statuses(table, "household_wealth") == [
        "missing",
        "suppressed",
        "suppressed",
        "observed",
    ]
    assert np.isnan(figures(table, "smoking")[:3]).all()


@pytest.mark.parametrize("mark", ["-99997", "-99997.0", "-99997.5", "-1", "1e9"])
def test_declared_marks_in_columns_of_numbers_become_statuses(tmp_path, mark):
    (tmp_path / "mine.toml").write_text(DECLARED.replace("-99997", mark))
    frame = pd.read_csv(plain_csv(tmp_path)).assign(vapers=[float(mark), 12.5, np.nan])
    frame.to_parquet(tmp_path / "table.parquet")
    table = read(tmp_path / "table.parquet", tmp_path / "mine.toml")
    assert statuses(table, "smoking") == ["suppressed", "observed", "missing"]


def test_a_frame_with_declared_marks_is_not_changed(tmp_path):
    (tmp_path / "mine.toml").write_text(DECLARED)
    frame = pd.read_csv(plain_csv(tmp_path)).assign(vapers=[-99997.0, 12.5, np.nan])
    before = frame.copy(deep=True)
    table_of_frame(frame, mdi.load_source(tmp_path / "mine.toml"), level="municipality", year=2021)
    pd.testing.assert_frame_equal(frame, before)


def test_a_sum_of_columns_is_missing_where_one_of_them_is():
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        suppressed=("x",),
        indicators={"smoking": {"sum": [{"column": "a", "factor": 0.1}, {"column": "b"}], "factor": 2}},
    )  # fmt: skip
    frame = pd.DataFrame(
        {
            "code": [f"GM000{i}" for i in range(4)],
            "a": ["10", "", "x", "30"],
            "b": ["5", "5", "", "0"],
        }
    )
    table = table_of_frame(frame, source, level="municipality", year=2021)
    np.testing.assert_allclose(figures(table, "smoking"), [12, np.nan, np.nan, 6])
    assert statuses(table, "smoking") == ["observed", "missing", "suppressed", "observed"]
    assert table.figures[7].column == "a + b"


def test_a_sum_out_of_range_is_told_once_with_its_area():
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        indicators={"smoking": {"sum": [{"column": "a"}, {"column": "b"}]}},
    )  # fmt: skip
    frame = pd.DataFrame({"code": ["GM0001", "GM0002"], "a": [60, 20], "b": [70, 20]})
    with pytest.raises(mdi.TableError, match="is above 100 in 1 area: GM0001"):
        table_of_frame(frame, source, level="municipality", year=2021)


def test_a_tenth_keeps_the_decimals_as_printed():
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        indicators={"smoking": {"column": "a", "factor": 0.1}},
    )  # fmt: skip
    frame = pd.DataFrame({"code": ["GM0001", "GM0002"], "a": [433.1, 129.9]})
    table = table_of_frame(frame, source, level="municipality", year=2021)
    assert figures(table, "smoking").tolist() == [43.31, 12.99]


def test_columns_of_other_years_and_proxies_keep_what_they_are():
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        indicators={"smoking": {
            "column": "a", "year": 2019, "unit": "‰", "direction": "better",
            "proxy": {"nl": "niet-rokers", "en": "non-smokers"},
        }},
    )  # fmt: skip
    frame = pd.DataFrame({"code": ["GM0001"], "a": [1]})
    table = table_of_frame(frame, source, level="municipality", year=2021)
    found = table.figures[7]
    assert (found.year, found.unit, found.direction, found.sign) == (2019, "‰", "better", -1.0)
    assert table.proxies["smoking"].en == "non-smokers"


def test_a_column_without_any_figure_is_not_offered(tmp_path, source):
    (tmp_path / "table.csv").write_text(CSV.replace("20.5", "").replace(",25,", ",,"))
    assert read(tmp_path / "table.csv", source).offered == ("household_wealth",)


def test_codes_are_trimmed_and_names_too(tmp_path, source):
    (tmp_path / "table.csv").write_text(CSV.replace("GM0001,Aa", '"  GM0001 "," Aa  "'))
    table = read(tmp_path / "table.csv", source)
    assert (table.codes[0], table.names[0]) == ("GM0001", "Aa")


def test_codes_on_the_index_of_a_frame_are_understood():
    frame = pd.DataFrame({"smoking": [1.0]}, index=pd.Index(["GM0001"], name="area_code"))
    assert mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021).codes == (
        "GM0001",
    )


@pytest.mark.parametrize(
    "kind", ["Int64", "Float64", "float32", "int16", "object", "str", "category"]
)
def test_a_frame_may_hold_its_numbers_in_any_kind_of_column(kind):
    frame = pd.DataFrame({"area_code": ["GM0001", "GM0002"], "smoking": [20, 21]})
    frame["smoking"] = frame["smoking"].astype("str" if kind == "category" else kind).astype(kind)
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert figures(table, "smoking").tolist() == [20, 21]


@pytest.mark.parametrize("kind", ["Int64", "Float64", "object"])
def test_a_gap_is_a_gap_in_any_kind_of_column(kind):
    frame = pd.DataFrame(
        {"area_code": ["GM0001", "GM0002"], "smoking": pd.array([20, pd.NA], dtype="Int64")}
    )
    frame["smoking"] = frame["smoking"].astype(kind)
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert statuses(table, "smoking") == ["observed", "missing"]


def test_columns_that_were_not_read_are_told_as_a_warning():
    frame = pd.DataFrame({"area_code": ["GM0001"], "smoking": [1.0], "colour": ["red"]})
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert table.warnings == ("column 'colour' is no indicator and was not read",)


def test_numerators_and_denominators_are_known_columns():
    frame = pd.DataFrame(
        {
            "area_code": ["GM0001"],
            "smoking": [1.0],
            "smoking_numerator": [3],
            "smoking_denominator": [300],
        }
    )
    assert mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021).warnings == ()


@pytest.mark.parametrize(
    ("level", "code", "parent"),
    [
        ("neighbourhood", "BU03630A01", "WK03630A"),
        ("neighbourhood", "BU03639900", "WK036399"),
        ("district", "WK0363AB", "GM0363"),
        ("municipality", "GM0363", None),
        ("province", "PV27", None),
    ],
)
def test_every_level_has_its_codes_and_parents(level, code, parent):
    frame = pd.DataFrame({"area_code": [code], "smoking": [1.0]})
    table = mdi.IndicatorTable.from_frame(frame, level=level, year=2021)
    assert table.parents == (parent,)


@pytest.mark.parametrize("numbers", [[20, 21], [20.0, np.nan], ["20", ""]])
def test_names_and_parents_that_are_numbers_are_told_as_in_a_text(numbers):
    given = {"area_code": ["GM0001", "GM0002"], "smoking": [1.0, 2.0]}
    frame = pd.DataFrame(given | {"area_name": numbers, "parent_code": numbers})
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    expected = ("20", "21" if numbers == [20, 21] else None)
    assert (table.names, table.parents) == (expected, expected)


def test_domains_of_ones_own_are_computed_with_weights_of_ones_own(tmp_path):
    leaf = 'name = { nl = "x", en = "x" }\nrange = [0, 10]\n'
    (tmp_path / "noise.toml").write_text(
        'id = "noise"\nname = { nl = "geluid", en = "noise" }\n'
        f'[[indicators]]\nid = "planes"\n{leaf}weight = 3\n[[indicators]]\nid = "trains"\n{leaf}'
    )
    domains = mdi.load_domains(tmp_path)
    frame = pd.DataFrame({"area_code": ["GM0001", "GM0002"], "planes": [0, 10], "trains": [8, 4]})
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021, domains=domains)
    result = mdi.compute(table, weights=mdi.WeightSet(weights={"noise": 1}), method="minmax")
    np.testing.assert_allclose(result.index, [25, 75])
    with pytest.raises(mdi.TableError, match="0 to 10"):
        mdi.IndicatorTable.from_frame(
            frame.assign(planes=11), level="municipality", year=2021, domains=domains
        )
