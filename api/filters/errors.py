"""What is said of a filter that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable

from mdi.errors import DeclarationError, Problem


class FilterError(DeclarationError):
    """A filter cannot be read, or does not fit the layer."""

    title = "A filter is wrong"


def refused(what: str, expected: str | None = None, hint: str | None = None) -> FilterError:
    """The error of a filter that cannot be read, or would cost too much.

    Args:
        what: what was found, and where.
        expected: what would have been right.
        hint: what to do about it.
    """
    return FilterError("The filter cannot be used.", [Problem(what, expected=expected, hint=hint)])


def misfits(problems: Iterable[Problem]) -> FilterError:
    """The error of a filter that can be read, but not applied to this layer.

    Args:
        problems: all that was found.
    """
    return FilterError("The filter does not fit this layer.", problems)
