"""Reading tables: a file or a data frame in, a table that holds up, or all its problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mdi.domains.model import Domains, load_domains
from mdi.draft import Draft
from mdi.geographies.model import load_geography
from mdi.sources.model import Source, load_source
from mdi.table import IndicatorTable

if TYPE_CHECKING:
    import pandas as pd


def read_table(
    path: str | Path,
    *,
    source: str | Path | Source,
    level: str,
    year: int,
    domains: Domains | None = None,
) -> IndicatorTable:
    """Read a table of indicators from CSV (also .gz), Parquet or Excel.

    Args:
        path: the file.
        source: the name of a source declaration, a path to one, or the declaration.
        level: the level of the areas.
        year: the year of the table.
        domains: your own domains; by default the Dutch MDI.

    Raises:
        FileError: the file cannot be read.
        DeclarationError: the source is not known or not valid.
        TableError: all that is wrong with the table, at once.
    """
    from mdi.formats import digest_of, read_frame  # noqa: PLC0415

    declared = source if isinstance(source, Source) else load_source(source)
    frame = read_frame(Path(path), declared)
    origin = (Path(path).name, digest_of(Path(path)))
    return table_of_frame(frame, declared, level=level, year=year, domains=domains, origin=origin)


def table_of_frame(  # noqa: PLR0913
    frame: pd.DataFrame,
    source: Source,
    *,
    level: str,
    year: int,
    domains: Domains | None = None,
    origin: tuple[str, str] | None = None,
) -> IndicatorTable:
    """Make a table from a data frame, by a source declaration.

    Args:
        frame: one row for each area.
        source: which column is what.
        level: the level of the areas.
        year: the year of the table.
        domains: your own domains; by default the Dutch MDI.
        origin: name and SHA-256 of the file the frame came from.

    Raises:
        TableError: all that is wrong with the frame, at once.
    """
    if any(str(name) != str(name).strip() for name in frame.columns):
        frame = frame.rename(columns=lambda name: str(name).strip())
    draft = Draft(frame, source, domains or load_domains(), load_geography(source.geography))
    codes = draft.codes(level)
    population = draft.population(codes)
    rows = [draft.figures(leaf, codes, year) for leaf in draft.domains.leaves()]
    draft.unused_columns()
    draft.raise_if_any(origin[0] if origin else "The table")
    file, digest = origin or (None, None)
    return IndicatorTable(
        level=level,
        year=year,
        geography=draft.geography,
        domains=draft.domains,
        codes=tuple(codes),
        declared_names=draft.texts(source.area_name),
        declared_parents=draft.parents(level),
        population=population,
        figures=tuple(figures for figures, _, _ in rows),
        values=np.stack([values for _, values, _ in rows]),
        status=np.stack([status for _, _, status in rows]),
        source=source.id,
        file=file,
        digest=digest,
        warnings=tuple(draft.warnings),
    )
