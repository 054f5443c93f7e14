"""Formats of `/v1`, and which of them a request wants."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from api.http.formats import CSV, JSON, Format, format_of
from api.http.languages import Language, language_of

__all__ = ["ARROW", "CSV", "CSV_NL", "JSON", "LISTS", "chosen_format", "titles_in"]

ARROW = Format("arrow", "application/vnd.apache.arrow.file")
CSV_NL = Format("csv-nl", "text/csv", charset=True)
LISTS = (JSON, CSV, CSV_NL)


def chosen_format(formats: Sequence[Format], asked: str | None, request: Request) -> Format:
    """The format that a request wants: by `f`, or else by its header `Accept`.

    Raises:
        NotAcceptableError: the header allows none of them.
    """
    return format_of(formats, asked, request.headers.get("accept"))


def titles_in(form: Format, asked: str | None, request: Request) -> Language | None:
    """The language of the titles of columns; None for the names that programs use.

    A Dutch table is for people and always has titles.
    """
    accepted = request.headers.get("accept-language")
    if form is CSV and asked is None and not accepted:
        return None
    return language_of(asked, accepted)
