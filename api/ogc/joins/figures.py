"""Figures from a file with separated values (RFC 4180), within bounds whatever is in it."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from mdi.errors import DeclarationError, Problem, did_you_mean

ROWS = 1_000_000  # lines of a file
COLUMNS = 100  # that are joined at once
NAMES = 4_000  # signs of their names together: every area repeats them
CELL = 10_000  # signs of a cell
SHORT = 10  # rows with too few cells that are told
BREAKS = {"\r", "\n", '"'}
BARE = "The file does not hold up."


@dataclass(frozen=True)
class Form:
    """How a file is written, and which of its columns are meant.

    Attributes:
        delimiter: what stands between two cells: one sign.
        key: the column with the codes: its number from 0, or its name.
        values: the columns with the figures, in the same way.
        header: the line with the names of columns, from 1.
        start: the line at which the figures begin, from 1.
    """

    delimiter: str
    key: str
    values: Sequence[str]
    header: int = 1
    start: int = 2


@dataclass(frozen=True)
class Figures:
    """What a file says of areas.

    Attributes:
        names: of the figures (k).
        rows: the cells of each area that is known, by its code (k each).
        additional: keys that are no code of an area, in their order.
        duplicate: keys that stand there more than once, in their order.
    """

    names: Sequence[str]
    rows: dict[str, list[str]] = field(default_factory=dict)
    additional: dict[str, None] = field(default_factory=dict)
    duplicate: dict[str, None] = field(default_factory=dict)


def read_figures(
    content: bytes, form: Form, codes: Container[str], taken: Sequence[str]
) -> Figures:
    """The figures of a file; where a key stands twice, its first row counts (OGC 22-026).

    Keys are compared without white space around them; rows without a key are passed over.

    Args:
        content: the file, as UTF-8; a byte order mark is forgiven.
        form: how it is written.
        codes: of the areas.
        taken: names that figures cannot have.

    Raises:
        DeclarationError: all that is wrong with it.
    """
    lines = _lines(content, form.delimiter)
    header = _header(lines, form)
    key, *values = _places(header, form)
    names = _names(header, values, taken)
    found, short = Figures(names), _Short()
    for number, cells in lines:
        if number < form.start or not cells:
            continue
        if len(cells) <= max(key, *values):
            short.add(number, len(cells))
            continue
        _take(found, cells[key].strip(), [cells[place] for place in values], codes)
    short.check(max(key, *values) + 1)
    return found


def _take(found: Figures, key: str, cells: list[str], codes: Container[str]) -> None:
    if not key:
        return
    if key in found.rows or key in found.additional:
        found.duplicate[key] = None
    elif key in codes:
        found.rows[key] = cells
    else:
        found.additional[key] = None


def _lines(content: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, from 1.

    Raises:
        DeclarationError: it is no such file, or too much of one.
    """
    reader = csv.reader(StringIO(_text(content), newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > ROWS:
                raise DeclarationError(f"The file has more than {ROWS} rows.")
            yield number, cells
    except csv.Error as error:
        what = f"behind row {number} the file is not separated by '{delimiter}': {error}"
        raise DeclarationError(BARE, [Problem(what)]) from None


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is no UTF-8"
        hint = "Save the file as 'CSV UTF-8'."
        raise DeclarationError(BARE, [Problem(what, expected="UTF-8", hint=hint)]) from None
    if "\0" in text:
        what = f"sign {text.index(chr(0))} is NUL"
        raise DeclarationError(BARE, [Problem(what, expected="a file of text")])
    return text


def _header(lines: Iterator[tuple[int, list[str]]], form: Form) -> list[str]:
    """The names of all columns."""
    for number, cells in lines:
        if number == form.header:
            return [cell.strip() for cell in cells]
    what = f"there is no row {form.header}, where the names of columns should be"
    raise DeclarationError(BARE, [Problem(what)])


def _places(header: Sequence[str], form: Form) -> list[int]:
    """Where the column with keys and those with figures stand."""
    problems: list[Problem] = []
    found = []
    asked = [("right-dataset-key", form.key)]
    asked += [("right-dataset-data-value-list", each) for each in form.values]
    for parameter, word in asked:
        if word.isascii() and word.isdigit() and int(word[:9]) < len(header):
            found.append(int(word[:9]))
        elif word in header:
            found.append(header.index(word))
        else:
            expected = f"a number from 0 to {len(header) - 1}, or a name"
            near = did_you_mean(word[:60], header[:COLUMNS])
            what = f"{parameter}: there is no column '{_cut(word)}'"
            problems.append(Problem(what, expected=expected, hint=near or _hint(header, form)))
    if problems:
        raise DeclarationError(BARE, problems[:SHORT])
    return found


def _hint(header: Sequence[str], form: Form) -> str:
    shown = ", ".join(f"'{_cut(name)}'" for name in header[:SHORT])
    return f"Separated by '{form.delimiter}' there are {len(header)} columns: {shown}."


def _names(header: Sequence[str], values: Sequence[int], taken: Sequence[str]) -> list[str]:
    """The names of the figures: those of the header, each once."""
    names = [header[place] for place in values]
    problems = []
    for place, name in zip(values, names, strict=True):
        if not name or not name.isprintable():
            problems.append(Problem(f"column {place} has no name that can be printed"))
        elif name in taken:
            what = f"column {place} is called '{name}', as the areas call something of their own"
            problems.append(Problem(what, hint="Give it another name in the file."))
        elif names.count(name) > 1:
            problems.append(Problem(f"column {place} is called '{_cut(name)}', as another one is"))
    if sum(map(len, names)) > NAMES:
        what = f"the names of the columns have more than {NAMES} signs together"
        problems.append(Problem(what, hint="Join fewer columns at once, or name them shorter."))
    if problems:
        raise DeclarationError(BARE, problems[:SHORT])
    return names


class _Short:
    """Rows with too few cells: the first of them, and how many there are."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def add(self, number: int, cells: int) -> None:
        """Remember one."""
        self.count += 1
        if len(self.first) < SHORT:
            self.first.append(f"row {number} has {cells}")

    def check(self, least: int) -> None:
        """Refuse the file where there are any."""
        if self.count:
            what = f"{self.count} rows have too few cells: {', '.join(self.first)}"
            hint = "Is the delimiter right? Empty rows are passed over."
            raise DeclarationError(BARE, [Problem(what, expected=f"at least {least}", hint=hint)])


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
