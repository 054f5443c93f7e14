"""Dutch or English: by `lang=` or by `Accept-Language`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from mdi.errors import DeclarationError

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def language_of(asked: str | None, accepted: str | None) -> Language:
    """The language that a client wants; Dutch where nothing is said.

    Args:
        asked: the value of `lang=`, which goes before the header.
        accepted: the header `Accept-Language`.

    Raises:
        DeclarationError: `lang=` names another.
    """
    if asked is None:
        return _accepted(accepted or "")
    for language in LANGUAGES:
        if asked == language:
            return language
    raise DeclarationError(f"There is no language lang={asked}.", hint="Expected nl or en.")


@lru_cache(256)
def _accepted(header: str) -> Language:
    best: tuple[float, Language] = (0.0, LANGUAGES[0])
    for part in header.split(","):
        tag, _, parameter = (each.strip().lower() for each in part.partition(";"))
        for language in LANGUAGES:
            if tag.split("-")[0] == language:
                worth = _quality(parameter)
                best = max(best, (worth, language), key=lambda found: found[0])
    return best[1]


def _quality(parameter: str) -> float:
    if not parameter.startswith("q="):
        return 1.0
    try:
        return float(parameter[2:])
    except ValueError:
        return 0.0
