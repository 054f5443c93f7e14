"""Regions of one's own: lists of areas, such as a region made of municipalities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from mdi.cells import cell_text
from mdi.declaration import Declaration, Text
from mdi.errors import DeclarationError, Problem, did_you_mean
from mdi.formats import read_frame
from mdi.geographies.model import Geography, load_geography
from mdi.sources.model import Source

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("region", "area_code")
AS_TABLE = Source(
    id="regions",
    name=Text(nl="Regio's", en="Regions"),
    publisher="",
    code="area_code",
    own_names=True,
)


class Region(Declaration):
    """A region: the areas that lie in it. Regions may overlap.

    Attributes:
        id: its area code in results.
        name: Dutch and English name.
        codes: codes of areas of any level of the geography.
    """

    id: str = Field(pattern=r"^\S(.*\S)?$", description="a text without spaces around it")
    name: Text | None = None
    codes: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The name, or the id where it has none."""
        return self.name or Text(nl=self.id, en=self.id)


class Regions(Declaration):
    """The content of a TOML file of regions."""

    regions: tuple[Region, ...] = Field(min_length=1)


def read_regions(path: str | Path, geography: str | Path | Geography = "nl") -> tuple[Region, ...]:
    """Read regions from TOML or from a table.

    TOML has a `[[regions]]` for each, with `id`, `name = { nl, en }` and `codes`. A table
    (CSV with any delimiter, Parquet or Excel) has the columns `region` and `area_code`, one
    row for each area of each region, and where wanted the `name` of the region.

    Args:
        path: the file.
        geography: whose codes they are.

    Raises:
        FileError: the file cannot be read.
        DeclarationError: all that is wrong with the regions, at once.
    """
    file = Path(path)
    declared = geography if isinstance(geography, Geography) else load_geography(geography)
    toml = file.suffix == ".toml"
    regions, problems = (
        (Regions.read(file).regions, []) if toml else _of_frame(read_frame(file, AS_TABLE))
    )
    problems = [*problems, *region_problems(regions, declared)]
    if problems:
        raise DeclarationError(f"The regions in '{file}' do not hold up.", problems)
    return regions


def region_problems(regions: Sequence[Region], geography: Geography) -> list[Problem]:
    """Everything that is wrong with regions, whoever made them."""
    ids = Counter(region.id for region in regions)
    problems = [
        Problem(f"region '{name}' is declared {count} times", expected="one list for each region")
        for name, count in ids.items()
        if count > 1
    ]
    for region in regions:
        problems += _of_region(region, geography)
    return problems


def _of_region(region: Region, geography: Geography) -> Iterator[Problem]:
    taken = geography.level_of(region.id)
    if taken is not None:
        what = f"region '{region.id}' has the code of a {taken.name.en} as its id"
        yield Problem(what, hint="choose an id of your own")
    if not region.codes:
        yield Problem(f"region '{region.id}' has no areas", expected="at least one code")
    twice = [code for code, count in Counter(region.codes).items() if count > 1]
    if twice:
        yield Problem(f"region '{region.id}' names codes twice", cells=_cells(twice))
    unknown = [code for code in dict.fromkeys(region.codes) if geography.level_of(code) is None]
    if unknown:
        kinds = "; ".join(f"{level.name.en}: {level.code_in_words}" for level in geography.levels)
        what = f"region '{region.id}' names codes of no level of '{geography.id}'"
        yield Problem(what, cells=_cells(unknown), expected=kinds)


def _cells(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code or "(empty)", "") for code in codes)


def _of_frame(frame: pd.DataFrame) -> tuple[tuple[Region, ...], list[Problem]]:
    """The regions of a table with a row for each area of each region."""
    frame = frame.rename(columns=lambda name: str(name).strip())
    known = [str(name) for name in frame.columns]
    missing = [
        Problem("is missing", name, hint=did_you_mean(name, known) if known else None)
        for name in COLUMNS
        if name not in known
    ]
    if missing:
        return (), missing
    wanted = [name for name in (*COLUMNS, "name") if name in known]
    rows = [[cell_text(cell) for cell in row] for row in frame[wanted].to_numpy().tolist()]
    regions = tuple(_region(rows, name) for name in dict.fromkeys(row[0] for row in rows) if name)
    nameless = tuple((row[1], f"row {n}") for n, row in enumerate(rows, 1) if not row[0])
    problems = [Problem("is empty", "region", nameless)] if nameless else []
    if not rows:
        problems.append(Problem("the table has no regions", expected="one row for each area"))
    return regions, [*problems, *_two_names(rows)]


def _region(rows: Sequence[Sequence[str]], name: str) -> Region:
    ours = [row for row in rows if row[0] == name]
    names = [each for row in ours for each in row[2:] if each]
    text = Text(nl=names[0], en=names[0]) if names else None
    return Region(id=name, name=text, codes=tuple(row[1] for row in ours))


def _two_names(rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    names: dict[str, dict[str, None]] = {}
    for row in rows:
        names.setdefault(row[0], {}).update(dict.fromkeys(each for each in row[2:] if each))
    for region, found in names.items():
        if region and len(found) > 1:
            yield Problem(f"region '{region}' has more than one name: {', '.join(found)}")
