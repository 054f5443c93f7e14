"""Which column holds the area codes, and which the names: found by content, or named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from geodata.errors import BoundaryError, listed
from geodata.layer import Layer

AREA_CODE = r"(?=[A-Z0-9]*[0-9])[A-Z]{1,3}[0-9A-Z]{2,10}"  # GM0014, WK001400, E01000001
CODE_COLUMNS = ("area_code", "code")  # names that win where several columns hold codes
NAME_COLUMNS = ("area_name", "name", "naam")
NAME_ENDING = r".*(naam|name|nm)(_?\d{4})?"
CODE_TO_NAME = {"code": ("naam", "name"), "cd": ("nm",)}  # gm_code → gm_naam, LSOA21CD → LSOA21NM


@dataclass(frozen=True)
class CodeFaults:
    """All that is wrong with a column of codes.

    Attributes:
        twice: how often each code stands that stands more than once.
        malformed: what is no area code at all.
        foreign: area codes of another form than was asked for.
        empty: the rows of the file without a code, counted from 1.
    """

    twice: Mapping[str, int]
    malformed: tuple[str, ...]
    foreign: tuple[str, ...]
    empty: tuple[int, ...]

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.twice or self.malformed or self.foreign or self.empty)

    def in_words(self) -> list[str]:
        """One line for each kind of fault."""
        found = {
            "duplicate codes": [f"{code} ({count} times)" for code, count in self.twice.items()],
            "malformed codes": [f"'{value}'" for value in self.malformed],
            "foreign codes": [f"'{value}'" for value in self.foreign],
            "no code": [f"row {row}" for row in self.empty],
        }
        return [f"{len(each)} × {what}: {listed(each)}" for what, each in found.items() if each]


def code_faults(
    values: Sequence[str | None],
    pattern: str | None = None,
    numbers: Sequence[int] | None = None,
) -> CodeFaults:
    """Hold a column of codes against the form of a code.

    Args:
        values: the column as text, None where it is empty.
        pattern: regular expression of a whole code; one or more capitals and digits if absent.
        numbers: which row of the file each value stands in; all of them, from 1 on, if absent.
    """
    codes, usual = re.compile(pattern or AREA_CODE), re.compile(AREA_CODE)
    counts = Counter(value for value in values if value is not None)
    wrong = [value for value in counts if not codes.fullmatch(value)]
    return CodeFaults(
        {code: count for code, count in counts.items() if count > 1},
        tuple(value for value in wrong if not usual.fullmatch(value)),
        tuple(value for value in wrong if usual.fullmatch(value)),
        tuple(
            row for row, value in zip(numbers or count(1), values, strict=False) if value is None
        ),
    )


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
    name = likely_code_column(layer, named, pattern)
    faults = code_faults(layer.text(name), pattern, layer.row_numbers)
    if faults:
        message = f"Column '{name}' does not hold one area code per row."
        hint = "Correct the file, or name another code column."
        raise BoundaryError(message, faults.in_words(), hint=hint)
    return name


def likely_code_column(layer: Layer, named: str | None = None, pattern: str | None = None) -> str:
    """The column that `find_code_column` finds, or else the one that comes nearest to it.

    Raises:
        BoundaryError: no column holds a single code, or several hold nothing but codes.
    """
    if named is not None:
        _check_present(named, layer.columns)
        return named
    columns = {name: layer.text(name) for name in layer.columns}
    found = [name for name, values in columns.items() if not code_faults(values, pattern)]
    winners = [name for name in CODE_COLUMNS if name in found] or found
    if len(winners) > 1 and winners == found:
        message = f"{len(found)} columns hold area codes: {', '.join(found)}."
        raise BoundaryError(message, hint=f"Name the code column you mean, such as '{found[-1]}'.")
    return winners[0] if winners else _nearest(columns, re.compile(pattern or AREA_CODE))


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
