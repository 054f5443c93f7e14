"""What can go wrong with shapes and maps, in words a user can act on.

::

    GeodataError              the root; carries a hint and the problems found
    ├── BoundaryError         the content of a boundary file does not hold up   exit 3
    ├── BoundaryFileError     a boundary file cannot be read or written         exit 5
    └── ClassificationError   classes or colours were asked that cannot be      exit 2
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

SHOWN = 25  # areas named in one message before the rest is only counted


class GeodataError(Exception):
    """The root of all errors about shapes that a user can do something about.

    Args:
        message: one sentence saying what is wrong.
        problems: all that was found, collected before raising, one line each.
        hint: the next step.
    """

    exit_code = 1
    title = "Something is wrong with the shapes"

    def __init__(self, message: str, problems: Iterable[str] = (), hint: str | None = None) -> None:
        self.message = message
        self.problems: tuple[str, ...] = tuple(problems)
        self.hint = hint
        lines = [message, *(f"  {n}. {p}" for n, p in enumerate(self.problems, 1))]
        super().__init__("\n".join([*lines, hint] if hint else lines))


class BoundaryError(GeodataError):
    """The content of a boundary file does not hold up; nothing was read."""

    exit_code = 3
    title = "The boundaries have problems"


class BoundaryFileError(GeodataError):
    """A boundary file cannot be read or written."""

    exit_code = 5
    title = "A boundary file cannot be used"


class ClassificationError(GeodataError):
    """Classes or colours were asked for that cannot be made."""

    exit_code = 2
    title = "The classes of the map cannot be made"


def listed(items: Sequence[str]) -> str:
    """The first few items in words, and how many more there are.

    >>> listed(["GM0014", "GM0034"])
    'GM0014, GM0034'
    """
    more = len(items) - SHOWN
    shown = ", ".join(items[:SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def unwritable(path: object, error: OSError) -> BoundaryFileError:
    """The error of a file that the system does not let us write."""
    why = os.strerror(error.errno) if error.errno else str(error)
    return BoundaryFileError(f"'{path}' cannot be written: {why}.")
