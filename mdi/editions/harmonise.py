"""A table in the borders of another vintage: counts are carried over, rates are recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata.crosswalks import FLAGGED, Crosswalk
from mdi.editions.carrying import Carried, carried_areas
from mdi.errors import ComputationError, DeclarationError, counted, listed
from mdi.fitted import Floats
from mdi.pooling import Pool
from mdi.rates import Counts
from mdi.status import CellStatus
from mdi.table import Figures, IndicatorTable


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One indicator in the new areas.

    Attributes:
        values: (m,) figures, NaN where there is none.
        status: (m,) a `CellStatus` for each.
        covered: (m,) the share of the inhabitants whose figures went into it.
        counts: (m,) the counts, where there are any.
    """

    values: Floats
    status: NDArray[np.uint8]
    covered: Floats
    counts: Counts | None


def harmonise(
    table: IndicatorTable, crosswalk: Crosswalk, *, least_covered: float = 0.5
) -> IndicatorTable:
    """Bring a table into the newer borders of a crosswalk; its year stays.

    Of an area that is unchanged or recoded, all is kept as it is. Of every other, numerators
    and denominators are multiplied by the share of the old area and added; rates are
    recomputed and never averaged. So a merger of whole areas is exact. A figure that rests on
    the share of a split area, or on a part of the counts, is marked as an estimate. An
    indicator without counts is missing where borders changed. Standard errors and classes are
    kept where nothing changed alone. Each area gets the quality of its borders: how much of it
    came with areas that stayed whole.

    Source: formulas F1 and F39.

    Args:
        table: figures of areas in the older borders.
        crosswalk: what became of these areas.
        least_covered: a figure that is about a smaller share of the inhabitants of a new area
            is missing; from 0 to 1.

    Raises:
        DeclarationError: `least_covered` is no share.
        ComputationError: table and crosswalk have no area in common, or new codes are not of
            the level of the table.
    """
    if not 0 <= least_covered <= 1:
        raise DeclarationError(f"'least_covered' is {least_covered}: expected a share, 0 to 1.")
    areas = carried_areas(table, crosswalk)
    _refuse_codes(table, areas.codes)
    pool = Pool(areas, areas.population(table), least_covered)
    rows = [_row(table, row, pool, areas) for row in range(len(table.figures))]
    return _table(table, areas, rows)


def quality_of(table: IndicatorTable, crosswalk: Crosswalk) -> Floats:
    """The quality of each new area of a crosswalk, by the inhabitants of a table.

    Args:
        table: figures of areas in the older borders.
        crosswalk: what became of these areas, m new ones.

    Returns:
        (m,) shares, 0 to 1; see `Crosswalk.quality`.
    """
    old = crosswalk.old.codes
    people = dict(zip(table.codes, table.population.tolist(), strict=True))
    inhabitants = np.array([people.get(code, np.nan) for code in old])
    if table.border_quality is None:
        return crosswalk.quality(inhabitants)
    before = dict(zip(table.codes, np.nan_to_num(table.border_quality, nan=1.0), strict=True))
    return crosswalk.quality(inhabitants, np.array([before.get(code, 1.0) for code in old]))


def _refuse_codes(table: IndicatorTable, codes: Sequence[str]) -> None:
    level = table.geography.level(table.level)
    wrong = [code for code in codes if not level.has(code)]
    if wrong:
        found = f"{counted(len(wrong), 'code')} of the newer borders"
        raise ComputationError(
            f"Not of level {table.level}: {found}, {listed(wrong)}.",
            hint=f"Expected {level.code_in_words}; are the borders of another level?",
        )


def _row(table: IndicatorTable, row: int, pool: Pool, areas: Carried) -> Row:
    """One indicator: kept where nothing changed, pooled by counts elsewhere."""
    leaf = table.figures[row].indicator.id
    counts, covered = table.counts.get(leaf), table.covered.get(leaf)
    m = len(areas.codes)
    empty = CellStatus.NOT_OFFERED if table.figures[row].column is None else CellStatus.MISSING
    found = Row(np.full(m, np.nan), np.full(m, empty, np.uint8), np.zeros(m), None)
    if counts is not None:
        found = _pooled(table, row, pool, areas)
    kept, at = areas.kept, areas.kept_rows
    values, status, share = found.values.copy(), found.status.copy(), found.covered.copy()
    values[kept], status[kept] = table.values[row][at], table.status[row][at]
    share[kept] = 1.0 if covered is None else covered[at]
    if table.figures[row].offered and np.isnan(values).all():
        status[:] = CellStatus.NOT_OFFERED
    return Row(values, status, share, _kept_counts(found.counts, counts, areas))


def _pooled(table: IndicatorTable, row: int, pool: Pool, areas: Carried) -> Row:
    """Counts carried into all new areas, and the rates that they give.

    Figures that rest on the share of a split area are estimates.
    """
    leaf = table.figures[row].indicator
    counts, covered = table.counts[leaf.id], table.covered.get(leaf.id)
    pooled = pool.counts(
        Counts(areas.extended(counts.numerator), areas.extended(counts.denominator)),
        leaf.measure,
        areas.extended(table.status[row], CellStatus.MISSING),
        None if covered is None else areas.extended(covered, 0.0),
    )
    status = pooled.status.copy()
    status[(status == CellStatus.OBSERVED) & areas.parted] = CellStatus.ESTIMATED
    return Row(pooled.values, status, pooled.covered, pooled.counts)


