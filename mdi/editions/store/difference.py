"""Two editions side by side: what moved, and what caused it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mdi.editions.store.contents import Contents
from mdi.editions.store.division import COMPUTED, OTHER_ENGINE, Mixtures
from mdi.editions.store.edition import Edition
from mdi.editions.store.manifest import Causes, ResultRecord
from mdi.editions.store.moves import Move, Moves, moves_between
from mdi.errors import DeclarationError, MdiError, did_you_mean
from mdi.fitted import Floats

BOUNDARY = "boundary"  # decides how an area is drawn, not where it ranks
KEY = ("level", "year", "weights", "method")

Key = tuple[str, int, str, str]


@dataclass(frozen=True)
class ResultDifference:
    """An index that is not the same in two editions.

    Attributes:
        key: level, year, weights and method.
        causes: what it follows from that differs, by the names of `Causes`.
        areas: how many areas both have.
        gone: how many the first has alone.
        new: how many the second has alone.
        newly_ranked: how many of both are ranked in the second alone.
        no_longer_ranked: how many of both are ranked in the first alone.
        moved: how many have another rank.
        other_decile: how many have another decile.
        largest: those that moved farthest.
        parts: places an area moved by each cause, without sign, in the mean of the areas;
            None where they are not known.
        undivided: why they are not known; None where they are.
    """

    key: Key
    causes: tuple[str, ...]
    areas: int
    gone: int
    new: int
    newly_ranked: int
    no_longer_ranked: int
    moved: int
    other_decile: int
    largest: tuple[Move, ...]
    parts: Mapping[str, float] | None
    undivided: str | None


@dataclass(frozen=True)
class Difference:
    """Two editions.

    Attributes:
        before: the name of the first.
        after: the name of the second.
        same: results of both that are the same to the last bit, by key.
        results: results of both that are not.
        gone: results that the first has alone.
        new: results that the second has alone.
        otherwise_sure: results of both of which it is told otherwise how sure the ranks are, or
            by one of them alone.
    """

    before: str
    after: str
    same: tuple[Key, ...]
    results: tuple[ResultDifference, ...]
    gone: tuple[Key, ...]
    new: tuple[Key, ...]
    otherwise_sure: tuple[Key, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """All of it, as plain data."""
        plain = asdict(self)
        for name in ("same", "gone", "new", "otherwise_sure"):
            plain[name] = [_named(key) for key in plain[name]]
        plain["results"] = [_named(each.pop("key")) | each for each in plain["results"]]
        return plain


def difference(
    before: Edition, after: Edition, *, level: str | None = None, areas: int = 5
) -> Difference:
    """Compare all results of two editions.

    Where several causes differ, the moves are divided over them, as far as the editions can be
    computed once more.

    Args:
        before: the first edition.
        after: the second one.
        level: only results of this level.
        areas: how many of the areas that moved farthest are named, for each result.

    Raises:
        FileError: a file of an edition is gone or damaged.
        DeclarationError: neither has a result of this level.
    """
    _check_level(level, before, after)
    first, second = _by_key(before, level), _by_key(after, level)
    both = [key for key in second if key in first]
    same = {key for key in both if _digest(before, first[key]) == _digest(after, second[key])}
    pairs = _Pairs(before, after)
    return Difference(
        before=before.name,
        after=after.name,
        same=tuple(key for key in both if key in same),
        results=tuple(
            pairs.compare(first[key], second[key], areas) for key in both if key not in same
        ),
        gone=tuple(key for key in first if key not in second),
        new=tuple(key for key in second if key not in first),
        otherwise_sure=tuple(key for key in both if _sure(before, key) != _sure(after, key)),
    )


class _Pairs:
    """Compares results of two editions, one pair after another."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self._before, self._after = before, after
        self._contents = Contents(before), Contents(after)
        self._at: tuple[str, int] | None = None
        self._mixtures: Mixtures | None = None

    def compare(self, before: ResultRecord, after: ResultRecord, areas: int) -> ResultDifference:
        """What differs between two results of the same key."""
        causes = _differing(before.causes, after.causes)
        moves = moves_between(self._before, self._after, (before.file, after.file))
        parts, undivided = self._parts(after.key, causes, moves)
        return ResultDifference(
            key=after.key,
            causes=causes,
            areas=len(moves.codes),
            gone=len(moves.before) - len(moves.codes),
            new=len(moves.after) - len(moves.codes),
            newly_ranked=moves.newly_ranked,
            no_longer_ranked=moves.no_longer_ranked,
            moved=moves.moved("rank"),
            other_decile=moves.moved("decile"),
            largest=tuple(moves.largest(areas, parts)),
            parts=None if parts is None else {cause: _mean(part) for cause, part in parts.items()},
            undivided=undivided,
        )

    def _parts(
        self, key: Key, causes: tuple[str, ...], moves: Moves
    ) -> tuple[Mapping[str, Floats] | None, str | None]:
        """(m,) places by cause; or None, and why."""
        level, year, *recipe = key
        followed = [cause for cause in causes if cause != BOUNDARY]
        if len(followed) < 2:
            return dict.fromkeys(followed, moves.places), None
        if not set(followed) <= set(COMPUTED):
            return None, OTHER_ENGINE
        try:
            mixtures = self._of((level, year))
            return mixtures.divide(recipe, followed, moves.codes, moves.both("rank")), None
        except MdiError as error:
            return None, error.message

    def _of(self, place: tuple[str, int]) -> Mixtures:
        """The mixtures of a level and year; those of the place before are let go."""
        if self._mixtures is None or place != self._at:
            self._at, self._mixtures = place, Mixtures(*self._contents, place)
        return self._mixtures


def _check_level(level: str | None, *editions: Edition) -> None:
    known = {result.level for edition in editions for result in edition.manifest.results}
    if level is not None and level not in known:
        hint = did_you_mean(level, sorted(known))
        raise DeclarationError(f"No edition has a result of level '{level}'.", hint=hint)


def _by_key(edition: Edition, level: str | None) -> dict[Key, ResultRecord]:
    found = sorted(edition.manifest.results, key=lambda each: each.key)
    return {each.key: each for each in found if level in (None, each.level)}


def _digest(edition: Edition, result: ResultRecord) -> str:
    return edition.manifest.files[result.file].sha256


def _sure(edition: Edition, key: Key) -> str | None:
    """What tells how sure the ranks of a result are; None where nothing does."""
    found = (each.file for each in edition.manifest.sensitivities if each.key == key)
    return next((edition.manifest.files[file].sha256 for file in found), None)


def _differing(before: Causes, after: Causes) -> tuple[str, ...]:
    names = Causes.model_fields
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _mean(part: Floats) -> float:
    """The mean without sign over the areas that have it; 0 where none has."""
    known = np.abs(part[~np.isnan(part)])
    return float(known.mean()) if known.size else 0.0


def _named(key: Key) -> dict[str, Any]:
    return dict(zip(KEY, key, strict=True))
