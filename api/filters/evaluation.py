"""A filter over all areas at once, in columns."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import numpy as np

from api.filters import spatial, temporal
from api.filters.arithmetic import calculated
from api.filters.budget import Budget
from api.filters.comparing import Value, among, compared
from api.filters.folding import folded
from api.filters.layer import Layer
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
    Shape,
    Spatial,
    Temporal,
    Text,
)
from api.filters.temporal import OPEN_BEGIN, OPEN_END, Span, Ticks
from api.filters.truth import UNKNOWN, Truth, sure
from api.filters.words import Words


class Evaluation:
    """One filter being worked out over a layer that it fits.

    Args:
        layer: the areas.
        limits: how much work it may be.
    """

    def __init__(self, layer: Layer, limits: Limits) -> None:
        self.layer, self.budget = layer, Budget(limits.work)

    def truth(self, node: Expression) -> Truth:  # noqa: PLR0911
        """Where a statement is true, and where false."""
        match node:
            case And(parts):
                return reduce(and_, map(self.truth, parts))
            case Or(parts):
                return reduce(or_, map(self.truth, parts))
            case Not(part):
                return ~self.truth(part)
            case Comparison(sign, left, right):
                return compared(sign, self.value(left), self.value(right))
            case Among(operand, members):
                return among(self.value(operand), [self.value(each) for each in members])
            case Like(operand, pattern):
                return self._like(self.value(operand), self.value(pattern))
            case Missing(operand):
                return self._missing(operand)
            case Spatial(relation, left, right):
                return self._spatial(relation, left, right)
            case Temporal(relation, left, right):
                return temporal.related(relation, self._span(left), self._span(right))
        found = self.value(node)
        return found if isinstance(found, Truth) else UNKNOWN

    def value(self, node: Expression) -> Value:  # noqa: PLR0911
        """The values of a part; None where there is no value anywhere."""
        match node:
            case Property(name):
                return self.layer.column(name)
            case Number(value):
                return np.array(value)
            case Text(value):
                return value
            case Flag(value):
                return sure(np.array(value))
            case Instant(moment):
                return np.array(moment)
            case Nothing() | Interval() | Shape():
                return None
            case Arithmetic(operator, left, right):
                return calculated(operator, self.value(left), self.value(right))
            case Folded(fold, operand):
                text = self.value(operand)
                if isinstance(text, Words):
                    return text.folded(fold)
                return folded(text, fold) if isinstance(text, str) else None
        return self.truth(node)

    def _like(self, text: Value, pattern: Value) -> Truth:
        if not isinstance(pattern, str):
            return UNKNOWN
        if isinstance(text, str):
            return Words((text,), np.zeros((), dtype=np.int32)).like(pattern)
        return text.like(pattern) if isinstance(text, Words) else UNKNOWN

    def _missing(self, node: Expression) -> Truth:
        """Where there is no value."""
        outlines = self.layer.outlines
        if outlines is not None and node == Property(outlines.name):
            return sure(~outlines.known)
        found = self.value(node)
        if isinstance(found, Words):
            return sure(~found.known)
        if isinstance(found, Truth):
            return sure(~(found.yes | found.no))
        if isinstance(found, np.ndarray):
            return sure(np.isnat(found) if found.dtype.kind == "M" else np.isnan(found))
        return sure(np.array(isinstance(node, Nothing)))

    def _spatial(self, relation: str, left: Expression, right: Expression) -> Truth:
        outlines = self.layer.outlines
        if isinstance(left, Shape) and isinstance(right, Shape):
            return spatial.between(relation, left, right, self.budget)
        if outlines is None or Nothing() in {left, right}:
            return UNKNOWN
        if isinstance(right, Shape):
            return spatial.against(relation, right, outlines, self.budget)
        if isinstance(left, Shape):
            return spatial.against(spatial.turned(relation), left, outlines, self.budget)
        return spatial.with_itself(relation, outlines, self.budget)

    def _span(self, node: Expression) -> Span:
        """From when to when."""
        if isinstance(node, Interval):
            return Span(self._end(node.begin, OPEN_BEGIN), self._end(node.end, OPEN_END))
        if isinstance(node, Property) and node.name in self.layer.years:
            years = self.layer.column(node.name)
            assert isinstance(years, np.ndarray)  # noqa: S101
            return temporal.of_years(years)
        at = self._end(node, temporal.MISSING)
        return Span(at, at)

    def _end(self, node: Expression | None, otherwise: int) -> Ticks:
        found = None if node is None else self.value(node)
        return temporal.ticks(found) if isinstance(found, np.ndarray) else np.array(otherwise)
