"""Which properties a filter asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from api.filters.model import Expression, Property, Shape


def properties_of(expression: Expression) -> set[str]:
    """The names of all properties in a filter."""
    return set(_names(expression))


def _names(node: object) -> Iterator[str]:
    if isinstance(node, Property):
        yield node.name
    elif isinstance(node, tuple):
        for each in node:
            yield from _names(each)
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Shape):
        for each in fields(node):  # type: ignore[arg-type]
            yield from _names(getattr(node, each.name))
