"""``mdi tiles``: vector tiles of a level, as one PMTiles archive."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from mdi.cli.options import LevelName
from mdi.cli.outputs import outputs
from mdi.cli.values import CODE, read_values
from mdi.errors import TableError, counted
from mdi.writing import write_bytes

if TYPE_CHECKING:
    import pandas as pd

    from geodata.tiles import Pyramid, TileSet

ARCHIVE = ".pmtiles"


def tiles(  # noqa: PLR0913
    file: Annotated[Path, typer.Argument(help="Shapes of the areas, in any format we read.")],
    level: LevelName,
    vintage: Annotated[int, typer.Option(help="The year of the borders.")],
    out: Annotated[Path, typer.Option(help="Where to write: .pmtiles.")],
    values: Annotated[
        Path | None,
        typer.Option(help="A result whose columns go into the tiles: .csv .json .parquet .xlsx."),
    ] = None,
    zooms: Annotated[
        str | None, typer.Option(help="FIRST-LAST; from where all areas fit up to 12 by default.")
    ] = None,
    code_column: Annotated[
        str | None, typer.Option(help="The column of the shapes that holds the area codes.")
    ] = None,
) -> None:
    """Cut the shapes of a level into vector tiles; every area is in every zoom.

    Without values a feature has its area_code alone, and the map joins values to it.

    Example: mdi tiles sample/boundaries_municipality_2024.parquet --level municipality
    --vintage 2024 --values mdi.parquet --out municipality.pmtiles
    """
    import geodata  # noqa: PLC0415
    from geodata.tiles import tile_pyramid  # noqa: PLC0415

    outputs([out], {file, values}, [ARCHIVE])
    wanted = _zooms(zooms) if zooms else None
    frame = _frame(values) if values else None
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    with complaints.status("Reading the shapes"):
        boundaries = geodata.read_boundaries(
            file, level=level, vintage=vintage, code_column=code_column
        )
    with complaints.status(f"Cutting {counted(len(boundaries), 'area')} into tiles"):
        pyramid = tile_pyramid(boundaries, wanted)
    columns = _columns(frame, pyramid.codes) if frame is not None else {}
    made = pyramid.tiles(columns)
    write_bytes(out, made.pmtiles(f"{level} {vintage}", level=level, vintage=vintage))
    for note in (*boundaries.notes, *pyramid.notes, *_unmatched(frame, pyramid)):
        complaints.print(f"Note: {note}", markup=False)
    _show(made, len(pyramid.codes))
    Console(highlight=False, soft_wrap=True).print(f"Written: {out}", markup=False)


def _zooms(text: str) -> range:
    """``5-12`` → the zooms from 5 up to and including 12."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text.strip())
    if found is None or int(found[2]) < int(found[1]):
        message = f"'{text}' is no range of zooms; expected FIRST-LAST, such as 5-12"
        raise typer.BadParameter(message, param_hint="--zooms")
    return range(int(found[1]), int(found[2]) + 1)


def _frame(path: Path) -> pd.DataFrame:
    """The columns of a result; each area in one row."""
    frame = read_values(path)
    twice = sorted(set(frame.index[frame.index.duplicated()]))
    if twice:
        found = ", ".join(twice[:25])
        raise TableError(f"'{path}' has some codes of '{CODE}' more than once: {found}.")
    return frame


def _columns(frame: pd.DataFrame, codes: tuple[str, ...]) -> dict[str, Any]:
    """The columns of a result for the areas of the shapes; None where there is nothing."""
    import pandas as pd  # noqa: PLC0415

    rows = frame.reindex(list(codes))
    found = {}
    for name, column in rows.items():
        floats = pd.api.types.is_float_dtype(column.dtype)
        plain = column.astype(object).where(column.notna(), None)
        found[str(name)] = column.to_numpy(float) if floats else plain.to_numpy(object)
    return found


def _unmatched(frame: pd.DataFrame | None, pyramid: Pyramid) -> list[str]:
    """Which areas have figures or a shape, but not both."""
    if frame is None:
        return []
    figures, shapes = set(frame.index), set(pyramid.codes)
    sides = {"of the result without a shape": figures - shapes, "without values": shapes - figures}
    return [
        f"{counted(len(codes), 'area')} {what}: {', '.join(sorted(codes)[:25])}"
        for what, codes in sides.items()
        if codes
    ]


def _show(made: TileSet, areas: int) -> None:
    """How many areas, tiles and fields there are."""
    size = sum(map(len, made.tiles.values())) / 1e6
    Console(highlight=False, soft_wrap=True).print(
        f"{counted(areas, 'area')} · zooms {made.zooms[0]} to {made.zooms[-1]} · "
        f"{counted(len(made.tiles), 'tile')} · {counted(len(made.fields), 'field')} · {size:.1f} MB"
    )
