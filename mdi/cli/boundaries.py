"""``mdi boundaries``: do the shapes hold up?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from geodata.described import Axes, Described, Water
from mdi.errors import counted
from mdi.geographies.model import load_geography

if TYPE_CHECKING:
    from geodata.findings import Inspection

UNUSABLE = 3  # exit code of data that do not hold up

boundaries = typer.Typer(help="Look into files of boundaries.", no_args_is_help=True)


@boundaries.callback()
def _group() -> None:
    """Look into files of boundaries."""


File = Annotated[
    Path,
    typer.Argument(help="Shapes: .gpkg .geojson .shp .zip .fgb or .parquet (GeoParquet)."),
]
LevelOf = Annotated[str, typer.Option(help="The level of the areas, such as municipality.")]
VintageOf = Annotated[int, typer.Option(help="The year the borders were drawn for.")]
GeographyName = Annotated[
    str, typer.Option(help="The geography of the level: a name, or a TOML file.")
]
CodePattern = Annotated[
    str | None,
    typer.Option(help="Regular expression of a whole code, for a level of your own."),
]
CodeColumn = Annotated[
    str | None, typer.Option(help="The column with the area codes, where several hold codes.")
]
LayerName = Annotated[str | None, typer.Option(help="Which layer, where the file has several.")]
Crs = Annotated[
    str | None,
    typer.Option(help="The coordinate system, where the file names none or a wrong one."),
]
AxesOrder = Annotated[Axes, typer.Option(help="yx where the file gives latitude before longitude.")]
WaterRows = Annotated[Water, typer.Option(help="Rows of water: left out, or joined to their land.")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON, alone on the screen.")]


@boundaries.command()
def check(  # noqa: PLR0913
    file: File,
    level: LevelOf,
    vintage: VintageOf,
    geography: GeographyName = "nl",
    code_pattern: CodePattern = None,
    code_column: CodeColumn = None,
    layer: LayerName = None,
    crs: Crs = None,
    axes: AxesOrder = "xy",
    water: WaterRows = "drop",
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Report all that is wrong with a file of boundaries, at once; nothing is written.

    Leaves with 0 where the file can be used, with 3 where it must be put right first.

    Example: mdi boundaries check gemeenten.gpkg --level municipality --vintage 2022

    Example: mdi boundaries check lsoa.geojson --level lsoa --vintage 2021
    --code-pattern "[EW]01[0-9]{6}"
    """
    pattern = code_pattern or load_geography(geography).level(level).pattern
    described = Described(
        layer=layer,
        code_column=code_column,
        code_pattern=pattern,
        crs=crs,
        axes=axes,
        water=water,
    )
    inspection = _inspected(file, described, level, vintage)
    if json:
        _print_json(inspection)
    else:
        _show(inspection)
    if not inspection.usable:
        raise typer.Exit(UNUSABLE)


def _inspected(file: Path, described: Described, level: str, vintage: int) -> Inspection:
    """Look into the file, and say on the screen how far that is."""
    from geodata.inspection import inspect  # noqa: PLC0415

    with Console(stderr=True).status("") as status:

        def say(step: str) -> None:
            status.update(f"{file.name}: {step} …")

        return inspect(file, described, level=level, vintage=vintage, progress=say)


def _print_json(inspection: Inspection) -> None:
    import orjson  # noqa: PLC0415

    typer.echo(orjson.dumps(inspection.to_dict(), option=orjson.OPT_INDENT_2).decode())


def _show(inspection: Inspection) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in _heads(inspection):
        console.print(line, markup=False)
    for finding in inspection.findings:
        mark = "✗" if finding.blocking else "·"
        console.print(f"{mark} {finding}\n    {finding.remedy}", markup=False)
    verdict = (
        "can be used" if inspection.usable else "cannot be used before all with ✗ is put right"
    )
    console.print(f"The file {verdict}.", markup=False)


def _heads(inspection: Inspection) -> Iterator[str]:
    """The file in numbers, where it lies, and what was left out of it."""
    yield (
        f"{inspection.file} · {inspection.level} {inspection.vintage} · "
        f"{inspection.crs or 'no coordinate system'} · {counted(inspection.areas, 'area')}, "
        f"{counted(inspection.shapes, 'shape')}, {inspection.vertices} vertices"
    )
    if inspection.bounds is not None:
        west, south, east, north = inspection.bounds
        yield f"Longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
    yield from (f"Note: {note}" for note in inspection.notes)
