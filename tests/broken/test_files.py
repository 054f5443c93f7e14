"""Files that cannot be used end in one sentence, never in a traceback."""

import gzip

import pandas as pd
import pytest

import mdi

TEXT = "area_code,smoking\nGM0001,20\nGM0002,21\n"


def read(path, source="sample"):
    return mdi.read_table(path, source=source, level="municipality", year=2021)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def excel(tmp_path) -> bytes:
    pd.DataFrame({"area_code": ["GM0001"], "smoking": [1]}).to_excel(
        tmp_path / "x.xlsx", index=False
    )
    return (tmp_path / "x.xlsx").read_bytes()


def parquet(tmp_path) -> bytes:
    pd.DataFrame({"area_code": ["GM0001"], "smoking": [1]}).to_parquet(tmp_path / "x.parquet")
    return (tmp_path / "x.parquet").read_bytes()


DAMAGED = {
    "half a gzip": ("table.csv.gz", lambda _: half(gzip.compress(TEXT.encode()))),
    "a gzip without its end": ("table.csv.gz", lambda _: gzip.compress(TEXT.encode())[:-6]),
    "a gzip with a wrong byte": ("table.csv.gz", lambda _: gzip.compress(TEXT.encode())[:20] + b"\xff\xff\xff" + gzip.compress(TEXT.encode())[23:]),
    "text that calls itself gzip": ("table.csv.gz", lambda _: TEXT.encode()),
    "half an Excel file": ("table.xlsx", lambda folder: half(excel(folder))),
    "text that calls itself Excel": ("table.xlsx", lambda _: TEXT.encode()),
    "an empty Excel file": ("table.xlsx", lambda _: b""),
    "half a Parquet file": ("table.parquet", lambda folder: half(parquet(folder))),
    "an empty Parquet file": ("table.parquet", lambda _: b""),
    "an empty text file": ("table.csv", lambda _: b""),
    "rows of different length": ("table.csv", lambda _: TEXT.encode() + b"GM0003,1,2,3,4\n"),
    "a quote without an end": ("table.csv", lambda _: TEXT.encode() + b'GM0003,"22\n'),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_named_and_the_reason_given(tmp_path, damage):
    name, content = DAMAGED[damage]
    path = tmp_path / name
    path.write_bytes(content(tmp_path))
    with pytest.raises((mdi.FileError, mdi.TableError)) as raised:
        read(path)
    assert name in str(raised.value)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(mdi.FileError, match=r"no file 'nowhere\.csv'") as raised:
        read("nowhere.csv")
    assert raised.value.exit_code == 5


@pytest.mark.parametrize("name", ["table.ods", "table", "table.gz", "table.csv.zip", "table.txt"])
def test_an_ending_that_is_not_known_tells_those_that_are(tmp_path, name):
    (tmp_path / name).write_text(TEXT)
    with pytest.raises(mdi.FileError, match=r"\.csv, \.csv\.gz, \.parquet, \.xlsx"):
        read(tmp_path / name)


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(mdi.FileError):
        read(tmp_path / "table.csv")


def test_an_unknown_source_suggests_the_nearest(tmp_path):
    with pytest.raises(mdi.DeclarationError, match="did you mean 'nl_wijk_2022'"):
        read(tmp_path / "table.csv", source="nl_wijk_2023")
