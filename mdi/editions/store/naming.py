"""Which edition is meant: by its name, the beginning of it, or by when it was current."""

from __future__ import annotations

from collections.abc import Sequence

from mdi.editions.store.history import Published
from mdi.errors import FileError, listed

CURRENT, PREVIOUS = "current", "previous"


def latest(past: Sequence[Published], there: Sequence[str]) -> list[str]:
    """Editions by when they were current last, the current one first; removed ones are out.

    Args:
        past: every switch, the oldest first.
        there: the names of the editions that are there.
    """
    names = dict.fromkeys(each.edition for each in reversed(past))
    return [name for place, name in enumerate(names) if not place or name in there]


def by_time(name: str, past: Sequence[Published], there: Sequence[str]) -> str:
    """The edition that is `current` or `previous`; arguments as in `latest`.

    Raises:
        FileError: there is none.
    """
    found, place = latest(past, there), (CURRENT, PREVIOUS).index(name)
    if found[place:]:
        return found[place]
    raise unknown(f"There is no {name} edition.", there)


def by_name(name: str, there: Sequence[str]) -> str:
    """The edition of this name, or that begins with it.

    Raises:
        FileError: there is none, or several.
    """
    found = [each for each in there if each.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise unknown(f"{len(found)} editions begin with '{name}'.", there)
    raise unknown(f"There is no edition '{name}'.", there)


def unknown(message: str, there: Sequence[str]) -> FileError:
    """The error that names the editions that are there."""
    return FileError(message, hint=f"Editions that are there: {listed(there) or 'none'}.")
