"""Titles of columns, in Dutch and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from api.http.languages import Language
from mdi.declaration import Text, read_toml
from mdi.editions.styling import title

FILE = Path(__file__).with_name("titles.toml")


def title_of(name: str, language: Language | None) -> str:
    """What a column shows, in words; its own name without a language, or without words for it."""
    if language is None:
        return name
    known = _titles().get(name)
    return title(name, language) if known is None else getattr(known, language)


@cache
def _titles() -> dict[str, Text]:
    return {name: Text(**words) for name, words in read_toml(FILE)["columns"].items()}
