"""``mdi convert``: shapes into another format or coordinate system, with a result and colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from mdi.cli.outputs import outputs
from mdi.errors import counted

if TYPE_CHECKING:
    import pandas as pd

    from geodata import Boundaries
    from geodata.classify import Rule
    from geodata.features import Features
    from geodata.styles import Style

SHAPES = (".gpkg", ".fgb", ".shp", ".geojson", ".parquet")
ENDINGS = (*SHAPES, ".csv", ".xlsx")  # the last two have no shapes
BESIDE = (".fgb", ".geojson", ".parquet")  # formats with a .qml beside, as a Shapefile has
SHOWN = 10  # codes named in one warning

Scheme = Literal["quantiles", "equal_interval", "natural_breaks"]
Language = Literal["nl", "en"]


ShapesFile = Annotated[
    Path, typer.Argument(help="Shapes: .gpkg .geojson .shp .zip .fgb or .parquet.")
]
OutFiles = Annotated[
    list[Path],
    typer.Option(
        help="Where to write: .gpkg .fgb .shp .geojson .parquet, or without shapes .csv .xlsx; "
        "may be repeated."
    ),
]
ValuesFile = Annotated[
    Path | None, typer.Option(help="A result of mdi compute: .csv .json .parquet .xlsx.")
]
MeasureName = Annotated[
    str | None, typer.Option(help="The column that the map opens with; by default the index.")
]
SchemeName = Annotated[Scheme, typer.Option(help="How values are put into classes.")]
ClassCount = Annotated[int, typer.Option(help="How many classes.", min=2, max=9)]
PaletteName = Annotated[str | None, typer.Option(help="The colours, such as purples.")]
LegendLanguage = Annotated[Language, typer.Option(help="The language of the legend.")]
StylesFolder = Annotated[
    Path | None, typer.Option(help="A folder for a .qml and a MapLibre style of every measure.")
]
TargetSystem = Annotated[
    str | None, typer.Option(help="The coordinate system to write, such as EPSG:28992.")
]
SourceSystem = Annotated[
    str | None, typer.Option(help="The coordinate system of the shapes, where the file says none.")
]
LevelName = Annotated[str | None, typer.Option(help="The level of the areas.")]
BorderYear = Annotated[int | None, typer.Option(help="The year of the borders.")]
LayerName = Annotated[
    str | None, typer.Option(help="The layer to read, where the file has several.")
]
CodeColumn = Annotated[
    str | None, typer.Option(help="The column of the shapes that holds the area codes.")
]
CodePattern = Annotated[str | None, typer.Option(help="A regular expression of a whole area code.")]


def convert(  # noqa: PLR0913
    file: ShapesFile,
    out: OutFiles,
    values: ValuesFile = None,
    measure: MeasureName = None,
    scheme: SchemeName = "quantiles",
    classes: ClassCount = 5,
    palette: PaletteName = None,
    language: LegendLanguage = "nl",
    styles: StylesFolder = None,
    crs: TargetSystem = None,
    from_crs: SourceSystem = None,
    level: LevelName = None,
    vintage: BorderYear = None,
    layer: LayerName = None,
    code_column: CodeColumn = None,
    code_pattern: CodePattern = None,
) -> None:
    """Write shapes in another format or coordinate system, joined to a result and coloured.

    The area code, name and parent are kept, and all columns of the result. A GeoPackage has a
    style of every measure inside and opens coloured in QGIS; beside .fgb, .shp, .geojson and
    .parquet stands a .qml that QGIS finds. Column names of a Shapefile are cut to ten
    characters; NAME.fields.csv says which is which. GeoJSON is always in longitude and latitude.

    Example: mdi convert sample/boundaries_municipality_2024.parquet --values mdi.csv --out mdi.gpkg

    Example: mdi convert wijken.gpkg --layer wijken --crs OGC:CRS84 --out wijken.fgb
    """
    from geodata import read_boundaries  # noqa: PLC0415
    from geodata.features import features_of  # noqa: PLC0415

    files = outputs(out, {file, values}, ENDINGS)
    _fit(values, measure, styles)
    with Console(stderr=True).status("Reading the shapes"):
        shapes = read_boundaries(
            file,
            level=level,
            vintage=vintage,
            code_column=code_column,
            code_pattern=code_pattern,
            layer=layer,
            crs=from_crs,
        )
        frame = _joined(values)
        drawn = _styles(shapes, frame, (measure, _rule(scheme, classes), palette, language))
        features = features_of(_moved(shapes, crs), frame, drawn)
    _one_style_beside(features, files)
    written = _write(features, files, styles)
    _tell(features, written, with_values=values is not None)


def _fit(values: Path | None, measure: str | None, styles: Path | None) -> None:
    """Colours need values."""
    for name, given in (("--measure", measure), ("--styles", styles)):
        if given is not None and values is None:
            message = "colours are made of values; give --values RESULT"
            raise typer.BadParameter(message, param_hint=name)


def _one_style_beside(features: Features, files: list[Path]) -> None:
    """QGIS finds a style by the name of its file: a Shapefile may need another than its kin."""
    from geodata.writers.field_names import short_names  # noqa: PLC0415

    names = short_names(features.table.column_names)
    if all(names[style.column] == style.column for style in features.styles[:1]):
        return
    shapefiles = {file.with_suffix("") for file in files if file.suffix.lower() == ".shp"}
    for file in files:
        if file.suffix.lower() in BESIDE and file.with_suffix("") in shapefiles:
            message = f"'{file}' and the Shapefile would share one .qml; give one another name"
            raise typer.BadParameter(message, param_hint="--out")


def _rule(scheme: Scheme, classes: int) -> Rule:
    from pydantic import TypeAdapter  # noqa: PLC0415

    from geodata import Classification  # noqa: PLC0415

    rule: Rule = TypeAdapter(Classification).validate_python({"by": scheme, "classes": classes})
    return rule


def _joined(values: Path | None) -> pd.DataFrame | None:
    from mdi.cli.values import read_values  # noqa: PLC0415

    return read_values(values) if values else None


def _styles(
    shapes: Boundaries,
    frame: pd.DataFrame | None,
    wanted: tuple[str | None, Rule, str | None, Language],
) -> tuple[Style, ...]:
    from geodata.palettes import default_palette  # noqa: PLC0415
    from mdi.editions.styling import Colouring, styles_of  # noqa: PLC0415

    if frame is None:
        return ()
    measure, rule, palette, language = wanted
    return styles_of(
        shapes, frame, Colouring(measure, rule, palette or default_palette(), language)
    )


def _moved(shapes: Boundaries, crs: str | None) -> Boundaries:
    from geodata.crs import authority, transformed  # noqa: PLC0415

    if crs is None:
        return shapes
    to = authority(crs)
    return replace(shapes, crs=to, geometry=transformed(shapes.geometry, shapes.crs, to))


def _write(features: Features, files: list[Path], styles: Path | None) -> list[Path]:
    from geodata.formats import write_features  # noqa: PLC0415
    from geodata.styles import write_styles  # noqa: PLC0415

    console = Console(stderr=True)
    written: list[Path] = []
    for file in files:
        with console.status(f"Writing {file.name}"):
            written += write_features(features, file)
    if styles is not None:
        data = next((file.name for file in files if file.suffix == ".geojson"), "areas.geojson")
        written += write_styles(features.styles, styles, {"type": "geojson", "data": data})
    return list(dict.fromkeys(written))


def _tell(features: Features, written: list[Path], *, with_values: bool) -> None:
    """What was read and left out, and what was written."""
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in [*features.boundaries.notes, *(_unjoined(features) if with_values else [])]:
        complaints.print(f"Warning: {warning}", markup=False)
    console = Console(highlight=False, soft_wrap=True)
    areas = counted(len(features.boundaries), "area")
    console.print(f"{areas} · {features.boundaries.crs}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)


def _unjoined(features: Features) -> list[str]:
    """Codes on one side alone, in words."""
    found = []
    if codes := features.unmatched:
        found.append(f"{counted(len(codes), 'area')} with values but no shape: {_named(codes)}")
    if codes := features.without_values:
        found.append(f"{counted(len(codes), 'shape')} without values: {_named(codes)}")
    return found


def _named(codes: tuple[str, ...]) -> str:
    more = len(codes) - SHOWN
    return ", ".join(codes[:SHOWN]) + (f" and {more} more" if more > 0 else "")
