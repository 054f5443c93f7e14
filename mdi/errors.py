"""Everything that can go wrong, raised once and shown three ways.

A Python message, a line on the command line with an exit code, and an
``application/problem+json`` body are made from the same exception::

    MdiError                  the root; carries a hint and the problems found
    ├── DeclarationError      a TOML declaration, or its name, is wrong      exit 4
    ├── TableError            a table of indicators does not hold up         exit 3
    ├── ComputationError      the table and the method do not fit            exit 3
    ├── UnknownAreaError      the result does not have this area             exit 3
    ├── RunError              a process was killed, a scheduler is silent    exit 69
    ├── FileError             a file cannot be read or written               exit 5
    │   └── StoreWriteError   a store of editions cannot be written to       exit 74
    └── StoreBusyError        another batch holds the store of editions      exit 75
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 25  # areas named per problem before the rest is only counted
NAMED = 5  # the same in a warning


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what was found, where, and what to do.

    Attributes:
        what: what is wrong, as the rest of a sentence (``"holds text"``).
        column: the column it stands in.
        cells: pairs of area code and the value found there.
        expected: what would have been right.
        hint: what to do about it.
    """

    what: str
    column: str | None = None
    cells: tuple[tuple[str, str], ...] = ()
    expected: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """The problem as one readable line."""
        subject = f"column '{self.column}' " if self.column else ""
        found = ", ".join(f"{area} ({value})" if value else area for area, value in self._shown())
        more = len(self.cells) - SHOWN
        parts = [subject + self.what]
        if found:
            parts.append(f" in {counted(len(self.cells), 'area')}: {found}")
        if more > 0:
            parts.append(f" and {more} more")
        if self.expected:
            parts.append(f" — expected {self.expected}")
        if self.hint:
            parts.append(f"; {self.hint}")
        return "".join(parts)

    def _shown(self) -> tuple[tuple[str, str], ...]:
        return self.cells[:SHOWN]


class MdiError(Exception):
    """The root of all errors that a user can do something about.

    Args:
        message: one sentence saying what is wrong.
        problems: all that was found, collected before raising.
        hint: the next step.
    """

    exit_code = 1
    title = "Something is wrong"

    def __init__(
        self, message: str, problems: Iterable[Problem] = (), hint: str | None = None
    ) -> None:
        self.message = message
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.hint = hint
        lines = [message, *(f"  {n}. {p}" for n, p in enumerate(self.problems, 1))]
        super().__init__("\n".join([*lines, hint] if hint else lines))


class DeclarationError(MdiError):
    """A declaration in TOML, or the name of one, is wrong."""

    exit_code = 4
    title = "A declaration is wrong"


class TableError(MdiError):
    """A table of indicators does not hold up; nothing was computed."""

    exit_code = 3
    title = "The table has problems"


class ComputationError(MdiError):
    """The table and the method do not fit together."""

    exit_code = 3
    title = "The index cannot be computed"


class UnknownAreaError(MdiError):
    """The result does not have this area."""

    exit_code = 3
    title = "Unknown area"


class RunError(MdiError):
    """A run could not go on: a process was killed, or a scheduler does not answer."""

    exit_code = 69  # EX_UNAVAILABLE of sysexits.h
    title = "The run could not go on"


class FileError(MdiError):
    """A file cannot be read or written."""

    exit_code = 5
    title = "A file cannot be used"


class StoreWriteError(FileError):
    """A store of editions cannot be written to; what was published stays as it was."""

    exit_code = 74  # EX_IOERR of sysexits.h
    title = "The store cannot be written to"


class StoreBusyError(MdiError):
    """Another process holds the store of editions; a scheduler may try again later."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h
    title = "The store is in use"


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """A hint that names the nearest known word, or all of them."""
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return "choose one of: " + ", ".join(known)


def counted(count: int, noun: str) -> str:
    """``1 area``, ``2 areas``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are: ``GM0014, GM0034 and 7 more``."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
