"""Names of columns in ten characters: what a Shapefile has room for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

ROOM = 10  # bytes of a field name in a dBASE table


def short_names(names: Sequence[str]) -> dict[str, str]:
    """A field name for every column: letters, digits and `_`, unique in capitals and small.

    A name that fits is kept. Of a longer one, its longest word loses a letter at its end until
    it fits; where two become alike, the later ends in a number.

    Args:
        names: the names of the columns, unique.

    >>> short_names(["index", "employment_rank", "employment_filled"])
    {'index': 'index', 'employment_rank': 'emplo_rank', 'employment_filled': 'emplo_fill'}
    """
    kept = {name: name for name in names if _plain(name) == name and len(name) <= ROOM}
    taken = {name.casefold() for name in kept}
    for name in names:
        if name not in kept:
            kept[name] = _free(_shortened(_plain(name)), taken)
            taken.add(kept[name].casefold())
    return {name: kept[name] for name in names}


def _plain(name: str) -> str:
    """`Crimé rate (%)` → `Crime_rate`; begins with a letter."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "_", letters).strip("_")
    return plain if plain[:1].isalpha() else f"f_{plain}".rstrip("_")


def _shortened(name: str) -> str:
    words = name.split("_")
    while len("_".join(words)) > ROOM and max(map(len, words)) > 1:
        longest = max(range(len(words)), key=lambda place: len(words[place]))
        words[longest] = words[longest][:-1]
    return "_".join(words)[:ROOM].rstrip("_")


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number that makes it unlike those taken."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = name[: ROOM - len(f"_{number}")] + f"_{number}"
    return found
