"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from mdi.domains.model import load_domains
from mdi.editions.postgis.address import Address, is_address
from mdi.methods.model import Method, load_method
from mdi.reading import read_table
from mdi.table import IndicatorTable
from mdi.weights.model import WeightSet, load_weights


def file_or_table(text: str) -> Path | Address:
    """A file, or a table in a database: ``postgresql://…?table=schema.name``."""
    return Address.parse(text) if is_address(text) else Path(text)


if TYPE_CHECKING:
    FileOrTable = Path | Address
else:  # a union is more than typer takes
    FileOrTable = Path

TableFile = Annotated[
    FileOrTable,
    typer.Argument(
        parser=file_or_table,
        metavar="TABLE",
        help="A table of indicators: .csv, .csv.gz, .parquet or .xlsx, or "
        "postgresql://…?table=schema.name.",
    ),
]
SourceName = Annotated[
    str, typer.Option(help="The source declaration: a name, or a path to a TOML file.")
]
LevelName = Annotated[str, typer.Option(help="The level of the areas, such as municipality.")]
Year = Annotated[int, typer.Option(help="The year of the figures.")]
DomainsFolder = Annotated[
    Path | None, typer.Option(help="A folder with domains of your own, one TOML file each.")
]
WeightsName = Annotated[
    str | None, typer.Option(help="A weight set: a name, or a TOML file; by default mdi_nl.")
]
MethodName = Annotated[
    str | None, typer.Option(help="A method: a name, or a TOML file; by default imd.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="TCP://…", help="A Dask scheduler that does the work.")
]

LargerLevel = Annotated[
    str | None, typer.Option(help="The level of the larger areas, such as municipality.")
]
RegionsFile = Annotated[
    Path | None, typer.Option(help="Or your own larger areas: a TOML or CSV file of codes.")
]


TablesAbove = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LEVEL=FILE",
        help="A table of larger areas of the same source that tells in which areas they lie; "
        "may be repeated.",
    ),
]


class Declared(TypedDict):
    """The weight set and the method that were asked for; None where they were not."""

    weights: WeightSet | None
    method: Method | None


def declared(weights: str | None, method: str | None) -> Declared:
    """Read the weight set and the method that the options name."""
    return {
        "weights": load_weights(weights) if weights else None,
        "method": load_method(method) if method else None,
    }


def table_of(
    path: Path | Address, source: str, level: str, year: int, domains: Path | None
) -> IndicatorTable:
    """Read the table that the options describe, from a file or from a database."""
    known = load_domains(domains)
    if isinstance(path, Address):
        from mdi.editions.postgis import reading  # noqa: PLC0415

        return reading.read_table(path, source=source, level=level, year=year, domains=known)
    return read_table(path, source=source, level=level, year=year, domains=known)


def tables_above(given: list[str] | None, source: str, year: int) -> list[IndicatorTable]:
    """The tables of larger areas: ``municipality=municipalities.csv``."""
    pairs = [text.partition("=") for text in given or []]
    wrong = ["".join(pair) for pair in pairs if not all(pair)]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is no LEVEL=FILE", param_hint="--above")
    return [read_table(file, source=source, level=level, year=year) for level, _, file in pairs]


def larger_areas(to: str | None, regions: Path | None) -> str | Path:
    """The level, or the file of regions; one of the two is given."""
    if to is not None and regions is None:
        return to
    if regions is not None and to is None:
        return regions
    message = "give --to LEVEL or --regions FILE, and not both"
    raise typer.BadParameter(message, param_hint="--to")
