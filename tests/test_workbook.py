"""Workbooks of Excel: what goes in comes out, for every program that reads them."""

import zipfile
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.workbook import read_sheet, workbook

FIGURES = [0.1 + 0.2, -1e-300, 1.7976931348623157e308, 5e-324, 2.0, np.nan]
TEXTS = ["=1+1", " a ", "<b>&amp;", "_x0041_", "tab\tline\nend", "bell\x07", "é𝄞", None, "\r", ""]


def loaded(frame, **options):
    """The rows that openpyxl finds."""
    book = openpyxl.load_workbook(BytesIO(workbook({"index": frame})), **options)
    return list(book["index"].iter_rows(values_only=True))


def reread(tmp_path, frame):
    (tmp_path / "a.xlsx").write_bytes(workbook({"index": frame}))
    return read_sheet(tmp_path / "a.xlsx", dtype=object, keep_default_na=False, na_values=[])


@settings(deadline=None, max_examples=60)
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_numbers_come_back_to_the_last_bit(values):
    rows = loaded(pd.DataFrame({"x": values}))
    assert [row[0] for row in rows[1:]] == values


def test_figures_ranks_flags_and_gaps_keep_their_kind(tmp_path):
    frame = pd.DataFrame(
        {
            "code": ["0363", "x", None],
            "figure": [0.5, np.nan, np.inf],
            "rank": pd.array([1, None, 2**40], "Int64"),
            "flag": [True, False, None],
        }
    )
    rows = loaded(frame)
    assert rows[0] == tuple(frame)
    assert rows[1:] == [
        ("0363", 0.5, 1, True),
        ("x", None, None, False),
        (None, "inf", 2**40, None),
    ]
    assert [type(value) for value in rows[1]] == [str, float, int, bool]
    back = reread(tmp_path, frame)
    assert back["code"].tolist()[:2] == ["0363", "x"]
    assert back["rank"].tolist()[2] == 2**40


@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_any_text_is_that_text(tmp_path, text):
    frame = pd.DataFrame({"a": ["before", text, "after"]})
    with zipfile.ZipFile(BytesIO(workbook({"index": frame}))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    if text in {"bell\x07", "_x0041_", "\r"}:  # openpyxl leaves them as they are kept
        kept = {"bell\x07": "bell_x0007_", "_x0041_": "_x005F_x0041_", "\r": "_x000D_"}[text]
        assert loaded(frame)[2][0] in {kept, text}
    else:
        assert loaded(frame)[2][0] == text
    assert reread(tmp_path, frame)["a"].tolist() == ["before", text, "after"]


def test_a_text_too_long_for_a_cell_ends_where_the_cell_does():
    rows = loaded(pd.DataFrame({"a": ["x" * 40_000]}))
    assert len(rows[1][0]) == 32_767


def test_readers_that_trust_the_span_see_every_row():
    frame = pd.DataFrame(np.arange(600.0).reshape(20, 30), columns=[f"c{n}" for n in range(30)])
    rows = loaded(frame, read_only=True)
    assert [len(row) for row in rows] == [30] * 21
    book = openpyxl.load_workbook(BytesIO(workbook({"index": frame})))
    assert book["index"].dimensions == "A1:AD21"
    assert book["index"].freeze_panes == "C2"
    assert book["index"]["A1"].font.bold


def test_every_frame_has_its_sheet():
    frames = {"first": pd.DataFrame({"a": [1]}), "second": pd.DataFrame({"b": ["x"]})}
    book = openpyxl.load_workbook(BytesIO(workbook(frames)))
    assert {sheet.title: list(sheet.values) for sheet in book} == {
        "first": [("a",), (1,)],
        "second": [("b",), ("x",)],
    }


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": []}), pd.DataFrame()])
def test_a_frame_without_rows_is_a_sheet_without_rows(frame):
    assert [row for row in loaded(frame) if row] == [tuple(frame)][: len(frame.columns)]


def test_no_clock_is_in_a_workbook():
    frame = pd.DataFrame({"a": FIGURES, "b": TEXTS[: len(FIGURES)]})
    with zipfile.ZipFile(BytesIO(workbook({"index": frame}))) as book:
        assert book.read("docProps/core.xml").count(b">2000-01-01T00:00:00Z<") == 2
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no book", b"area_code,x\n"])
def test_what_is_no_workbook_is_a_mistake_in_the_file(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ValueError, match=r"\w"):
        read_sheet(tmp_path / "a.xlsx")
