"""Parameters of queries: declared once, for reading, for refusing and for the documentation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from mdi.errors import DeclarationError, Problem, did_you_mean

INVALID = "The request is not valid."
LONGEST = 100_000  # signs of a query


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query.

    Attributes:
        name: how it is called.
        description: for readers.
        schema: what it may be, as OpenAPI 3.0 has it.
        read: makes a value of the text; raises ValueError with what was expected, or
            DeclarationError with what was found and a hint.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]

    def document(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.0 has it."""
        return {
            "name": self.name,
            "in": "query",
            "description": self.description,
            "required": False,
            "style": "form",
            "explode": False,
            "schema": dict(self.schema),
        }


def read_query(query: bytes, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The values of a query by name; those that are not given are left out.

    Raises:
        DeclarationError: all that is wrong with it, at once.
    """
    known, found = {each.name: each for each in parameters}, dict[str, Any]()
    problems: list[Problem] = []
    for name, text in _pairs(query):
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            problems.append(Problem(f"there is no parameter '{name}'", hint=hint))
        elif name in found:
            problems.append(Problem(f"'{name}' is given more than once"))
        else:
            try:
                found[name] = known[name].read(text)
            except ValueError as error:
                problems.append(Problem(f"{name}={_short(text)}", expected=str(error)))
            except DeclarationError as error:
                problems.append(Problem(_short(error.message), hint=error.hint))
    if problems:
        raise DeclarationError(INVALID, problems)
    return found


def _pairs(query: bytes) -> Iterable[tuple[str, str]]:
    try:
        text = query.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        hint = "Expected at most 100 parameters, written as UTF-8 with percent signs."
        raise DeclarationError("The query cannot be read.", hint=hint) from None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def word(name: str, description: str, words: Sequence[str]) -> Parameter:
    """A parameter that is one of some words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(", ".join(words))
        return text

    return Parameter(name, description, {"type": "string", "enum": list(words)}, read)


def text(name: str, description: str, **schema: Any) -> Parameter:
    """A parameter that is any text."""
    return Parameter(name, description, {"type": "string", **schema}, str)


def whole(
    name: str, description: str, least: int, most: int | None = None, default: int | None = None
) -> Parameter:
    """A whole number; above the most that is served it is the most (OGC 17-069r4, 7.15.3)."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least}
    schema |= {"maximum": most} if most is not None else {}
    schema |= {"default": default} if default is not None else {}

    def read(given: str) -> int:
        if not given.isascii() or not given.isdigit() or len(given) > 12 or int(given) < least:
            raise ValueError(f"a whole number of {least} or more")
        return int(given) if most is None else min(int(given), most)

    return Parameter(name, description, schema, read)


def flag(name: str, description: str) -> Parameter:
    """True or false."""

    def read(given: str) -> bool:
        if given not in {"true", "false"}:
            raise ValueError("true or false")
        return given == "true"

    return Parameter(name, description, {"type": "boolean", "default": False}, read)


def number(name: str, description: str) -> Parameter:
    """A number."""

    def read(given: str) -> float:
        try:
            found = float(given)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise ValueError("a number")
        return found

    return Parameter(name, description, {"type": "number"}, read)


def listed(
    name: str, description: str, read_one: Callable[[str], Any], words: Sequence[str]
) -> Parameter:
    """Words with commas between them; each is one of some."""
    items = {"type": "string", "enum": list(words)}

    def read(given: str) -> list[Any]:
        return [read_one(part.strip()) for part in given.split(",") if part.strip()]

    return Parameter(name, description, {"type": "array", "items": items}, read)


def numbers(name: str, description: str, counts: Sequence[int]) -> Parameter:
    """Numbers with commas between them, so many as one of the counts."""
    schema = {
        "type": "array",
        "items": {"type": "number"},
        "minItems": min(counts),
        "maxItems": max(counts),
    }

    def read(given: str) -> list[float]:
        expected = f"{' or '.join(map(str, counts))} numbers with commas between them"
        try:
            found = [float(part) for part in given.split(",")]
        except ValueError:
            raise ValueError(expected) from None
        if len(found) not in counts or not all(abs(each) < 1e12 for each in found):
            raise ValueError(expected)
        return found

    return Parameter(name, description, schema, read)
