"""The command line over Squareland, through its real front door."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from mdi.cli import main
from tests.squares import make_squareland, municipalities


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Both streams on one line, since terminals break lines where they like."""
        signs = str.maketrans(dict.fromkeys("│╭╮╰╯─", " "))
        return " ".join((self.out + self.err).translate(signs).split())


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def squareland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Squareland; nobody writes in it."""
    return make_squareland(tmp_path_factory.mktemp("squareland"))


@pytest.fixture
def mdi_(monkeypatch, capsys) -> Run:
    """Run `mdi` with arguments, as the shell does; a traceback is never right."""
    monkeypatch.delenv("MDI_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["mdi", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        caught = capsys.readouterr()
        assert "Traceback" not in caught.out + caught.err
        return Ran(int(left.value.code or 0), caught.out, caught.err)

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def of_squareland(squareland: Path) -> list[object]:
    """The arguments that name a table of Squareland."""
    return [squareland / "municipality_2021.parquet", *SAMPLE]


SAMPLE = ("--source", "sample", "--level", "municipality", "--year", "2021")

SUFFIXES = (".csv", ".json", ".parquet", ".xlsx", ".geojson")


def shapes_for(suffix: str, squareland: Path) -> list[object]:
    """The arguments that name the shapes, where the format needs them."""
    return ["--boundaries", squareland / "municipality.parquet"] * (suffix == ".geojson")


def broken_table(folder: Path) -> Path:
    """A table that is broken in six ways at once."""
    frame = municipalities(2020).astype({"smoking": object, "area_code": object})
    frame["smoking"] = frame["smoking"].astype(str)
    frame.loc[3, "smoking"] = "many"
    frame.loc[4, "overweight"] = -3.5
    frame.loc[5, "alcohol_use"] = 101.25
    frame.loc[6, "poor_households"] = -99997
    frame.loc[8, "area_code"] = frame.loc[7, "area_code"]
    frame.loc[9, "area_code"] = "GM12"
    path = folder / "broken.csv"
    pd.DataFrame(frame).drop(columns="smoking_status").to_csv(path, index=False)
    return path
