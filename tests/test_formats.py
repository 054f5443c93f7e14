"""Files are read as people publish them: either decimal mark, any delimiter, blanks and all."""

import gzip

import numpy as np
import pandas as pd
import pytest

from tests.tables import CSV, TOML, figures, read


def expect_as_printed(table):
    np.testing.assert_array_equal(figures(table, "smoking"), [20.5, np.nan, 25])
    np.testing.assert_array_equal(figures(table, "household_wealth"), [50, -2.5, 80.25])
    assert table.codes == ("GM0001", "GM0002", "GM0003")
    assert table.names[1] == "Súdwest-Fryslân"
    assert table.population.tolist() == [1000, 2000, 3000]


def dutch(text: str) -> str:
    return text.replace(",", ";").replace(".", ",")


LAYOUTS = {
    "as it is": lambda text: text.encode(),
    "semicolons and decimal commas": lambda text: dutch(text).encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "the Windows encoding": lambda text: text.encode("cp1252"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "blanks after every cell": lambda text: text.replace(",", "  ,").replace("\n", " \n").encode(),
    "blanks before every cell": lambda text: text.replace(",", ",  ").encode(),
    "blanks inside quotes": lambda text: text.replace("GM0002", '"GM0002 "').encode(),
    "quotes around everything": lambda text: "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines()
    ).encode(),
    "all of it at once": lambda text: (
        b"\xef\xbb\xbf" + dutch(text).replace(";", "  ;  ").replace("\n", "\r\n").encode()
    ),
    "an empty line at the end": lambda text: (text + "\n").encode(),
}


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_file_is_read_whatever_its_layout(tmp_path, source, layout, suffix):
    path, data = tmp_path / f"table{suffix}", LAYOUTS[layout](CSV)
    path.write_bytes(gzip.compress(data) if suffix.lower().endswith("gz") else data)
    expect_as_printed(read(path, source))


def plain_csv(folder):
    (folder / "plain.csv").write_text(CSV)
    return folder / "plain.csv"


@pytest.mark.parametrize("suffix", [".CSV", ".CSV.GZ", ".Csv.gz"])
def test_an_ending_in_capitals_is_the_same_ending(tmp_path, source, suffix):
    path, data = tmp_path / f"table{suffix}", dutch(CSV).encode()
    path.write_bytes(gzip.compress(data) if suffix.lower().endswith("gz") else data)
    expect_as_printed(read(path, source))


@pytest.mark.parametrize("decimal", ['decimal = "."', 'decimal = ","', ""])
@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_numbers_that_are_numbers_need_no_decimal_mark(tmp_path, suffix, decimal):
    (tmp_path / "mine.toml").write_text(TOML.replace("[", f"{decimal}\n[", 1))
    frame = pd.read_csv(plain_csv(tmp_path))
    path = tmp_path / f"table{suffix}"
    frame.to_excel(path, index=False) if suffix == ".xlsx" else frame.to_parquet(path)
    expect_as_printed(read(path, tmp_path / "mine.toml"))
