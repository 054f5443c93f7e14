"""Numbers for features: MVT knows no text as an identifier."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray

SAFE = 2**53  # the integers that JavaScript knows exactly


def feature_ids(codes: Sequence[str]) -> NDArray[np.int64]:
    """A stable number for each code (n), below 2**53.

    The code after its leading letters, read in base 36 (`"GM0014"` is 40). Where that gives
    two areas one number, whole codes are read; where that does not do, codes are hashed.

    Args:
        codes: area codes, unique (n).
    """
    for rule in (_after_prefix, _whole):
        numbers = [_number(rule(code)) for code in codes]
        if len({n for n in numbers if n is not None}) == len(codes):
            return np.array(numbers, np.int64)
    return _hashed(codes)


def _after_prefix(code: str) -> str:
    return re.sub(r"^[A-Za-z]+(?=[0-9])", "", code)


def _whole(code: str) -> str:
    return code


def _number(text: str) -> int | None:
    """The number, None where the text holds other signs or is too long."""
    if not re.fullmatch("[0-9A-Za-z]+", text):
        return None
    number = int(text, 36)
    return number if number < SAFE else None


def _hashed(codes: Sequence[str]) -> NDArray[np.int64]:
    taken: dict[int, str] = {}
    for code in codes:
        number = xxhash.xxh3_64_intdigest(code.encode("utf-8", "surrogatepass")) % SAFE
        while number in taken:
            number = (number + 1) % SAFE
        taken[number] = code
    return np.array(list(taken), np.int64)
