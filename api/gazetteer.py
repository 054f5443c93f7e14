"""Names of areas, also those of earlier years, found without minding accents or capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.library import Library

LIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "-": " "})


@dataclass(frozen=True, slots=True)
class Entry:
    """An area by its names.

    Attributes:
        code: its code.
        name: its name in the year that is looked at, or in its last one.
        parent: the larger area it lies in.
        formerly: other names that it had in earlier years, the newest first.
        until: the last year that knows it, where that is an earlier one.
    """

    code: str
    name: str | None
    parent: str | None
    formerly: tuple[str, ...]
    until: int | None

    def plain(self, level: str) -> dict[str, Any]:
        """The entry as plain data."""
        return {
            "area_code": self.code,
            "area_name": self.name,
            "level": level,
            "parent_code": self.parent,
            "formerly": list(self.formerly),
            "until": self.until,
        }


@dataclass(frozen=True, slots=True)
class Names:
    """The areas of a level in a year, with those of the years before.

    Attributes:
        level: the level.
        entries: the areas of the year, in the order of its table; then those that are gone.
        folded: the names of each, as they are compared: that of now first.
    """

    level: str
    entries: tuple[Entry, ...]
    folded: tuple[tuple[str, ...], ...]

    def found(self, words: str) -> Iterator[tuple[int, Entry]]:
        """The areas with a name or a code of which the words are a part, and how well it fits.

        The fit is 0 for a name that is the words, 1 for one that begins so, 2 for the rest, and
        3 more for an earlier name. Areas that are gone are found by words only.
        """
        wanted, code = folded(words), words.strip().upper()
        for entry, names in zip(self.entries, self.folded, strict=True):
            if entry.until is not None and not wanted:
                continue
            fits = [
                _fit(name, wanted) + (3 if place or entry.until else 0)
                for place, name in enumerate(names)
                if wanted in name
            ]
            if code in entry.code:
                fits.append(0 if code == entry.code else 2)
            if fits:
                yield min(fits), entry


def names_of(library: Library, level: str, year: int) -> Names:
    """The names of a level in a year and those before; kept."""
    return library.parts.once(("names", level, year), lambda: _names(library, level, year))


def folded(text: str | None) -> str:
    """Small letters without accents; a hyphen is a space.

    >>> folded("Súdwest-Fryslân")
    'sudwest fryslan'
    """
    apart = unicodedata.normalize("NFKD", text or "")
    return "".join(s for s in apart if not unicodedata.combining(s)).casefold().translate(LIKE)


def _names(library: Library, level: str, year: int) -> Names:
    known: dict[str, dict[int, tuple[str | None, str | None]]] = {}
    for each in sorted((y for y in library.years(level) if y <= year), reverse=True):
        table = library.table(level, each)
        for code, name, parent in zip(table.codes, table.names, table.parents, strict=True):
            known.setdefault(code, {})[each] = (name, parent)
    entries = tuple(_entry(code, years, year) for code, years in known.items())
    names = tuple(
        tuple(folded(name) for name in (entry.name, *entry.formerly)) for entry in entries
    )
    return Names(level, entries, names)


def _entry(code: str, years: dict[int, tuple[str | None, str | None]], year: int) -> Entry:
    newest = next(iter(years))
    name, parent = years[newest]
    before = dict.fromkeys(other for other, _ in years.values() if other and other != name)
    return Entry(code, name, parent, tuple(before), None if newest == year else newest)


def _fit(name: str, wanted: str) -> int:
    if name == wanted or not wanted:
        return 0
    return 1 if name.startswith(wanted) else 2
