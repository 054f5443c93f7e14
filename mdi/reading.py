"""Reading tables: a file or a data frame in, a table that holds up, or all its problems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdi.domains.model import Domains, Indicator, load_domains
from mdi.draft import Draft
from mdi.fitted import Floats
from mdi.geographies.model import load_geography
from mdi.leaf import LeafReader
from mdi.sources.model import Column, Source, load_source
from mdi.status import CellStatus
from mdi.table import Figures, IndicatorTable

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
    geography = load_geography(source.geography)
    draft = Draft(_trimmed(frame), source, domains or load_domains(), geography)
    codes = draft.codes(level)
    population = draft.population(codes)
    border_quality = draft.border_quality(codes)
    values, status, columns = _read_leaves(draft, codes)
    classes = draft.classes()
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
        figures=_figures(draft.domains.leaves(), columns, year, status),
        values=values,
        status=status,
        source=source.id,
        file=file,
        digest=digest,
        warnings=tuple(draft.warnings),
        counts=draft.counts,
        standard_errors=draft.standard_errors,
        classes=classes,
        border_quality=border_quality,
    )


def _trimmed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no spaces around the names of its columns."""
    if all(str(name) == str(name).strip() for name in frame.columns):
        return frame
    return frame.rename(columns=lambda name: str(name).strip())


def _read_leaves(
    draft: Draft, codes: Sequence[str]
) -> tuple[Floats, NDArray[np.uint8], list[Column | None]]:
    """(k, n) figures and statuses, and what the source declares of each of k indicators."""
    leaves = draft.domains.leaves()
    values = np.empty((len(leaves), len(codes)))
    status = np.empty(values.shape, np.uint8)
    columns = [
        LeafReader(draft, leaf, codes).read(values[row], status[row])
        for row, leaf in enumerate(leaves)
    ]
    return values, status, columns


def _figures(
    leaves: Sequence[Indicator],
    columns: Sequence[Column | None],
    year: int,
    status: NDArray[np.uint8],
) -> tuple[Figures, ...]:
    """What each row of the values is."""
    offered = [bool((row <= CellStatus.ESTIMATED).any()) for row in status]
    rows = zip(leaves, columns, offered, strict=True)
    return tuple(_describe(leaf, column, year, offered=here) for leaf, column, here in rows)


def _describe(leaf: Indicator, declared: Column | None, year: int, *, offered: bool) -> Figures:
    """What the figures of an indicator are in this table."""
    if declared is None:
        return Figures(leaf, offered=False, direction=leaf.direction, unit=leaf.unit, year=year)
    return Figures(
        indicator=leaf,
        offered=offered,
        direction=declared.direction or leaf.direction,
        unit=declared.unit or leaf.unit,
        year=declared.year or year,
        proxy=declared.proxy,
        column=declared.origin,
        estimator=declared.estimator,
    )
