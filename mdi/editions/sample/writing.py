"""The files of a sample: tables, boundaries and the catalogue that names them."""

from __future__ import annotations

from pathlib import Path

from geodata.boundaries import Boundaries
from geodata.formats import write_boundaries
from geodata.sample import Country, Layer, Vintage
from mdi.editions.sample.tables import Invention, year_tables

CRS = "EPSG:28992"
SOURCE = "sample"
HEADER = """\
title = { nl = "Verzonnen land (geen echte gegevens)", en = "Invented country (no real data)" }
invented = true
geography = "nl"

[sensitivity]
vary = ["weights", "sampling"]
"""


def tables_file(level: str, year: int) -> str:
    """The name of the table of a level and year."""
    return f"indicators_{level}_{year}.parquet"


def shapes_file(level: str, vintage: int) -> str:
    """The name of the boundaries of a level and vintage."""
    return f"boundaries_{level}_{vintage}.parquet"


def write_tables(folder: Path, invention: Invention, year: int) -> None:
    """Write the tables of all levels in a year."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    for level, table in year_tables(invention, year):
        pq.write_table(table, folder / tables_file(level, year), compression="zstd")


def write_shapes(folder: Path, vintage: Vintage) -> None:
    """Write the boundaries of all levels in a vintage."""
    for layer in vintage.layers.values():
        path = folder / shapes_file(layer.level, vintage.year)
        write_boundaries(_boundaries(layer, vintage.year), path)


def catalogue(country: Country, years: range) -> str:
    """The text of the catalogue: which file is what."""
    levels = list(country.vintages[0].layers)
    tables = [
        _entry("tables", tables_file(level, year), f'source = "{SOURCE}"\n', level)
        + f"year = {year}\nvintage = {country.at(year).year}\n"
        for level in levels
        for year in years
    ]
    shapes = [
        _entry("boundaries", shapes_file(level, vintage.year), "", level)
        + f"vintage = {vintage.year}\n"
        for level in levels
        for vintage in country.vintages
    ]
    return "\n".join([HEADER, *tables, *shapes])


def _entry(kind: str, file: str, source: str, level: str) -> str:
    return f'[[{kind}]]\nfile = "{file}"\n{source}level = "{level}"\n'


def _boundaries(layer: Layer, vintage: int) -> Boundaries:
    return Boundaries(
        level=layer.level,
        vintage=vintage,
        crs=CRS,
        codes=tuple(layer.codes),
        names=tuple(layer.names),
        parents=tuple(layer.parents),
        geometry=layer.geometry,
    )
