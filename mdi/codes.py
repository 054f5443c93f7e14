"""Area codes of a table: trimmed, of the right level, and each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from mdi.cells import cell_text
from mdi.errors import Problem
from mdi.geographies.model import Geography, Level


def read_codes(
    cells: Sequence[object], column: str, level: Level | None, geography: Geography
) -> tuple[list[str], list[Problem]]:
    """The trimmed codes; those that are not of the level, and those that stand there twice.

    Args:
        cells: (n,) cells of the column.
        column: its name.
        level: the level the codes should have; where unknown, any level of the geography.
        geography: the levels there are.
    """
    if not cells:
        return [], [Problem("the table has no areas", expected="one row for each area")]
    problems: list[Problem] = []
    if level is not None and level.has_all(cells):
        codes = cast("list[str]", cells)
    else:
        codes = [cell_text(cell) for cell in cells]
        problems += _malformed(codes, column, level, geography)
    if len(set(codes)) < len(codes):
        problems += _twice(codes, column)
    return codes, problems


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
