"""What the cells of a column are: whole numbers, numbers or texts, the same for all of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from api.ogc.joins.model import Values

MISSING = {"", ".", "-", "NA", "N/A", "NaN", "nan", "null", "NULL"}  # in a column of numbers
FIGURES = r"(?:0|[1-9]\d{0,14})"  # of a whole number: a double tells no more
WHOLE = re.compile(rf"[+-]?{FIGURES}", re.ASCII)
POINT = re.compile(
    rf"[+-]?(?:{FIGURES}|(?:0|[1-9]\d*)?\.\d+|(?:0|[1-9]\d*)\.|[1-9]\d*(?=[eE]))"
    r"(?:[eE][+-]?\d{1,3})?",
    re.ASCII,
)
COMMA = re.compile(
    rf"[+-]?(?:{FIGURES}|(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|0|[1-9]\d*)?,\d+"
    r"|[1-9]\d{0,2}(?:\.\d{3}){1,4})(?:[eE][+-]?\d{1,3})?",
    re.ASCII,
)


def typed(cells: Sequence[str], delimiter: str) -> Values:
    """The cells of a column as values, without white space around them; what is missing is None.

    A column is one of numbers where every cell is one, or says that it is missing. Figures that
    begin with a nought, such as 0363, or are longer than a number can tell, are codes, and so
    texts. A formula is a text. Where no comma stands between cells it may be the decimal mark;
    points then stand between thousands.

    Args:
        cells: as they stand in the file.
        delimiter: what stands between two cells there.
    """
    plain = [cell.strip() for cell in cells]
    forms: list[tuple[re.Pattern[str], Callable[[str], float]]] = [(WHOLE, int), (POINT, float)]
    if delimiter != ",":
        forms.append((COMMA, _dutch))
    for pattern, read in forms:
        numbers = _numbers(plain, pattern, read)
        if numbers is not None:
            return numbers
    return [cell or None for cell in plain]


def _numbers(
    cells: Sequence[str], pattern: re.Pattern[str], read: Callable[[str], float]
) -> Values | None:
    """The cells as numbers; None where one is something else, or all are missing."""
    found: Values = []
    for cell in cells:
        if cell in MISSING:
            found.append(None)
        elif pattern.fullmatch(cell) and math.isfinite(number := read(cell)):
            found.append(number)
        else:
            return None
    return found if any(number is not None for number in found) else None


def _dutch(cell: str) -> float:
    return float(cell.replace(".", "").replace(",", "."))
