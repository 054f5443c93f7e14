"""CQL2 text, read into the form that CQL2 JSON has.

The parser is Lark's LALR(1): it goes through the text once, keeps its own stack and never goes
back, so that time and memory grow with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from api.filters.errors import FilterError, refused

if TYPE_CHECKING:
    from lark import Lark, UnexpectedInput

ESCAPE = re.compile(r"''|\\[abtnvfr'\\]")
MEANT = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
AROUND = 20  # characters shown of the place where reading stopped
GEOMETRIES = {
    name.upper(): name
    for name in ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
}
WORDS = {  # what can stand at a place, told by one of the terminals that can
    "NAME": "a property or a value",
    "NUMBER": "a number",
    "SIGN": "an operator such as = or AND, or the end",
    "AND": "AND, OR or the end",
    "OR": "OR or the end",
    "$END": "the end",
    "COMMA": "',' or ')'",
    "RPAR": "')'",
    "LPAR": "'('",
}


def document(text: str) -> Any:
    """CQL2 text as what CQL2 JSON would hold.

    Args:
        text: the filter; its length is bounded by the caller.

    Raises:
        FilterError: it is no CQL2; says at which character, and what was expected there.
    """
    from lark import UnexpectedInput  # noqa: PLC0415
    from lark.exceptions import VisitError  # noqa: PLC0415

    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        raise _stopped(text, error) from None
    except VisitError as error:
        if isinstance(error.orig_exc, FilterError):
            raise error.orig_exc from None
        raise


@cache
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415

    from api.filters.forms import Forms  # noqa: PLC0415

    grammar = files("api.filters").joinpath("cql2.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=Forms())


def unescaped(quoted: str) -> str:
    r"""The text that is meant by a literal in single quotes.

    A quote is written as '' or \', a backslash as \\, and \a \b \t \n \v \f \r are control
    characters (requirement /req/cql2-text/escaping). Before any other character a backslash
    stays, since LIKE has a use for it.
    """
    return ESCAPE.sub(lambda found: MEANT.get(found[0][1], found[0][1]), quoted[1:-1])


def _stopped(text: str, error: UnexpectedInput) -> FilterError:
    """The error of a text that stops being CQL2 somewhere."""
    place: int | None = error.pos_in_stream
    token = getattr(error, "token", None)
    if place is None or (token is not None and token.type == "$END"):
        return refused(f"it stops after '{text[-AROUND:]}'", _expected(error))
    if token is None and text[place] in "'\"":
        what = f"the quote at character {place + 1} is not closed"
        return refused(what, hint=r"inside a text, write a quote as '' and a backslash as \\")
    what = f"at character {place + 1} stands '{text[place : place + AROUND]}'"
    return refused(what, _expected(error))


def _expected(error: UnexpectedInput) -> str:
    """What could have stood there, in words."""
    names = getattr(error, "expected", None) or getattr(error, "allowed", None) or set()
    for name, words in WORDS.items():
        if name in names:
            return words
    return " or ".join(sorted(names))
