"""Attributes alone: CSV and Excel."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from geodata import write_boundaries


@pytest.fixture
def frame(towns):
    return pd.DataFrame(
        {
            "x": [0.1 + 0.2, None, 1e-9],
            "rank": pd.array([2**53 + 1, None, 3], "Int64"),
            "s": "=1+1",
        },
        index=list(towns.codes),
    )


def test_csv_has_every_figure_in_full_and_empty_cells_for_gaps(tmp_path, towns, frame):
    write_boundaries(towns, tmp_path / "a.csv", frame)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines() == [
        "area_code,area_name,parent_code,x,rank,s",
        "GM9101,Aa,PV91,0.30000000000000004,9007199254740993,=1+1",
        "GM9102,,PV91,,,=1+1",
        "GM9103,Cé,,1e-09,3,=1+1",
    ]


def test_excel_has_numbers_as_numbers_and_text_is_never_a_formula(tmp_path, towns, frame):
    write_boundaries(towns, tmp_path / "a.xlsx", frame)
    rows = list(load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == ("area_code", "area_name", "parent_code", "x", "rank", "s")
    assert rows[2] == ("GM9102", None, "PV91", None, None, "=1+1")
    assert rows[3] == ("GM9103", "Cé", None, 1e-9, 3, "=1+1")
    assert load_workbook(tmp_path / "a.xlsx").active["F2"].data_type == "s"
