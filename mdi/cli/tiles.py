"""``mdi tiles``: vector tiles of a level, as one PMTiles archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mdi.cli.options import LevelName
from mdi.cli.outputs import outputs
from mdi.errors import counted
from mdi.writing import write_bytes

ARCHIVE = ".pmtiles"
CODE = "area_code"
RESULTS = (".csv", ".json", ".parquet", ".xlsx")


def tiles(  # noqa: PLR0913
    file: Annotated[Path, typer.Argument(help="Shapes of the areas; see mdi boundaries.")],
    level: LevelName,
    vintage: Annotated[int, typer.Option(help="The year of the borders.")],
    out: Annotated[Path, typer.Option(help="Where to write: .pmtiles.")],
    values: Annotated[
        Path | None,
        typer.Option(help="Values to put into the tiles: a result, .csv .json .parquet .xlsx."),
    ] = None,
    zooms: Annotated[
        str | None, typer.Option(help="FIRST-LAST, such as 5-12; all that fit by default.")
    ] = None,
    code_column: Annotated[
        str | None, typer.Option(help="The column of the shapes that holds the area codes.")
    ] = None,
) -> None:
    """Cut the shapes of a level into vector tiles, each area in every zoom.

    Without values a feature has its area_code alone, and a map joins values to it.

    Example: mdi tiles sample/municipality.parquet --level municipality --vintage 2025
    --values mdi.parquet --out municipality.pmtiles
    """
    import geodata  # noqa: PLC0415
    from geodata.tiles import tile_pyramid  # noqa: PLC0415

    outputs([out], {file, values}, [ARCHIVE])
    wanted = _zooms(zooms) if zooms else None
    console = Console(highlight=False, soft_wrap=True)
    with Console(stderr=True).status("Reading the shapes"):
        boundaries = geodata.read_boundaries(file, level, vintage, code_column=code_column)
        columns = _columns(values, boundaries.codes) if values else {}
    with Console(stderr=True).status(f"Cutting {counted(len(boundaries), 'area')} into tiles"):
        pyramid = tile_pyramid(boundaries, wanted)
        kept = dict(zip(boundaries.codes, range(len(boundaries)), strict=True))
        rows = [kept[code] for code in pyramid.codes]
        made = pyramid.tiles({name: column[rows] for name, column in columns.items()})
    described = {"level": level, "vintage": vintage}
    write_bytes(out, made.pmtiles(f"{level} {vintage}", **described))
    for note in (*boundaries.notes, *pyramid.notes):
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"Note: {note}", markup=False)
    _show(console, made, len(pyramid.codes))
    console.print(f"Written: {out}", markup=False)
