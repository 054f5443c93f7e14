"""Roll-up: a table of small areas as a table of larger areas or of regions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from mdi.errors import (
    ComputationError,
    DeclarationError,
    Problem,
    counted,
    did_you_mean,
    listed,
)
from mdi.geographies.model import REGION
from mdi.membership import Larger, Membership, members_of
from mdi.pooling import Pool, Pooled
from mdi.status import CellStatus
from mdi.table import Figures, IndicatorTable


def roll_up(
    table: IndicatorTable,
    *,
    to: Larger,
    above: Sequence[IndicatorTable] = (),
    by_population: Collection[str] = (),
    least_covered: float = 0.5,
) -> IndicatorTable:
    """Pool the figures of a table to larger areas.

    Numerators and denominators are added, rates are never averaged. An area whose counts
    are not known leaves out both; the figure of its larger area is then marked as an
    estimate, and `covered` of the new table tells the share of the inhabitants it is about
    (of the areas, where inhabitants are unknown). An indicator without counts is left out.
    Inhabitants are added. Standard errors, classes and the quality of borders are not carried
    over.

    Source: formula F1.

    Args:
        table: figures of n areas.
        to: a larger level of the geography, or regions; see `members_of`. A region may list
            codes of which the table has no area.
        above: tables of larger areas, where they tell which areas lie in which, and names.
        by_population: indicators without counts that may be averaged by inhabitants; such
            figures are marked as estimates.
        least_covered: a figure about a smaller share of the inhabitants than this is
            missing; from 0 to 1.

    Raises:
        DeclarationError: there is no such level, it is not larger, or `least_covered` is no
            share.
        ComputationError: table, level, regions or indicators do not fit together.
    """
    if not 0 <= least_covered <= 1:
        raise DeclarationError(f"'least_covered' is {least_covered}: expected a share, 0 to 1.")
    _refuse(table, by_population)
    members = members_of(table, to, above=above, strict=False)
    pool = Pool(members, table.population, least_covered)
    pooled = [_pool(table, row, pool, by_population) for row in range(len(table.figures))]
    return _table(table, members, pooled)


def _refuse(table: IndicatorTable, by_population: Collection[str]) -> None:
    """Indicators that cannot be averaged by inhabitants."""
    known = [figures.indicator.id for figures in table.figures]
    problems = [
        Problem(f"there is no indicator '{name}'", hint=did_you_mean(name, known))
        for name in by_population
        if name not in known
    ]
    problems += [
        Problem(
            f"'{name}' has counts", hint="it is pooled by them; leave it out of 'by_population'"
        )
        for name in by_population
        if name in table.counts
    ]
    if by_population and np.isnan(table.population).all():
        problems.append(Problem("the table has no inhabitants to average by"))
    if problems:
        raise ComputationError("The table cannot be rolled up like this.", problems)


def _pool(
    table: IndicatorTable, row: int, pool: Pool, by_population: Collection[str]
) -> Pooled | None:
    """One indicator of the larger areas; None where it cannot be pooled."""
    figures = table.figures[row]
    leaf = figures.indicator.id
    covered = table.covered.get(leaf)
    if leaf in table.counts:
        counts, measure = table.counts[leaf], figures.indicator.measure
        return pool.counts(counts, measure, table.status[row], covered)
    by_mean = figures.offered and leaf in by_population
    return pool.means(table.values[row], covered) if by_mean else None


def _table(
    table: IndicatorTable, members: Membership, pooled: Sequence[Pooled | None]
) -> IndicatorTable:
    shape = (len(pooled), len(members.codes))
    values, status = np.full(shape, np.nan), np.full(shape, CellStatus.NOT_OFFERED, np.uint8)
    here = [(row, each) for row, each in enumerate(pooled) if each is not None]
    for row, each in here:
        values[row], status[row] = each.values, each.status
    ids = [figures.indicator.id for figures in table.figures]
    return IndicatorTable(
        level=members.level,
        year=table.year,
        geography=members.geography,
        domains=table.domains,
        codes=members.codes,
        declared_names=members.names if any(members.names) else None,
        declared_parents=members.parents if any(members.parents) else None,
        population=members.total(table.population),
        figures=tuple(map(_figures, table.figures, pooled)),
        values=values,
        status=status,
        source=table.source,
        file=table.file,
        digest=table.digest,
        warnings=(*table.warnings, *_left_out(members), *_warnings(table, pooled)),
        counts={ids[row]: each.counts for row, each in here if each.counts is not None},
        covered={ids[row]: each.covered for row, each in here},
    )


def _figures(figures: Figures, pooled: Pooled | None) -> Figures:
    """What the pooled figures are."""
    if pooled is None:
        return replace(figures, offered=False, column=None)
    how = "mean by inhabitants" if pooled.counts is None else "counts pooled"
    offered = bool((~np.isnan(pooled.values)).any())
    return replace(figures, offered=offered, column=f"{figures.column}, {how}")


def _left_out(members: Membership) -> Iterator[str]:
    """Areas that a level leaves out, and codes of regions that the table has no area of."""
    if members.outside and members.level != REGION:
        what = f"{counted(len(members.outside), 'area')} without a known {members.level} left out"
        yield f"{what}: {listed(members.outside)}"
    for region, codes in members.absent.items():
        yield f"region '{region}': no area of the table lies in {listed(codes)}"


def _warnings(table: IndicatorTable, pooled: Sequence[Pooled | None]) -> Iterator[str]:
    """What was left out, averaged, or pooled from a part of the areas only."""
    pairs = list(zip(table.figures, pooled, strict=True))
    without = [f.indicator.id for f, each in pairs if f.offered and each is None]
    quality = table.border_quality
    if quality is not None and (moved := int((quality < 1).sum())):
        yield (
            f"borders moved in {counted(moved, 'area')}; what that means for the larger areas "
            "is not known"
        )
    averaged = [f.indicator.id for f, each in pairs if each is not None and each.counts is None]
    if without:
        yield (
            f"without counts, and so not rolled up: {', '.join(without)}; name one in "
            "'by_population' where its mean by inhabitants will do"
        )
    if averaged:
        yield f"for want of counts a mean by inhabitants: {', '.join(averaged)}"
    for figures, each in pairs:
        if each is not None and (each.covered < 1).any():
            yield f"{figures.indicator.id}: {_partly(each)}"


def _partly(pooled: Pooled) -> str:
    """``3 areas about part of their inhabitants, at least 61 %; 1 area without a figure``."""
    shown = pooled.status <= CellStatus.ESTIMATED
    part = shown & (pooled.covered < 1)
    thin = pooled.status == CellStatus.MISSING
    parts = []
    if part.any():
        lowest = np.floor(100 * pooled.covered[part].min())
        areas = counted(int(part.sum()), "figure")
        parts.append(f"{areas} about a part of the inhabitants, at least {lowest:.0f} %")
    if thin.any():
        parts.append(f"{counted(int(thin.sum()), 'area')} without a figure, too little is known")
    return "; ".join(parts)
