"""Which column holds the area codes, and which the names: found by content, or named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from geodata.errors import BoundaryError, listed
from geodata.layer import Layer

AREA_CODE = r"(?=[A-Z0-9]*[0-9])[A-Z]{1,3}[0-9A-Z]{2,10}"  # GM0014, WK001400, E01000001
CODE_COLUMNS = ("area_code", "code")  # names that win where several columns hold codes
NAME_COLUMNS = ("area_name", "name", "naam")
NAME_ENDING = r".*(naam|name|nm)(_?\d{4})?"
CODE_TO_NAME = {"code": ("naam", "name"), "cd": ("nm",)}  # gm_code → gm_naam, LSOA21CD → LSOA21NM


def find_code_column(layer: Layer, named: str | None = None, pattern: str | None = None) -> str:
    """The column whose values are all area codes, each once.

    Where several columns are, one that is called `area_code` or `code` wins.

    Args:
        layer: what stands in the file.
        named: the column, if the user named it; its content is checked all the same.
        pattern: regular expression of a whole code; one or more capitals and digits if absent.

    Raises:
        BoundaryError: no column, or more than one, or all that is wrong with the nearest one.
    """
    codes = re.compile(pattern or AREA_CODE)
    columns = {name: layer.text(name) for name in layer.columns}
    if named is not None:
        _check_present(named, columns)
        return _checked(named, columns[named], codes)
    found = [name for name, values in columns.items() if not _problems(values, codes)]
    winners = [name for name in CODE_COLUMNS if name in found] or found
    if len(winners) > 1 and winners == found:
        message = f"{len(found)} columns hold area codes: {', '.join(found)}."
        raise BoundaryError(message, hint=f"Name the code column you mean, such as '{found[-1]}'.")
    if winners:
        return winners[0]
    nearest = _nearest(columns, codes)
    return _checked(nearest, columns[nearest], codes)


def find_name_column(layer: Layer, code_column: str, named: str | None = None) -> str | None:
    """The column with the names of the areas, None if the file has none that is clear.

    `area_name`, `name` or `naam` comes first, then the code column's twin (`gm_naam` beside
    `gm_code`), then the only column that ends in naam, name or nm.

    Raises:
        BoundaryError: the user named a column that is not there.
    """
    if named is not None:
        _check_present(named, layer.columns)
        return named
    by_lower = {name.lower(): name for name in layer.columns}
    wanted = [*NAME_COLUMNS, *_twins(code_column.lower())]
    ending = [name for name in by_lower if re.fullmatch(NAME_ENDING, name)]
    first = [name for name in wanted if name in by_lower] or (ending if len(ending) == 1 else [])
    return by_lower[first[0]] if first else None


def _checked(name: str, values: Sequence[str | None], codes: re.Pattern[str]) -> str:
    problems = _problems(values, codes)
    if problems:
        message = f"Column '{name}' does not hold one area code per row."
        raise BoundaryError(
            message, problems, hint="Correct the file, or name another code column."
        )
    return name


def _problems(values: Sequence[str | None], codes: re.Pattern[str]) -> list[str]:
    counts = Counter(value for value in values if value is not None)
    twice = [f"{code} ({count} times)" for code, count in counts.items() if count > 1]
    wrong = [f"'{value}'" for value in counts if not codes.fullmatch(value)]
    empty = [f"row {row}" for row, value in enumerate(values, 1) if value is None]
    found = {"duplicate codes": twice, "malformed codes": wrong, "no code": empty}
    return [f"{len(each)} × {what}: {listed(each)}" for what, each in found.items() if each]


def _nearest(columns: Mapping[str, Sequence[str | None]], codes: re.Pattern[str]) -> str:
    matching = {n: {v for v in values if v and codes.fullmatch(v)} for n, values in columns.items()}
    best = max(matching, key=lambda name: len(matching[name]), default=None)
    if best is None or not matching[best]:
        message = "No column of the file holds area codes."
        there = [f"column '{n}' holds for instance '{v[0]}'" for n, v in columns.items() if v]
        hint = "Are these the areas of another level? Else name the code column and the form of its codes."
        raise BoundaryError(message, there, hint=hint)
    return best


def _check_present(name: str, columns: Mapping[str, object]) -> None:
    if name not in columns:
        message = f"The file has no column '{name}'."
        raise BoundaryError(message, hint="It has: " + (", ".join(columns) or "none") + ".")


def _twins(code_column: str) -> list[str]:
    return [
        code_column.replace(code, name)
        for code, names in CODE_TO_NAME.items()
        if code in code_column
        for name in names
    ]
