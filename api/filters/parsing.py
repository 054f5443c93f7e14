"""A filter as it comes in: held against its limits before any parser sees it."""

from __future__ import annotations

from typing import Any, Literal, get_args

import orjson

from api.filters.document import Reading
from api.filters.errors import refused
from api.filters.limits import DEFAULT, Limits
from api.filters.model import (
    Arithmetic,
    Expression,
    Folded,
    Instant,
    Interval,
    Nothing,
    Number,
    Shape,
    Text,
)
from api.filters.text import document
from geodata.crs import WGS84
from mdi.errors import did_you_mean

VALUES = (Nothing, Number, Text, Instant, Interval, Shape, Arithmetic, Folded)
Language = Literal["cql2-text", "cql2-json"]
LANGUAGES: tuple[str, ...] = get_args(Language)


def parse(
    text: str | bytes, language: Language, *, crs: str = WGS84, limits: Limits = DEFAULT
) -> Expression:
    """A filter as a tree.

    Args:
        text: CQL2; bytes are UTF-8.
        language: in which of its two forms.
        crs: the system of the coordinates in it. They are read in the order of the authority:
            latitude first for `EPSG:4326`, longitude first for `OGC:CRS84`.
        limits: how large it may be.

    Raises:
        FilterError: it is no CQL2, or larger than it may be.
    """
    if language not in LANGUAGES:
        raise refused(f"there is no language '{language}'", hint=did_you_mean(language, LANGUAGES))
    given = _within(text, limits.length)
    found = Reading(crs, limits).expression(
        document(given) if language == "cql2-text" else _json(given)
    )
    if isinstance(found, VALUES):
        raise refused("it is a value", "a statement that is true or false, such as decile = 1")
    return found


def _within(text: str | bytes, length: int) -> str:
    """The text itself, not longer than it may be.

    Raises:
        FilterError: it is too long, empty, or no Unicode.
    """
    if len(text) > 4 * length:  # bytes of the longest character
        raise refused("it is too long", f"{length:,} characters at most")
    try:
        given = text.decode() if isinstance(text, bytes) else text
        given.encode()
    except UnicodeError:
        raise refused("it holds bytes that are no UTF-8") from None
    if len(given) > length:
        what = f"it has {len(given):,} characters"
        raise refused(what, f"{length:,} at most", "ask in parts")
    if not given.strip():
        raise refused("it is empty", "a statement such as decile = 1")
    return given


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise refused(f"it is no JSON: {error}", '{"op": …, "args": […]}') from None
