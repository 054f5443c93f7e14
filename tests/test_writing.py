"""Results as files: the same bytes, the same numbers, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import math
import os
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from mdi.columns import rows_of
from mdi.engine import compute
from mdi.errors import FileError
from mdi.status import AreaStatus
from mdi.table import IndicatorTable
from mdi.writing import WRITERS, write_bytes, write_result
from tests.countries import LEAVES, codes, random_table, tables

SUFFIXES = tuple(WRITERS)


@pytest.fixture(scope="module")
def result():
    return compute(random_table(60, seed=3))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_result_gives_the_same_bytes(tmp_path, suffix):
    digests = set()
    for name in ("first", "second"):
        write_result(compute(random_table(60, seed=3)), tmp_path / f"{name}{suffix}")
        digests.add(hashlib.sha256((tmp_path / f"{name}{suffix}").read_bytes()).digest())
    assert len(digests) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_says_which_files_it_wrote(tmp_path, result, suffix):
    written = write_result(result, tmp_path / f"x{suffix}")
    assert sorted(written) == sorted(tmp_path.iterdir())
    assert written[0].name == f"x{suffix}"


def read(path):
    """A file as a frame, as a reader would."""
    if path.suffix == ".csv":
        return pd.read_csv(path)
    if path.suffix == ".json":
        return pd.DataFrame(json.loads(path.read_text())["areas"])
    return (
        pd.read_parquet(path)
        if path.suffix == ".parquet"
        else pd.read_excel(path, engine="openpyxl")
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_read_back_is_what_was_computed(tmp_path, result, suffix):
    write_result(result, tmp_path / f"x{suffix}")
    back, frame = read(tmp_path / f"x{suffix}"), result.to_frame()
    assert list(back.columns) == list(frame.columns)
    for column in frame.columns:
        if frame[column].dtype.kind in "fi" or str(frame[column].dtype) == "Int64":
            left = back[column].astype(float).tolist()
            right = frame[column].astype(float).tolist()
            assert left == pytest.approx(right, abs=0, rel=0, nan_ok=True), column
    assert back["status"].tolist() == [str(status) for status in result.status]


def test_ranks_and_deciles_in_a_csv_are_whole_numbers_or_empty(tmp_path, result):
    write_result(result, tmp_path / "x.csv")
    back = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
    for column in ("rank", "decile", "income_rank"):
        assert all(cell == "" or cell.isdigit() for cell in back[column])
        assert (back[column] == "").any()


def test_every_format_that_has_room_tells_where_it_comes_from(tmp_path, result):
    for suffix in SUFFIXES:
        write_result(result, tmp_path / f"x{suffix}")
    told = json.loads(json.dumps(result.provenance))
    assert json.loads((tmp_path / "x.csv.meta.json").read_text()) == told
    assert json.loads((tmp_path / "x.json").read_text())["provenance"] == told
    assert json.loads(pq.read_schema(tmp_path / "x.parquet").metadata[b"mdi"]) == told
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["provenance"]
    rows = dict(sheet.iter_rows(min_row=2, values_only=True))
    assert list(rows) == list(told)
    assert rows["fingerprint"] == result.fingerprint
    assert json.loads(rows["weights"]) == told["weights"]


def test_no_format_holds_a_time(tmp_path, result):
    write_result(result, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.properties.created.year == 2000
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize(
    "name", ["=1+1", "=HYPERLINK(1)", "http://x.nl", "{=1}", "+1", "@x", '"\n,;', "é' ", "null"]
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_name_is_a_text_and_nothing_else(tmp_path, name, suffix):
    frame = pd.DataFrame({"area_code": codes(30), "area_name": name, "smoking": np.arange(30.0)})
    result = compute(IndicatorTable.from_frame(frame, level="municipality", year=2021))
    path = tmp_path / f"x{suffix}"
    write_result(result, path)
    if suffix == ".xlsx":
        cell = openpyxl.load_workbook(path)["index"]["B2"]
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert cell.value == name.strip()
    else:
        read_as = (
            pd.read_csv(path, dtype=str, keep_default_na=False) if suffix == ".csv" else read(path)
        )
        assert set(read_as["area_name"]) == {name.strip()}


@settings(deadline=None, max_examples=25)
@given(table=tables())
def test_rows_are_the_frame_without_nan(table):
    result = compute(table)
    frame, rows = result.to_frame(), rows_of(result)
    assert [list(row) for row in rows] == [list(frame.columns)] * len(frame)
    for row, (_, expected) in zip(rows, frame.iterrows(), strict=True):
        for name, value in row.items():
            assert not (isinstance(value, float) and not math.isfinite(value))
            assert (value is None) == pd.isna(expected[name])
            if value is not None:
                assert value == expected[name]
    assert all(isinstance(row["status"], AreaStatus) for row in rows)


@settings(deadline=None, max_examples=15)
@given(table=tables(most=8))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_result_can_be_written(tmp_path_factory, suffix, table):
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    write_result(compute(table), path)
    assert len(read(path)) == len(table)


@pytest.mark.parametrize("name", ["x.txt", "x", "x.csv.zip", ".csv"])
def test_an_ending_that_is_not_known_is_refused(tmp_path, result, name):
    with pytest.raises(FileError, match=r"\.parquet"):
        write_result(result, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path, result):
    with pytest.raises(FileError, match="nowhere"):
        write_result(result, tmp_path / "nowhere" / "x.csv")


@pytest.mark.parametrize(
    "failure", [OSError(28, "No space left on device"), KeyboardInterrupt, MemoryError]
)
def test_a_write_that_is_broken_off_leaves_what_was_there(tmp_path, monkeypatch, failure):
    (tmp_path / "x.csv").write_bytes(b"before")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises((FileError, KeyboardInterrupt, MemoryError)):
        write_bytes(tmp_path / "x.csv", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert (tmp_path / "x.csv").read_bytes() == b"before"


def test_a_file_is_replaced_whole(tmp_path, result):
    (tmp_path / "x.json").write_bytes(b"x" * 10_000_000)
    write_result(result, str(tmp_path / "x.json"))
    assert len(json.loads((tmp_path / "x.json").read_text())["areas"]) == 60


def test_indicators_are_no_columns(result):
    assert not set(result.to_frame().columns) & set(LEAVES)
