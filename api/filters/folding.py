"""Texts without regard to case or accents."""

from __future__ import annotations

import unicodedata

from api.filters.model import Fold


def folded(text: str, fold: Fold) -> str:
    """The form that all writings of a text share.

    Args:
        text: any text.
        fold: `casei` folds case as Unicode does in full (ß is ss); `accenti` leaves away what
            stands above or below a letter (é is e; ø is a letter of its own).
    """
    apart = unicodedata.normalize("NFD", text)
    if fold == "casei":
        apart = apart.casefold()
    else:
        apart = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", apart)