def _kept_counts(found: Counts | None, counts: Counts | None, areas: Carried) -> Counts | None:
    """Counts of areas that did not change, to the last bit."""
    if found is None or counts is None:
        return None
    over, under = found.numerator.copy(), found.denominator.copy()
    over[areas.kept] = counts.numerator[areas.kept_rows]
    under[areas.kept] = counts.denominator[areas.kept_rows]
    return Counts(over, under)


def _table(table: IndicatorTable, areas: Carried, rows: Sequence[Row]) -> IndicatorTable:
    quality = _quality(table, areas)
    notes = (*areas.notes(table), *_flagged(areas.codes, quality), *_warnings(table, rows, areas))
    ids = [figures.indicator.id for figures in table.figures]
    return IndicatorTable(
        level=table.level,
        year=table.year,
        geography=table.geography,
        domains=table.domains,
        codes=areas.codes,
        declared_names=areas.names if any(areas.names) else None,
        declared_parents=areas.parents if any(areas.parents) else None,
        population=areas.carried_population(table),
        figures=tuple(_figures(f, row, areas) for f, row in zip(table.figures, rows, strict=True)),
        values=np.array([row.values for row in rows]).reshape(len(rows), len(areas.codes)),
        status=np.array([row.status for row in rows]).reshape(len(rows), len(areas.codes)),
        source=table.source,
        file=table.file,
        digest=table.digest,
        warnings=(*table.warnings, *notes),
        counts={leaf: row.counts for leaf, row in zip(ids, rows, strict=True) if row.counts},
        standard_errors=_errors(table, areas),
        classes=_classes(table, areas),
        covered=_covered(table, rows),
        border_quality=None if table.border_quality is None and areas.kept.all() else quality,
    )


def _figures(figures: Figures, row: Row, areas: Carried) -> Figures:
    """What the figures are: as they were where no border changed."""
    if not figures.offered or areas.kept.all():
        return figures
    if np.isnan(row.values).all():
        return replace(figures, offered=False, column=None)
    how = "kept where borders did" if row.counts is None else "counts carried over"
    return replace(figures, column=f"{figures.column}, {how}")


def _errors(table: IndicatorTable, areas: Carried) -> Mapping[str, Floats]:
    found = {}
    for leaf, errors in table.standard_errors.items():
        carried = np.full(len(areas.codes), np.nan)
        carried[areas.kept] = errors[areas.kept_rows]
        found[leaf] = carried
    return found


def _classes(table: IndicatorTable, areas: Carried) -> Mapping[str, tuple[str | None, ...]]:
    found = {}
    for name, classes in table.classes.items():
        carried: list[str | None] = [None] * len(areas.codes)
        for new, old in zip(np.flatnonzero(areas.kept), areas.kept_rows, strict=True):
            carried[new] = classes[old]
        found[name] = tuple(carried)
    return found


def _covered(table: IndicatorTable, rows: Sequence[Row]) -> Mapping[str, Floats]:
    """What figures cover, where that is not everything, or was told before."""
    ids = [figures.indicator.id for figures in table.figures]
    return {
        leaf: row.covered
        for leaf, row in zip(ids, rows, strict=True)
        if leaf in table.covered or (row.counts is not None and (row.covered < 1).any())
    }


def _quality(table: IndicatorTable, areas: Carried) -> Floats:
    """(m,) the quality of the new areas that the table goes into."""
    found = dict(zip(areas.walk.new.codes, quality_of(table, areas.walk).tolist(), strict=True))
    return np.array([found[code] for code in areas.codes])


def _flagged(codes: Sequence[str], quality: Floats) -> Iterator[str]:
    """New areas whose counts rest for a good part on shares."""
    pairs = zip(codes, quality.tolist(), strict=True)
    low = [f"{code} ({share:.2f})" for code, share in pairs if share < FLAGGED]
    if low:
        what = f"{counted(len(low), 'area')} of a quality below {FLAGGED}"
        yield f"{what}, not to be ranked by change: {listed(low)}"


def _warnings(table: IndicatorTable, rows: Sequence[Row], areas: Carried) -> Iterator[str]:
    """What could not be carried, and what is estimated."""
    pairs = list(zip(table.figures, rows, strict=True))
    without = [f.indicator.id for f, row in pairs if f.offered and row.counts is None]
    changed = int((~areas.kept).sum())
    if without and changed:
        where = f"missing in the {counted(changed, 'area')} whose borders changed"
        yield f"without counts, and so {where}: {', '.join(without)}"
    guessed = [areas.codes[i] for i in np.flatnonzero(areas.parted).tolist()]
    if guessed:
        what = f"estimated in {counted(len(guessed), 'area')} with a part of a split area"
        yield f"{what}: {listed(guessed)}"
