"""``mdi map``: a result as a picture for a paper or a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mdi.cli.options import (
    DomainsFolder,
    FileOrTable,
    LevelName,
    MethodName,
    SourceName,
    TableFile,
    WeightsName,
    Year,
    declared,
    file_or_table,
    table_of,
)
from mdi.cli.outputs import outputs
from mdi.editions.postgis.address import Address
from mdi.errors import did_you_mean
from mdi.sources.model import load_source
from mdi.writing import write_bytes

if TYPE_CHECKING:
    from geodata.classify import Rule
    from mdi.cli.drawing import Picture

INDEX, DOMAINS = "index", "domains"
ENDINGS = (".png", ".svg", ".pdf")
OTHER_YEAR = re.compile(r"(\d{4})=(.+)")


class Scheme(StrEnum):
    """How classes are made."""

    QUANTILES = "quantiles"
    EQUAL_INTERVAL = "equal_interval"
    NATURAL_BREAKS = "natural_breaks"
    FIXED = "fixed"


class Tongue(StrEnum):
    """The language of the words in a picture."""

    NL = "nl"
    EN = "en"


Shapes = Annotated[
    FileOrTable,
    typer.Option(
        parser=file_or_table,
        metavar="FILE",
        help="Shapes of the areas: a file, or postgresql://…?table=schema.name.",
    ),
]
Out = Annotated[list[Path], typer.Option(help="Where to write: .png .svg .pdf; may be repeated.")]
MeasureName = Annotated[str, typer.Option(help="index, or the id of a domain or an indicator.")]
ClassesName = Annotated[Scheme, typer.Option(help="How classes are made.")]
Count = Annotated[int, typer.Option(help="How many classes; not for fixed.", min=2, max=9)]
Breaks = Annotated[str | None, typer.Option(help="Where fixed classes part, such as 10,20,30.")]
PaletteName = Annotated[str | None, typer.Option(help="The colours, such as purples.")]
Title = Annotated[str | None, typer.Option(help="A heading of your own.")]
InLanguage = Annotated[Tongue, typer.Option(help="The language of the picture.")]
Multiples = Annotated[
    list[str] | None,
    typer.Option(
        metavar="domains|YEAR=FILE",
        help="Several maps on one scale: one for each domain, or beside that of the table those "
        "of other years (may be repeated).",
    ),
]
CodeColumn = Annotated[
    str | None, typer.Option(help="The column of the shapes that holds the area codes.")
]


def draw_map(  # noqa: PLR0913
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    boundaries: Shapes,
    out: Out,
    measure: MeasureName = INDEX,
    classes: ClassesName = Scheme.QUANTILES,
    count: Count = 5,
    breaks: Breaks = None,
    palette: PaletteName = None,
    title: Title = None,
    language: InLanguage = Tongue.NL,
    multiples: Multiples = None,
    weights: WeightsName = None,
    method: MethodName = None,
    domains: DomainsFolder = None,
    code_column: CodeColumn = None,
) -> None:
    """Draw a map with its legend, its scale bar and its source.

    Example: mdi map sample/indicators_municipality_2025.parquet --source sample
    --level municipality --year 2025
    --boundaries sample/boundaries_municipality_2024.parquet --out map.png

    Example: mdi map 2025.csv --source sample --level municipality --year 2025
    --boundaries shapes.gpkg --multiples domains --language en --out domains.pdf

    Example: mdi map 2025.csv --source sample --level municipality --year 2025
    --boundaries shapes.gpkg --multiples 2021=2021.csv --measure woz_value --out years.svg
    """
    from mdi.cli.captions import Captions  # noqa: PLC0415
    from mdi.cli.drawing import draw, results_of  # noqa: PLC0415
    from mdi.editions.mapping import read_shapes  # noqa: PLC0415

    paths = {year: table, **_other_years(multiples or [], year, measure)}
    files = outputs(out, {*paths.values(), boundaries}, ENDINGS)
    rule, colors = _rule(classes, count, breaks), _known(palette)
    rules, declaration = declared(weights, method), load_source(source)
    with Console(stderr=True).status("Computing and drawing"):
        tables = [table_of(path, source, level, each, domains) for each, path in paths.items()]
        results = results_of(tables, measure, rules)
        shapes = read_shapes(boundaries, results[0], code_column)
        captions = Captions(results, declaration, boundaries.name, language.value, title)
        subject = None if multiples == [DOMAINS] else measure
        picture = draw(captions, shapes, subject, rule, colors)
    _write(picture, files)


def _other_years(multiples: Sequence[str], year: int, measure: str) -> dict[int, Path | Address]:
    """The tables of other years, by year; none where there is a map for each domain."""
    if DOMAINS in multiples:
        if len(multiples) > 1 or measure != INDEX:
            message = f"'{DOMAINS}' stands alone: without other years and without --measure"
            raise typer.BadParameter(message, param_hint="--multiples")
        return {}
    found = [OTHER_YEAR.fullmatch(text.strip()) for text in multiples]
    years = [year, *(int(match[1]) for match in found if match)]
    problem = None
    if None in found:
        wrong = multiples[found.index(None)]
        problem = f"'{wrong}' is neither '{DOMAINS}' nor YEAR=FILE, such as 2021=table.csv"
    elif len(set(years)) < len(years):
        problem = "the year " + str(max(years, key=years.count)) + " stands there twice"
    if problem:
        raise typer.BadParameter(problem, param_hint="--multiples")
    return {int(match[1]): file_or_table(match[2]) for match in found if match}


def _rule(scheme: Scheme, count: int, breaks: str | None) -> Rule:
    """The classification that the options describe."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    from geodata.classify import Classification  # noqa: PLC0415

    if (breaks is not None) != (scheme is Scheme.FIXED):
        message = "--breaks goes with --classes fixed, and fixed classes need it"
        raise typer.BadParameter(message, param_hint="--breaks")
    given = {"classes": count} if breaks is None else {"breaks": breaks.split(",")}
    rules: TypeAdapter[Rule] = TypeAdapter(Classification)
    try:
        return rules.validate_python({"by": scheme.value, **given})
    except ValidationError:
        message = f"'{breaks}' is not 1 to 8 rising numbers with commas in between"
        raise typer.BadParameter(message, param_hint="--breaks") from None


def _known(palette: str | None) -> str | None:
    """The palette, if it is one."""
    from geodata.palettes import palette_names  # noqa: PLC0415

    if palette is not None and palette not in palette_names():
        message = f"there is no palette '{palette}'; {did_you_mean(palette, palette_names())}"
        raise typer.BadParameter(message, param_hint="--palette")
    return palette


def _write(picture: Picture, files: Sequence[Path]) -> None:
    """Write the files, and say what a reader should know."""
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in picture.warnings():
        complaints.print(f"Warning: {warning}", markup=False)
    console = Console(highlight=False, soft_wrap=True)
    console.print(picture.summary(), markup=False)
    for path in files:
        written = write_bytes(path, picture.content(path.suffix))
        console.print(f"Written: {written}", markup=False)
