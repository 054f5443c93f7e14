"""CQL2 JSON as a tree of our own: every operation by name, with as many parts as it takes."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import Any

from api.filters import instants
from api.filters.errors import refused
from api.filters.geometries import Positions
from api.filters.limits import Limits
from api.filters.model import (
    Among,
    And,
    Arithmetic,
    Comparison,
    Expression,
    Flag,
    Folded,
    Instant,
    Interval,
    Like,
    Missing,
    Not,
    Nothing,
    Number,
    Or,
    Property,
    Spatial,
    Temporal,
    Text,
)
from api.filters.spatial import RELATIONS as SPATIAL
from api.filters.temporal import RELATIONS as TEMPORAL
from mdi.errors import did_you_mean

SIGNS = ("=", "<>", "<", "<=", ">", ">=")
OPERATORS = ("+", "-", "*", "/", "%", "div", "^")
FOLDS = ("casei", "accenti")
ARRAYS = ("a_equals", "a_contains", "a_containedby", "a_overlaps")
OPEN = ".."
PAIRS: dict[str, Callable[..., Expression]] = {
    **dict.fromkeys(SIGNS, Comparison),
    **dict.fromkeys(OPERATORS, Arithmetic),
    **dict.fromkeys(SPATIAL, Spatial),
    **dict.fromkeys(TEMPORAL, Temporal),
}
FUNCTIONS = (*FOLDS, *SPATIAL, *TEMPORAL)
KNOWN = ("and", "or", "not", *PAIRS, *FOLDS, "like", "between", "in", "isNull")


class Reading:
    """One filter being read, within its limits.

    Args:
        crs: the system of the coordinates in it.
        limits: how large it may be.
    """

    def __init__(self, crs: str, limits: Limits) -> None:
        self.limits = limits
        self.positions = Positions(crs, limits.coordinates)
        self.operations = self.searches = 0

    def expression(self, found: Any, level: int = 0) -> Expression:
        """The tree of what CQL2 JSON holds at one place.

        Args:
            found: the value there.
            level: how many operations it stands in.

        Raises:
            FilterError: it is no CQL2, or larger than it may be.
        """
        match found:
            case {"op": str(name)}:
                return self._operation(name, found.get("args"), level + 1)
            case {"property": str(name)}:
                return Property(unicodedata.normalize("NFC", name))
            case {"bbox": sides}:
                return self.positions.box(sides)
            case {"type": str()}:
                return self.positions.geometry(found)
            case dict():
                return _time(found)
        return _scalar(found)

    def _operation(self, name: str, args: Any, level: int) -> Expression:
        low = name.lower()
        self._count(low, level)
        if low in ARRAYS:
            raise refused(f"it asks for {name}", hint="no property here is an array")
        if low not in KNOWN and low != "isnull":
            raise refused(f"there is no function '{name[:40]}'", hint=_near(low))
        if not isinstance(args, list):
            raise refused(f"'{name}' has no list of arguments", '"args": [ … ]')
        if low in {"and", "or"}:
            parts = self._parts(name, args, level, None)
            return And(parts) if low == "and" else Or(parts)
        if low == "in":
            return self._among(args, level)
        return self._of_fixed(low, args, level)

    def _of_fixed(self, name: str, args: list[Any], level: int) -> Expression:
        """An operation with a fixed number of parts."""
        if name in PAIRS:
            return PAIRS[name](name, *self._parts(name, args, level, 2))
        if name in FOLDS:
            return Folded(name, *self._parts(name, args, level, 1))  # type: ignore[arg-type]
        if name == "not":
            return Not(*self._parts(name, args, level, 1))
        if name == "isnull":
            return Missing(*self._parts("isNull", args, level, 1))
        if name == "between":
            self._count(name, level)  # it stands for two
            value, least, most = self._parts(name, args, level, 3)
            return And((Comparison(">=", value, least), Comparison("<=", value, most)))
        operand, pattern = self._parts(name, args, level, 2)
        _check_pattern(pattern)
        return Like(operand, pattern)

    def _among(self, args: list[Any], level: int) -> Among:
        if len(args) != 2 or not isinstance(args[1], list) or not args[1]:
            raise refused("'in' has no list", "a value and a list, such as a IN ('x', 'y')")
        if len(args[1]) > self.limits.members:
            what = f"a list of IN has {len(args[1]):,} members"
            raise refused(what, f"{self.limits.members:,} at most")
        members = tuple(self.expression(each, level) for each in args[1])
        return Among(self.expression(args[0], level), members)

    def _parts(
        self, name: str, args: list[Any], level: int, count: int | None
    ) -> tuple[Expression, ...]:
        if len(args) != count if count else len(args) < 2:
            what = f"'{name}' has {len(args)} arguments"
            raise refused(what, str(count) if count else "two or more")
        return tuple(self.expression(each, level) for each in args)

    def _count(self, name: str, level: int) -> None:
        self.operations += 1
        self.searches += name == "like" or name in SPATIAL
        limits = self.limits
        if level > limits.levels:
            what = "its operations stand inside one another too deep"
            raise refused(what, f"{limits.levels} levels at most")
        if self.operations > limits.operations:
            what = "it has too many operations"
            raise refused(what, f"{limits.operations:,} at most; a list can stand in IN")
        if self.searches > limits.searches:
            what = "it has too many searches through texts and shapes"
            raise refused(what, f"{limits.searches} at most of LIKE and spatial functions")


def _scalar(found: Any) -> Expression:
    match found:
        case bool():
            return Flag(found)
        case int() | float():
            return _number(found)
        case str():
            return Text(unicodedata.normalize("NFC", found))
        case None:
            return Nothing()
    raise refused("it holds an array", "one value: no property here is an array")


def _time(found: dict[str, Any]) -> Expression:
    match found:
        case {"date": text}:
            return instants.day(text)
        case {"timestamp": text}:
            return instants.moment(text)
        case {"interval": ends}:
            return _interval(ends)
    raise refused("it holds something that is no CQL2", "an operation, a property or a value")


def _number(found: float) -> Number:
    try:
        value = float(found)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise refused("a number is too large")
    return Number(value)


def _interval(ends: Any) -> Interval:
    """Time between two ends, each an instant, a property or open."""
    if not isinstance(ends, list) or len(ends) != 2:
        raise refused("INTERVAL does not have two ends", "INTERVAL('2024-01-01', '..')")
    begin, end = (_end(each) for each in ends)
    if isinstance(begin, Instant) and isinstance(end, Instant):
        if begin.value.dtype != end.value.dtype:
            raise refused("INTERVAL has a date and a timestamp", "two of the same kind")
        if begin.value > end.value:
            raise refused("INTERVAL ends before it begins")
    return Interval(begin, end)


def _end(found: Any) -> Instant | Property | None:
    match found:
        case {"property": str(name)}:
            return Property(unicodedata.normalize("NFC", name))
        case {"date": text}:
            return instants.day(text)
        case {"timestamp": text}:
            return instants.moment(text)
    return None if found == OPEN else instants.either(found)


def _check_pattern(pattern: Expression) -> None:
    """A pattern is a text, perhaps folded, whose last sign escapes nothing that is not there."""
    while isinstance(pattern, Folded):
        pattern = pattern.operand
    if not isinstance(pattern, Text):
        raise refused("LIKE has no text after it", "a text such as 'Am%'")
    escapes = len(pattern.value) - len(pattern.value.rstrip("\\"))
    if escapes % 2:
        raise refused("the text after LIKE ends with a backslash", r"\\ for a backslash itself")


def _near(name: str) -> str:
    return did_you_mean(name.upper(), [each.upper() for each in FUNCTIONS])
