"""What pydantic finds wrong with a declaration, in the words of the one who wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mdi.errors import Problem, did_you_mean
from mdi.place import Place, place_of

EXPECTED = {  # by the type of the error; the rest keep the words of pydantic
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "literal_error": "{expected}",
    "greater_than_equal": "a number of {ge:,.15g} or more",
    "greater_than": "a number above {gt:,.15g}",
    "less_than_equal": "a number of at most {le:,.15g}",
    "less_than": "a number below {lt:,.15g}",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} or fewer entries",
}

LONGEST = 80  # signs of a value that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic.

    Attributes:
        type: its type, such as `extra_forbidden`.
        place: where it is.
        parent: the place that holds it.
        found: what stands there.
        context: numbers and names that belong to it.
        message: what pydantic says, or what a rule of ours says.
        noun: what a place is called, such as `key`.
    """

    type: str
    place: Place
    parent: Place
    found: Any
    context: dict[str, Any]
    message: str
    noun: str = "key"

    @property
    def path(self) -> str:
        """The keys that lead to it."""
        return ".".join(map(str, self.place.keys))

    @property
    def named(self) -> str:
        """Which key is meant."""
        return f"{self.noun} '{self.path}'"

    @property
    def at(self) -> str:
        """Which key is meant, as a sentence begins; nothing where it is the whole."""
        return f"{self.named}: " if self.path else ""

    @property
    def is_real(self) -> bool:
        """Not of a list that is too short only because the entries in it are wrong."""
        return self.type != "too_short" or len(self.found) < self.context["min_length"]


def problems_of(error: ValidationError, kind: Any = None) -> list[Problem]:
    """What pydantic found, as problems that name the key and the value.

    Args:
        error: what was raised.
        kind: the model, or the union, that was to be read: it knows which keys there are.
    """
    return told(error.errors(include_url=False), kind)


def told(errors: Iterable[ErrorDetails], kind: Any = None, noun: str = "key") -> list[Problem]:
    """Errors of pydantic as problems; arguments as in `problems_of`.

    Args:
        errors: what was found.
        kind: the model, or the union, that was to be read.
        noun: what a place is called by the one who wrote it.
    """
    faults = [_fault(details, kind, noun) for details in errors]
    return [TOLD.get(fault.type, _other)(fault) for fault in faults if fault.is_real]


def _fault(details: ErrorDetails, kind: Any, noun: str) -> Fault:
    return Fault(
        type=details["type"],
        place=place_of(kind, details["loc"]),
        parent=place_of(kind, details["loc"][:-1]),
        found=details["input"],
        context=details.get("ctx", {}),
        message=details["msg"].removeprefix("Value error, "),
        noun=noun,
    )


def _other(fault: Fault) -> Problem:
    if fault.type in EXPECTED:
        return _expected(fault, EXPECTED[fault.type].format(**fault.context))
    found = "" if isinstance(fault.found, dict | list) else f" (found {_shown(fault.found)})"
    return Problem(fault.at + fault.message + found)


def _expected(fault: Fault, words: str) -> Problem:
    return Problem(f"{fault.at}expected {words} (found {_shown(fault.found)})")


def _missing(fault: Fault) -> Problem:
    return Problem(f"{fault.named} is missing")


def _unknown_key(fault: Fault) -> Problem:
    what, known = f"{fault.named} is not known", fault.parent.fields
    if not known:
        return Problem(what)
    if set(known) <= fault.parent.choosing:
        return Problem(what, hint=f"'{next(iter(fault.parent.rules))}' has no keys of its own")
    return Problem(what, hint=did_you_mean(str(fault.place.keys[-1]), known))


def _no_table(fault: Fault) -> Problem:
    return _expected(fault, fault.place.example(fault.found))


def _no_rule(fault: Fault) -> Problem:
    """The key that chooses a rule is not there."""
    hint = did_you_mean("", list(fault.place.rules)) if fault.place.rules else None
    return Problem(f"{fault.at}{fault.context['discriminator']} is missing", hint=hint)


def _unknown_rule(fault: Fault) -> Problem:
    key = fault.context["discriminator"].strip("'")
    path = ".".join(map(str, (*fault.place.keys, key)))
    names = [name.strip("'") for name in fault.context["expected_tags"].split(", ")]
    hint = did_you_mean(fault.context["tag"], names)
    return Problem(f"{fault.noun} '{path}': there is no {_shown(fault.found[key])}", hint=hint)


def _misspelt(fault: Fault) -> Problem:
    """A text that does not follow its pattern; the description of the field says it in words."""
    words = fault.parent.described(fault.place.keys[-1])
    return _expected(fault, words or f"a text of the pattern {fault.context['pattern']}")


def _no_json(fault: Fault) -> Problem:
    said = str(fault.context["error"])
    return Problem(f"it is no JSON: {'it ends too early' if said.startswith('EOF') else said}")


TOLD: dict[str, Callable[[Fault], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "dict_type": _no_table,
    "model_type": _no_table,
    "model_attributes_type": _no_table,
    "union_tag_not_found": _no_rule,
    "union_tag_invalid": _unknown_rule,
    "string_pattern_mismatch": _misspelt,
    "json_invalid": _no_json,
}


def _shown(value: Any) -> str:
    """A value as it was written, or what kind of thing it is."""
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
