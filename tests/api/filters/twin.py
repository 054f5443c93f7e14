"""CQL2 JSON for one area at a time, in plain Python: slow, and as the standard says it.

True, False, or None where a value is missing.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache

import shapely
from shapely.geometry import LineString, Point, box, shape

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)  # all time that the tests know of
BORDERS = [date(y, *md) for y in range(2019, 2027) for md in ((1, 1), (6, 15), (12, 31))]
ALL_DAYS = {day + timedelta(more) for day in BORDERS for more in (-1, 0, 1)}
LOW = {"À": "à", "É": "é", "A": "a", "B": "b", "E": "e", "S": "s", "ß": "ss"}
BARE = {"à": "a", "é": "e", "À": "A", "É": "E"}


def holds(document, area):  # noqa: PLR0911
    """Whether a statement is true of an area."""
    match document:
        case {"op": "and", "args": parts}:
            return all_of([holds(part, area) for part in parts])
        case {"op": "or", "args": parts}:
            return negated(all_of([negated(holds(part, area)) for part in parts]))
        case {"op": "not", "args": [part]}:
            return negated(holds(part, area))
        case {"op": "isNull", "args": [part]}:
            return value(part, area) is None
        case {"op": "between", "args": [part, least, most]}:
            sides = [{"op": ">=", "args": [part, least]}, {"op": "<=", "args": [part, most]}]
            return all_of([holds(side, area) for side in sides])
        case {"op": "in", "args": [part, members]}:
            same = [holds({"op": "=", "args": [part, each]}, area) for each in members]
            return negated(all_of([negated(each) for each in same]))
        case {"op": op, "args": [left, right]} if op.startswith("t_"):
            return of_times(op, span(left, area), span(right, area))
        case {"op": op, "args": [left, right]}:
            return of_two(op, value(left, area), value(right, area))
    return value(document, area)


def all_of(found):
    """AND: one false is enough, and then one unknown."""
    if False in found:
        return False
    return None if None in found else True


def negated(found):
    return None if found is None else not found


def of_two(op, left, right):
    if left is None or right is None:
        return None
    if op.startswith("s_"):
        return bool(getattr(shapely, op[2:])(left, right))
    if op == "like":
        return like(left, right)
    return {
        "=": left == right,
        "<>": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[op]


def value(document, area):  # noqa: PLR0911
    match document:
        case {"property": name}:
            return area[name]
        case {"date": text}:
            return date.fromisoformat(text)
        case {"bbox": [west, south, east, north]}:
            if (west, south) == (east, north):
                return Point(west, south)
            if west == east or south == north:
                return LineString([(west, south), (east, north)])
            return box(west, south, east, north)
        case {"type": _}:
            return shape(document)
        case {"op": ("casei" | "accenti") as fold, "args": [part]}:
            text, table = value(part, area), LOW if fold == "casei" else BARE
            return None if text is None else "".join(table.get(sign, sign) for sign in text)
        case {"op": ("+" | "-" | "*" | "/" | "%" | "div" | "^") as op, "args": [left, right]}:
            return calculated(op, value(left, area), value(right, area))
        case {"op": _}:
            return holds(document, area)
    return document


def calculated(op, left, right):
    if left is None or right is None:
        return None
    try:
        found = {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
            "%": lambda: math.fmod(left, right),
            "div": lambda: float(math.trunc(left / right)),
            "^": lambda: math.pow(left, right),
        }[op]()
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def like(text, pattern):
    """A pattern sign by sign, trying every way."""

    @cache
    def fits(at, of):
        if of == len(pattern):
            return at == len(text)
        if pattern[of] == "%":
            return fits(at, of + 1) or (at < len(text) and fits(at + 1, of))
        escaped = pattern[of] == "\\"
        wanted = pattern[of + escaped]
        same = at < len(text) and (text[at] == wanted or (wanted == "_" and not escaped))
        return same and fits(at + 1, of + 1 + escaped)

    return bool(fits(0, 0))


def span(document, area):
    """First and last day; None where one is missing."""
    match document:
        case {"interval": [begin, end]}:
            first = FIRST if begin == ".." else end_of(begin, area)
            last = LAST if end == ".." else end_of(end, area)
        case {"property": "year"}:
            year = area["year"]
            first, last = (None, None) if year is None else (date(year, 1, 1), date(year, 12, 31))
        case _:
            first = last = value(document, area)
    return None if first is None or last is None else (first, last)


def end_of(document, area):
    return date.fromisoformat(document) if isinstance(document, str) else value(document, area)


def of_times(op, one, other):
    """Relations by the days that two times have, and not by their ends."""
    if one is None or other is None:
        return None
    a, b = days(*one), days(*other)
    before, after = min(a, default=None), max(a, default=None)
    earlier = {day for day in a if day < min(b)}
    later = {day for day in a if day > max(b)}
    b_earlier = {day for day in b if day < before}
    b_later = {day for day in b if day > after}
    return {
        "t_after": a == later,
        "t_before": a == earlier,
        "t_disjoint": not a & b,
        "t_intersects": bool(a & b),
        "t_equals": a == b,
        "t_contains": a > b and bool(earlier) and bool(later),
        "t_during": a < b and bool(b_earlier) and bool(b_later),
        "t_starts": a < b and not b_earlier,
        "t_startedBy": a > b and not earlier,
        "t_finishes": a < b and not b_later,
        "t_finishedBy": a > b and not later,
        "t_meets": after == min(b),
        "t_metBy": before == max(b),
        "t_overlaps": bool(earlier) and bool(b_later) and len(a & b) > 1,
        "t_overlappedBy": bool(later) and bool(b_earlier) and len(a & b) > 1,
    }[op]


@cache
def days(first, last):
    """The days from first to last, of those on which anything begins or ends, and their neighbours."""
    return frozenset(day for day in ALL_DAYS if first <= day <= last)
