"""Sentences in every language, with what stands in braces filled in."""

from __future__ import annotations

from geodata.pictures.words import WORDS
from mdi.declaration import Text

LANGUAGES = ("nl", "en")


def filled(words: Text, **given: Text | str) -> dict[str, str]:
    """A sentence in every language, with a capital.

    Args:
        words: the sentence, with names in braces.
        given: what they stand for.
    """
    text = {
        language: getattr(words, language).format(
            **{name: _in(value, language) for name, value in given.items()}
        )
        for language in LANGUAGES
    }
    return {language: said[:1].upper() + said[1:] for language, said in text.items()}


def number(value: float, decimals: int = 0) -> Text:
    """A number as each language writes it."""
    return Text(**{each: words.number(value, decimals) for each, words in WORDS.items()})


def _in(value: Text | str, language: str) -> str:
    return value if isinstance(value, str) else str(getattr(value, language))
