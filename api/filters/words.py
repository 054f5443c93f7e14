"""Columns of texts: every different text once, in order, and for each area which one it is.

A comparison with a text looks that text up once and then compares whole numbers; a pattern is
held against every different text once.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.filters.folding import folded
from api.filters.model import Fold, Sign
from api.filters.patterns import matching
from api.filters.truth import Bools, Truth, where_known


class Words:
    """Texts of all areas.

    Args:
        vocabulary: the different texts, in order of code points.
        codes: place in the vocabulary of the text of each area (n,); -1 where there is none.
    """

    def __init__(self, vocabulary: Sequence[str], codes: NDArray[np.int32]) -> None:
        self.vocabulary, self.codes = vocabulary, codes
        self._folded: dict[Fold, Words] = {}

    @cached_property
    def known(self) -> Bools:
        """Which areas have a text (n,)."""
        return self.codes >= 0

    @cached_property
    def texts(self) -> NDArray[np.object_]:
        """The text of each area (n,); empty where there is none."""
        return np.array([*self.vocabulary, ""], dtype=object)[self.codes]

    @cached_property
    def _searchable(self) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        return pa.array(self.vocabulary, pa.string())

    def folded(self, fold: Fold) -> Words:
        """The same without regard to case or accents; worked out once."""
        if fold not in self._folded:
            self._folded[fold] = _encoded([folded(each, fold) for each in self.vocabulary], self)
        return self._folded[fold]

    def compared(self, sign: Sign, text: str) -> Truth:
        """Every text against one."""
        first, after = bisect_left(self.vocabulary, text), bisect_right(self.vocabulary, text)
        if sign in {"=", "<>"}:
            same = where_known((self.codes >= first) & (self.codes < after), self.known)
            return same if sign == "=" else ~same
        border = first if sign in {"<", ">="} else after
        below = where_known(self.codes < border, self.known)
        return below if sign in {"<", "<="} else ~below

    def among(self, texts: Iterable[str]) -> Truth:
        """Which texts are one of several."""
        chosen = np.zeros(len(self.vocabulary), dtype=bool)
        for text in texts:
            chosen[bisect_left(self.vocabulary, text) : bisect_right(self.vocabulary, text)] = True
        return self.where(chosen)

    def like(self, pattern: str) -> Truth:
        """Which texts have the form of a pattern of LIKE."""
        return self.where(matching(self._searchable, pattern))

    def where(self, chosen: Bools) -> Truth:
        """Where the text is one of those chosen from the vocabulary."""
        return where_known(np.append(chosen, False)[self.codes], self.known)


def words(values: Iterable[Any]) -> Words:
    """A column of texts, in Unicode's composed form.

    Args:
        values: texts; None, or a NaN, where there is none.

    Raises:
        TypeError: something else stands among them.
    """
    given = [_text(each) for each in values]
    vocabulary = sorted({each for each in given if each is not None})
    place = {text: code for code, text in enumerate(vocabulary)}
    codes = [-1 if each is None else place[each] for each in given]
    return Words(tuple(vocabulary), np.array(codes, dtype=np.int32))


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or value != value:  # noqa: PLR0124
        return None
    message = f"a column of texts holds {value!r}"
    raise TypeError(message)


def _encoded(changed: Sequence[str], old: Words) -> Words:
    """Words of which every text of the vocabulary was changed."""
    vocabulary = sorted(set(changed))
    place = {text: code for code, text in enumerate(vocabulary)}
    codes = np.array([*(place[each] for each in changed), -1], dtype=np.int32)
    return Words(tuple(vocabulary), codes[old.codes])
