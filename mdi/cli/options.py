"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mdi.domains.model import load_domains
from mdi.reading import read_table
from mdi.table import IndicatorTable

TableFile = Annotated[
    Path, typer.Argument(help="A table of indicators: .csv, .csv.gz, .parquet or .xlsx.")
]
SourceName = Annotated[
    str, typer.Option(help="The source declaration: a name, or a path to a TOML file.")
]
LevelName = Annotated[str, typer.Option(help="The level of the areas, such as municipality.")]
Year = Annotated[int, typer.Option(help="The year of the figures.")]
DomainsFolder = Annotated[
    Path | None, typer.Option(help="A folder with domains of your own, one TOML file each.")
]


def table_of(
    path: Path, source: str, level: str, year: int, domains: Path | None
) -> IndicatorTable:
    """Read the table that the options describe."""
    return read_table(path, source=source, level=level, year=year, domains=load_domains(domains))
