"""A filter as a tree: what was read, and no more than that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Sign = Literal["=", "<>", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/", "%", "div", "^"]
Fold = Literal["casei", "accenti"]


@dataclass(frozen=True, slots=True)
class Property:
    """What an area has under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, always finite."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text, in Unicode's composed form (NFC)."""

    value: str


@dataclass(frozen=True, slots=True)
class Flag:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """NULL."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A day (unit `D`), or a moment in UTC (unit `us`)."""

    value: np.datetime64


@dataclass(frozen=True, slots=True)
class Interval:
    """Time with both ends in it; None is an open end."""

    begin: Instant | Property | None
    end: Instant | Property | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry, with x before y in the system `crs`."""

    geometry: Any
    crs: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without regard to case (casei) or accents (accenti)."""

    fold: Fold
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A calculation."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value against another."""

    sign: Sign
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Among:
    """A value that is one of several (IN)."""

    operand: Expression
    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A text of a certain form."""

    operand: Expression
    pattern: Expression


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that is not there (IS NULL)."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Spatial:
    """How two geometries lie to one another, such as `s_intersects`."""

    relation: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Temporal:
    """How two times lie to one another, such as `t_after`."""

    relation: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All of several."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of several."""

    parts: tuple[Expression, ...]


Literals = Number | Text | Flag | Nothing | Instant | Interval | Shape
Operations = (
    Folded | Arithmetic | Comparison | Among | Like | Missing | Spatial | Temporal | Not | And | Or
)
Expression = Property | Literals | Operations
