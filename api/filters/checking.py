"""Whether a filter fits a layer: its names exist, and what it compares is of one kind."""

from __future__ import annotations

from api.filters.columns import Kind
from api.filters.errors import misfits
from api.filters.layer import Layer
from api.filters.model import (
    Among,
    And,
    Arithmetic,
    Comparison,
    Expression,
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
from api.filters.temporal import OF_INSTANTS
from mdi.errors import Problem, did_you_mean

EXAMPLES = {
    Kind.NUMBER: "a number such as 12.5",
    Kind.TEXT: "a text in single quotes such as 'Amsterdam'",
    Kind.FLAG: "TRUE or FALSE",
    Kind.DATE: "a date such as DATE('2025-01-31')",
    Kind.TIMESTAMP: "a moment such as TIMESTAMP('2025-01-31T12:00:00Z')",
    Kind.SHAPE: "a geometry such as POINT(5.1 52.1)",
    Kind.INTERVAL: "time such as INTERVAL('2024-01-01', '..')",
}
KINDS_OF_PART: dict[type, str] = {
    Interval: "an interval",
    Arithmetic: "a calculation",
    Folded: "a text",
}
TIMES = (Kind.DATE, Kind.TIMESTAMP)


def check(expression: Expression, layer: Layer) -> None:
    """Hold a filter against the columns of a layer.

    Raises:
        FilterError: with everything in it that does not fit.
    """
    checking = Checking(layer)
    checking.expect(expression, Kind.FLAG)
    if checking.problems:
        raise misfits(checking.problems)


class Checking:
    """One filter being checked; problems are collected in the order of the text."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.problems: list[Problem] = []

    def kind(self, node: Expression) -> Kind:  # noqa: PLR0911
        """What a part of the filter is; `NOTHING` where that is not known or has been told."""
        match node:
            case Property(name):
                return self._property(name)
            case Number():
                return Kind.NUMBER
            case Text():
                return Kind.TEXT
            case Instant(value):
                return Kind.DATE if value.dtype == "M8[D]" else Kind.TIMESTAMP
            case Interval():
                return Kind.INTERVAL
            case Shape():
                return Kind.SHAPE
            case Nothing():
                return Kind.NOTHING
            case Arithmetic(_, left, right):
                self.expect(left, Kind.NUMBER)
                self.expect(right, Kind.NUMBER)
                return Kind.NUMBER
            case Folded(_, operand):
                self.expect(operand, Kind.TEXT)
                return Kind.TEXT
        self._statement(node)
        return Kind.FLAG

    def expect(self, node: Expression, kind: Kind) -> None:
        """A part that must be of one kind."""
        found = self.kind(node)
        if found not in {kind, Kind.NOTHING}:
            self._misfit(node, found, EXAMPLES[kind])

    def _statement(self, node: Expression) -> None:
        """A part that is true or false."""
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    self.expect(part, Kind.FLAG)
            case Not(part):
                self.expect(part, Kind.FLAG)
            case Comparison(_, left, right):
                self._alike(left, right)
            case Among(operand, members):
                for member in _one_of_each(members):
                    self._alike(operand, member)
            case Missing(operand):
                self.kind(operand)
            case _:
                self._relation(node)

    def _relation(self, node: Expression) -> None:
        """Two parts that hang together by more than a comparison."""
        match node:
            case Like(operand, pattern):
                self.expect(operand, Kind.TEXT)
                self.expect(pattern, Kind.TEXT)
            case Spatial(_, left, right):
                self.expect(left, Kind.SHAPE)
                self.expect(right, Kind.SHAPE)
            case Temporal(relation, left, right):
                self._times(relation, left, right)

    def _alike(self, left: Expression, right: Expression) -> None:
        """Two parts that are compared."""
        one, other = self.kind(left), self.kind(right)
        if Kind.NOTHING in {one, other}:
            return
        for node, kind in ((left, one), (right, other)):
            if kind in {Kind.SHAPE, Kind.INTERVAL}:
                self._misfit(node, kind, "a number, a text, a truth value or an instant")
                return
        if one != other:
            node, kind, against = (left, one, other)
            if isinstance(right, Property) and not isinstance(left, Property):
                node, kind, against = (right, other, one)
            self._misfit(node, kind, EXAMPLES[kind], f", and is compared with {against}")

    def _times(self, relation: str, left: Expression, right: Expression) -> None:
        """Two parts whose times are compared."""
        grains = {self._time(relation, node) for node in (left, right)} - {Kind.NOTHING}
        if len(grains) > 1:
            what = f"{relation.upper()} compares dates with timestamps"
            self.problems.append(Problem(what, expected="two of the same kind"))

    def _time(self, relation: str, node: Expression) -> Kind:
        """Whether a time is counted in days or in moments."""
        if isinstance(node, Property) and node.name in self.layer.years:
            return Kind.DATE
        if isinstance(node, Interval):
            ends = {self._end(end) for end in (node.begin, node.end) if end is not None}
            return ends.pop() if len(ends) == 1 else self._uneven(ends)
        found = self.kind(node)
        if found in TIMES and relation not in OF_INSTANTS:
            hint = "write an interval, or ask T_INTERSECTS"
            self._misfit(node, found, f"an interval, for {relation.upper()}", hint=hint)
            return Kind.NOTHING
        if found not in {*TIMES, Kind.NOTHING}:
            self._misfit(node, found, "a date, a timestamp or an interval")
            return Kind.NOTHING
        return found

    def _end(self, end: Instant | Property) -> Kind:
        found = self.kind(end)
        if found not in {*TIMES, Kind.NOTHING}:
            self._misfit(end, found, "a date or a timestamp as the end of an interval")
            return Kind.NOTHING
        return found

    def _uneven(self, ends: set[Kind]) -> Kind:
        if ends >= set(TIMES):
            what = "an interval runs from a date to a timestamp, or the other way"
            self.problems.append(Problem(what, expected="two of the same kind"))
        return Kind.NOTHING

    def _property(self, name: str) -> Kind:
        if name in self.layer:
            return self.layer.kind(name)
        names = self.layer.names
        told = any(each.column == name for each in self.problems)
        if not told:
            what, expected = "is no property of this layer", "one of " + ", ".join(names)
            near = did_you_mean(name, names)
            hint = near if near.startswith("did") else None
            self.problems.append(Problem(what, name, expected=expected, hint=hint))
        return Kind.NOTHING

    def _misfit(
        self, node: Expression, kind: Kind, expected: str, more: str = "", hint: str | None = None
    ) -> None:
        if isinstance(node, Property):
            found = Problem(f"holds {kind}{more}", node.name, expected=expected, hint=hint)
        else:
            found = Problem(f"{_shown(node)} stands{more or ' where it cannot'}", expected=expected)
        if found not in self.problems:
            self.problems.append(found)


def _one_of_each(members: tuple[Expression, ...]) -> list[Expression]:
    """Members that can be wrong in different ways: of plain values, one of each kind."""
    plain = {type(each): each for each in members if isinstance(each, Number | Text)}
    return [*plain.values(), *(each for each in members if type(each) not in plain)]


def _shown(node: Expression) -> str:
    match node:
        case Number(value):
            return f"the number {value:g}"
        case Text(value):
            return f"the text '{value[:40]}'"
        case Instant(value):
            return f"the time {value}"
        case Shape(geometry):
            return f"a {geometry.geom_type}"
    return KINDS_OF_PART.get(type(node), "a statement that is true or false")
