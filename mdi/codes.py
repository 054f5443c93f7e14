"""Area codes of a table: trimmed, of the right level, and each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mdi.errors import Problem
from mdi.geographies.model import Geography, Level


def trimmed(codes: Sequence[object], level: Level | None) -> list[str]:
    """The codes as texts without blanks around them."""
    if level is not None and level.has_all(codes):
        return list(codes)  # type: ignore[arg-type]
    return ["" if code is None else str(code).strip() for code in codes]


def problems_with(
    codes: Sequence[str], column: str, level: Level | None, geography: Geography
) -> list[Problem]:
    """Codes that are not of the level, and codes that stand there twice.

    Args:
        codes: (n,) trimmed codes.
        column: the column they stand in.
        level: the level they should have; where unknown, any level of the geography.
        geography: the levels there are.
    """
    if not codes:
        return [Problem("the table has no areas", expected="one row for each area")]
    found = []
    if level is None or not level.has_all(codes):
        found += _malformed(codes, column, level, geography)
    if len(set(codes)) < len(codes):
        found += _twice(codes, column)
    return found


def _malformed(
    codes: Sequence[str], column: str, level: Level | None, geography: Geography
) -> list[Problem]:
    def fits(code: str) -> bool:
        return level.has(code) if level else geography.level_of(code) is not None

    cells = tuple(
        (code or "(empty)", f"row {i + 1}") for i, code in enumerate(codes) if not fits(code)
    )
    if not cells:
        return []
    kind = level.name.en if level else "area"
    expected = level.code_in_words if level else "a code of one of the levels"
    return [Problem(f"holds no {kind} code", column, cells, expected)]


def _twice(codes: Sequence[str], column: str) -> list[Problem]:
    rows: dict[str, list[str]] = {code: [] for code, n in Counter(codes).items() if n > 1 and code}
    for row, code in enumerate(codes, 1):
        if code in rows:
            rows[code].append(str(row))
    cells = tuple((code, "rows " + ", ".join(at)) for code, at in rows.items())
    return [Problem("holds codes twice", column, cells, "one row for each area")] if cells else []
