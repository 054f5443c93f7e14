"""How sure ranks are, as readers see it: columns, figures of one area, and sentences.

An area without a rank has no interval. The sentences stand in `sureness.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request

import mdi
from api.phrases import LANGUAGES, filled, number
from mdi.columns import Column
from mdi.declaration import Text, read_toml
from mdi.sensitivity.certainty import Certainty

if TYPE_CHECKING:
    from api.library import Library

FILE = Path(__file__).with_suffix(".toml")
ON_MAPS = ("rank_low", "rank_high", "reliability")

Plain = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Sureness:
    """How sure the ranks of a result are; where that is not known, all of it is empty.

    Attributes:
        result: the index of all areas (n).
        certainty: how sure its ranks are.
    """

    result: mdi.IndexResult
    certainty: Certainty | None = None

    @property
    def mark(self) -> str:
        """What an answer with the figures and with this follows from."""
        return marked(self.result.fingerprint, self.certainty)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Columns of (n,) by name, as `mdi.columns` has them: 0, NaN or None without a rank."""
        return {} if self.certainty is None else self.certainty.columns()

    def of(self, row: int) -> Plain:
        """The same of one area."""
        return {name: listed(column[row : row + 1])[0] for name, column in self.columns.items()}

    def rows(self) -> Iterator[Plain]:
        """The same of every area, in the order of the table."""
        if not self.columns:
            return ({} for _ in range(len(self.result)))
        values = (listed(column) for column in self.columns.values())
        return (dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True))

    def told(self) -> Plain | None:
        """What was drawn, how many areas are in each class, and what a map shows of it."""
        if self.certainty is None:
            return None
        account = self.certainty.account
        return {
            "fingerprint": account["fingerprint"],
            "draws": account["draws"],
            "vary": [
                {"id": each, "name": name}
                for each, name in zip(account["vary"], account["names"], strict=True)
            ],
            "classes": [
                {"reliability": word, "count": account["classes"][word], **_look(word)}
                for word in account["classes"]
            ],
            "text": self._varied,
        }

    def explained(self, row: int) -> Plain | None:
        """One area in sentences, and what was drawn."""
        if self.certainty is None:
            return None
        account = self.certainty.account
        told = {name: account[name] for name in ("fingerprint", "draws", "vary")}
        return {**told, "sentences": self.sentences(row)}

    def of_all(self) -> list[dict[str, str]]:
        """The whole in every language: what was drawn, and how steady the most deprived tenth is."""
        if self.certainty is None:
            return []
        steady = self.certainty.account["stability"]
        if steady["mean"] is None:
            return [self._varied]
        kept = {"mean": steady["mean"], "low": steady["q05"], "high": steady["q95"]}
        shares = {name: number(100 * share) for name, share in kept.items()}
        words = "steady" if kept["low"] == kept["high"] else "steady_between"
        return [self._varied, filled(_words(words), **shares)]

    def sentences(self, row: int) -> list[dict[str, str]]:
        """One area in every language; nothing without a rank."""
        found = self.of(row)
        if not found or found["rank_low"] is None:
            return []
        low, high = found["rank_low"], found["rank_high"]
        words = _words("between" if low != high else "exactly")
        ranks = {"rank": self.result.rank[row], "low": low, "high": high}
        said = [filled(words, **{name: number(rank) for name, rank in ranks.items()})]
        if found["reliability"] is not None:
            share = _share(100 * found["top_tenth"])
            said.append(filled(_words(found["reliability"]), share=share))
        return [*said, self._varied]

    @property
    def _varied(self) -> dict[str, str]:
        """What was drawn, in words."""
        if self.certainty is None:
            return {}
        account = self.certainty.account
        names = {to: ", ".join(_small(name[to]) for name in account["names"]) for to in LANGUAGES}
        return filled(_words("varied"), draws=number(account["draws"]), names=Text(**names))


def sureness_of(
    request: Request, library: Library, result: mdi.IndexResult, recipe: tuple[str, str]
) -> Sureness:
    """How sure the ranks of a result are; an answer to which more will be added is not kept.

    Args:
        request: the request.
        library: whose result it is.
        result: the index.
        recipe: the names of its weights and method.
    """
    known = library.certainties.of((result.table.level, result.table.year, *recipe))
    if known.later:
        request.state.unfinished = True
    return Sureness(result, known.certainty)


def marked(mark: str, certainty: Certainty | None) -> str:
    """A mark, and how sure the ranks are."""
    return mark if certainty is None else f"{mark} {certainty.account['fingerprint']}"


def listed(column: Column) -> Sequence[Any]:
    """The values of a column; None where there is none."""
    if isinstance(column, tuple):
        return column
    if column.dtype.kind == "f":
        return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 -- NaN
    return [rank or None for rank in column.tolist()]


def _share(percent: float) -> Text | str:
    """A share in words: what is not whole is said to be neither nothing nor everything."""
    if 0 < percent < 1 or 99 < percent < 100:
        edge = ("less", 1) if percent < 1 else ("more", 99)
        said = _words(edge[0])
        return Text(**{to: getattr(said, to).format(share=edge[1]) for to in LANGUAGES})
    return number(percent)


def _look(word: str) -> Plain:
    """What a class is called, and how a map hatches it."""
    declared: Mapping[str, Any] = _declared()["classes"][word]
    return {"name": declared["name"], "hatching": declared.get("hatching")}


def _words(sentence: str) -> Text:
    return Text(**_declared()[sentence])


@cache
def _declared() -> dict[str, Any]:
    return read_toml(FILE)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
