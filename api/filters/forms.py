"""Each rule of the grammar in the form that it has in CQL2 JSON."""

from __future__ import annotations

import math
from typing import Any

from lark import Token, Transformer, v_args

from api.filters.errors import refused
from api.filters.text import GEOMETRIES, unescaped

Form = Any
INSTANTS = ("date", "timestamp")
SEQUENCES = ("bbox", "interval")


@v_args(inline=True)
class Forms(Transformer[Token, Form]):
    """What the parser calls for every rule, from the inside out; nothing here recurses."""

    def either(self, *parts: Form) -> Form:
        """`a OR b OR c`, also where brackets stand around two of them."""
        return _joined("or", parts)

    def both(self, *parts: Form) -> Form:
        """`a AND b AND c`, also where brackets stand around two of them."""
        return _joined("and", parts)

    def negated(self, part: Form) -> Form:
        """`NOT a`."""
        return _op("not", part)

    def comparison(self, left: Form, sign: Token, right: Form) -> Form:
        """`a < b`; `!=` is the same as `<>`."""
        return _op("<>" if sign == "!=" else str(sign), left, right)

    def like(self, left: Form, right: Form) -> Form:
        """`a LIKE 'x%'`."""
        return _op("like", left, right)

    def not_like(self, left: Form, right: Form) -> Form:
        """`a NOT LIKE 'x%'`."""
        return _op("not", _op("like", left, right))

    def ilike(self, left: Form, right: Form) -> Form:
        """`a ILIKE 'x%'`: capitals and small letters are the same."""
        return _op("like", _op("casei", left), _op("casei", right))

    def between(self, *parts: Form) -> Form:
        """`a BETWEEN 1 AND 2`."""
        return _op("between", *parts)

    def not_between(self, *parts: Form) -> Form:
        """`a NOT BETWEEN 1 AND 2`."""
        return _op("not", _op("between", *parts))

    def among(self, left: Form, *members: Form) -> Form:
        """`a IN (1, 2)`."""
        return _op("in", left, list(members))

    def not_among(self, left: Form, *members: Form) -> Form:
        """`a NOT IN (1, 2)`."""
        return _op("not", _op("in", left, list(members)))

    def missing(self, part: Form) -> Form:
        """`a IS NULL`."""
        return _op("isNull", part)

    def not_missing(self, part: Form) -> Form:
        """`a IS NOT NULL`."""
        return _op("not", _op("isNull", part))

    def arithmetic(self, left: Form, sign: Token, right: Form) -> Form:
        """`a + b`."""
        return _op(sign.lower(), left, right)

    def negative(self, _: Token, part: Form) -> Form:
        """`-1`, or `-a` as minus one times `a`."""
        return -part if isinstance(part, float) else _op("*", -1.0, part)

    def positive(self, _: Token, part: Form) -> Form:
        """`+1`."""
        return part

    def number(self, token: Token) -> float:
        """`1.5e3`."""
        value = float(token)
        if not math.isfinite(value):
            what = f"the number at character {(token.start_pos or 0) + 1} is too large"
            raise refused(what)
        return value

    def minus_number(self, _: Token, token: Token) -> float:
        """`-1.5` as a coordinate."""
        return -self.number(token)

    def plus_number(self, _: Token, token: Token) -> float:
        """`+1.5` as a coordinate."""
        return self.number(token)

    def string(self, token: Token) -> str:
        """`'it''s'`."""
        return unescaped(token)

    def yes(self) -> bool:
        """`TRUE`."""
        return True

    def no(self) -> bool:
        """`FALSE`."""
        return False

    def nothing(self) -> None:
        """`NULL`."""

    def named(self, token: Token) -> Form:
        """`area_name`."""
        return {"property": str(token)}

    def quoted(self, token: Token) -> Form:
        """`"area_name"`."""
        return {"property": token[1:-1].replace('""', '"')}

    def function(self, token: Token, *args: Form) -> Form:
        """`CASEI(a)`, and the literals that are written as functions."""
        name = token.lower()
        if name in INSTANTS:
            return {name: args[0] if len(args) == 1 else list(args)}
        return {name: list(args)} if name in SEQUENCES else _op(name, *args)

    def array(self, *members: Form) -> Form:
        """`(1, 2)`."""
        return list(members)

    def geometry(self, token: Token, nest: Form) -> Form:
        """`POINT(5 52)`, in well-known text."""
        kind = GEOMETRIES[token.upper().removesuffix("Z").rstrip()]
        if kind == "MultiPoint":  # each point may stand in brackets of its own
            nest = [each[0] if isinstance(each[0], list) else each for each in nest]
        return {"type": kind, "coordinates": nest[0] if kind == "Point" else nest}

    def collection(self, _: Token, *members: Form) -> Form:
        """`GEOMETRYCOLLECTION(POINT(5 52))`."""
        return {"type": "GeometryCollection", "geometries": list(members)}

    def nests(self, *parts: Form) -> Form:
        """What stands in brackets in well-known text."""
        return list(parts)

    def position(self, *numbers: float) -> list[float]:
        """`5 52`."""
        return list(numbers)


def _op(name: str, *args: Form) -> Form:
    return {"op": name, "args": list(args)}


def _joined(name: str, parts: tuple[Form, ...]) -> Form:
    """Parts of the same kind in one list: brackets of `(a AND b) AND c` mean nothing."""
    args, *others = (
        part["args"] if isinstance(part, dict) and part.get("op") == name else [part]
        for part in parts
    )
    for other in others:
        args.extend(other)
    return {"op": name, "args": args}
