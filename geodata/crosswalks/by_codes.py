"""A crosswalk from a declared table of changes: old code, new code, and share where split."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np

from geodata.crosswalks.model import Crosswalk, Links, Side
from geodata.errors import BoundaryError, BoundaryFileError, listed

COLUMNS = ("old", "new")
DELIMITERS = (",", ";", "\t")
EXACT = 1e-6  # by how much the shares of an area may miss 1, as they stand in a file


@dataclass(frozen=True, slots=True)
class Change:
    """An old code, a new code, and the share of the old area that went there."""

    old: str
    new: str
    share: float = 1.0


def read_changes(path: str | Path) -> tuple[Change, ...]:
    """Read changes from a CSV file with the columns old, new and where wanted share.

    An area that went over whole has one row and no share; one that was split has a row for
    each part, with shares that sum to 1. Areas that did not change need no row.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: all that is wrong with it, at once.
    """
    path = Path(path)
    header, rows = _rows(path)
    missing = [f"no column '{name}'" for name in COLUMNS if name not in header]
    if missing:
        hint = "Expected the columns old, new and where wanted share."
        raise BoundaryError(f"'{path.name}' is no table of changes.", missing, hint=hint)
    cells = [dict(zip(header, map(str.strip, row), strict=False)) for row in rows if any(row)]
    changes = tuple(_change(row) for row in cells)
    problems = list(_problems(changes))
    if problems:
        raise BoundaryError(f"The changes in '{path.name}' do not hold up.", problems)
    return changes


def crosswalk_of_changes(
    changes: Sequence[Change], codes: Sequence[str], vintage: int | None = None
) -> Crosswalk:
    """What became of areas, as declared; an area that is not named stays as it is.

    New areas stand in the order of their codes. Changes of areas that are not among the codes
    are left aside: a table of changes may be about many years.

    Args:
        changes: which code became which.
        codes: codes of the areas there are, in the older borders.
        vintage: the year of the newer borders.

    Raises:
        BoundaryError: shares do not sum to 1, or pairs stand twice.
    """
    problems = list(_problems(changes))
    if problems:
        raise BoundaryError("The changes do not hold up.", problems)
    named: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        named[change.old].append(change)
    now = [change for code in codes for change in named.get(code) or [Change(code, code)]]
    new = tuple(sorted({change.new for change in now}))
    rows = {code: row for row, code in enumerate(codes)}, {code: i for i, code in enumerate(new)}
    links = Links(
        old=np.array([rows[0][change.old] for change in now], np.int64),
        new=np.array([rows[1][change.new] for change in now], np.int64),
        share=np.array([change.share for change in now]),
        shape=(len(codes), len(new)),
    )
    old = Side.of_codes(tuple(codes))
    notes = _unused(named, rows[0])
    return Crosswalk(
        old, Side.of_codes(new, vintage), _exact(links), np.ones(len(codes)), tuple(notes)
    )


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
    """A row; a share that is no number becomes NaN, to be reported."""
    text = row.get("share", "").replace(",", ".") or "1"
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    return Change(row.get("old", ""), row.get("new", ""), share)


def _problems(changes: Sequence[Change]) -> Iterator[str]:
    """Codes that are not there, shares that are none, pairs that stand twice, sums."""
    totals: dict[str, list[float]] = defaultdict(list)
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for change in changes:
        totals[change.old].append(change.share)
        pairs[change.old, change.new] += 1
    shares = [c for c in changes if not (math.isfinite(c.share) and 0 <= c.share <= 1)]
    sums = {old: math.fsum(parts) for old, parts in totals.items()}
    found = {
        "without a code": [f"row {n}" for n, c in enumerate(changes, 1) if not (c.old and c.new)],
        "more than once": [f"{old} → {new}" for (old, new), count in pairs.items() if count > 1],
        "share is not 0 to 1": [f"{c.old} → {c.new}" for c in shares],
        "shares do not sum to 1": [
            f"{old} ({total:.6g})" for old, total in sums.items() if abs(total - 1) > EXACT
        ],
    }
    for what, where in found.items():
        if where:
            yield f"{what}: {listed(where)}"


def _exact(links: Links) -> Links:
    """Shares that sum to 1 to the last digit but one."""
    return Links(links.old, links.new, links.share / links.inside[links.old], links.shape)


def _unused(named: dict[str, list[Change]], codes: dict[str, int]) -> Iterator[str]:
    there = {change.new for changes in named.values() for change in changes}
    unused = [code for code in named if code not in codes and code not in there]
    if unused:
        yield f"{len(unused)} areas of the changes are not in the table: {listed(unused)}"
