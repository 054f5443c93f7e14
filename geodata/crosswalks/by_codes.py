"""A crosswalk from a declared table of changes: old code, new code, share and year."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain
from pathlib import Path

import numpy as np

from geodata.crosswalks.chain import Change, Step, chained, steps_of
from geodata.crosswalks.model import Crosswalk, Links, Side
from geodata.errors import BoundaryError, BoundaryFileError, listed

COLUMNS = ("old", "new")
DELIMITERS = (",", ";", "\t")
EXACT = 1e-6  # by how much the shares of an area may miss 1, as they stand in a file


def read_changes(path: str | Path) -> tuple[Change, ...]:
    """Read changes from a CSV file with the columns old, new and where wanted share and year.

    An area that went over whole has one row and no share; one that was split has a row for
    each part, with shares that sum to 1. Areas that did not change need no row. Changes of
    several years have the first year of the new borders, in every row.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: all that is wrong with it, at once.
    """
    path = Path(path)
    header, rows = _rows(path)
    missing = [f"no column '{name}'" for name in COLUMNS if name not in header]
    if missing:
        hint = "Expected the columns old, new and where wanted share and year."
        raise BoundaryError(f"'{path.name}' is no table of changes.", missing, hint=hint)
    cells = [dict(zip(header, map(str.strip, row), strict=False)) for row in rows if any(row)]
    changes = tuple(_change(row) for row in cells)
    problems = list(_problems(changes))
    if problems:
        raise BoundaryError(f"The changes in '{path.name}' do not hold up.", problems)
    return changes


def crosswalk_of_changes(
    changes: Sequence[Change],
    codes: Sequence[str],
    vintage: int | None = None,
    since: int | None = None,
) -> Crosswalk:
    """What became of areas, as declared; an area that is not named stays as it is.

    New areas stand in the order of their codes. Changes of areas that are not among the codes
    are left aside: a table of changes may be about other areas too. Changes with a year follow
    each other, from the year after `since` up to `vintage`; without, all are one step.

    Args:
        changes: which code became which.
        codes: codes of the areas there are, in the older borders.
        vintage: the year of the newer borders; by default the last that the changes know.
        since: the year of the older borders; None where all changes are later.

    Raises:
        BoundaryError: shares do not sum to 1, pairs stand twice, or some years are missing.
    """
    problems = list(_problems(changes))
    if problems:
        raise BoundaryError("The changes do not hold up.", problems)
    last = max((change.year for change in changes if change.year), default=None)
    until = vintage or last
    steps = steps_of(changes, since, until)
    now = chained(steps, codes)
    new = tuple(sorted({change.new for change in now}))
    rows = {code: row for row, code in enumerate(codes)}, {code: i for i, code in enumerate(new)}
    links = Links(
        old=np.array([rows[0][change.old] for change in now], np.int64),
        new=np.array([rows[1][change.new] for change in now], np.int64),
        share=np.array([change.share for change in now]),
        shape=(len(codes), len(new)),
    )
    sides = Side.of_codes(tuple(codes), last and since), Side.of_codes(new, until)
    notes = (*_unused(steps, codes), *(() if last else _undated(steps)))
    return Crosswalk(*sides, _exact(links), np.ones(len(codes)), notes)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header in small letters, and the rows."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BoundaryFileError(f"There is no file '{path}'.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BoundaryFileError(f"'{path}' cannot be read: {error}.") from None
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = list(csv.reader(StringIO(text), delimiter=delimiter))
    return [name.strip().lower() for name in (rows or [[]])[0]], rows[1:]


def _change(row: dict[str, str]) -> Change:
    """A row; a share that is no number becomes NaN, and a year that is none 0, to be reported."""
    text = row.get("share", "").replace(",", ".") or "1"
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    year = row.get("year", "")
    when = (int(year) if year.isdecimal() else 0) if year else None
    return Change(row.get("old", ""), row.get("new", ""), share, when)


def _problems(changes: Sequence[Change]) -> Iterator[str]:
    """Codes and years that are not there, shares that are none, pairs that stand twice, sums."""
    totals: dict[tuple[int | None, str], list[float]] = defaultdict(list)
    for change in changes:
        totals[change.year, change.old].append(change.share)
    pairs = Counter((c.year, c.old, c.new) for c in changes)
    shares = [c for c in changes if not (math.isfinite(c.share) and 0 <= c.share <= 1)]
    sums = {key: math.fsum(parts) for key, parts in totals.items()}
    dated = any(c.year is not None for c in changes)
    found = {
        "without a code": [f"row {n}" for n, c in enumerate(changes, 1) if not (c.old and c.new)],
        "more than once": [
            f"{old} → {new}{_in(year)}" for (year, old, new), count in pairs.items() if count > 1
        ],
        "share is not 0 to 1": [f"{c.old} → {c.new}" for c in shares],
        "shares do not sum to 1": [
            f"{old} ({total:.6g}){_in(year)}"
            for (year, old), total in sums.items()
            if abs(total - 1) > EXACT
        ],
        "without a year, where others have one": [
            f"row {n}" for n, c in enumerate(changes, 1) if dated and c.year is None
        ],
        "year is no year": [f"row {n}" for n, c in enumerate(changes, 1) if c.year == 0],
    }
    for what, where in found.items():
        if where:
            yield f"{what}: {listed(where)}"


def _in(year: int | None) -> str:
    return f" in {year}" if year else ""


def _exact(links: Links) -> Links:
    """Shares that sum to 1 to the last digit but one."""
    return Links(links.old, links.new, links.share / links.inside[links.old], links.shape)


def _unused(steps: Sequence[Step], codes: Sequence[str]) -> Iterator[str]:
    """Areas that change, and that neither the table nor an earlier change has."""
    there = {*codes, *(c.new for step in steps for changes in step.values() for c in changes)}
    unused = [code for code in dict.fromkeys(chain(*steps)) if code not in there]
    if unused:
        what = "1 area" if len(unused) == 1 else f"{len(unused)} areas"
        yield f"{what} of the changes not among the older codes, left aside: {listed(unused)}"


def _undated(steps: Sequence[Step]) -> Iterator[str]:
    """Areas that came about and went away in one step: perhaps these are two."""
    for step in steps:
        came = {c.new for old, changes in step.items() for c in changes if c.new != old}
        gone = [code for code, changes in step.items() if code not in {c.new for c in changes}]
        both = sorted(came.intersection(gone))
        if both:
            yield (
                "taken as one step, though areas went to codes that went elsewhere themselves; "
                f"if that was in a later year, give the changes a column year: {listed(both)}"
            )
