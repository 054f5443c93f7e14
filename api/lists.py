"""Lists: the same rows as JSON or as a table for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import Request

from api.delimited import DIALECTS, delimited
from api.forms import JSON, LISTS, chosen_format, titles_in
from api.http.languages import Language
from api.queries import Listed
from api.responses import Prepared, answer
from api.titles import title_of

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]  # names of columns, and rows

CSV_EXAMPLE = {"schema": {"type": "string"}, "example": "area_code,rank\r\nGM9001,5\r\n"}
TABLES = {"text/csv; charset=utf-8": CSV_EXAMPLE}  # for the OpenAPI document


def answer_list(
    request: Request,
    query: Listed,
    mark: str,
    make: Callable[[], dict[str, Any]],
    table_of: Callable[[dict[str, Any], Language], Table],
) -> Prepared:
    """Answer with a list in the format that is asked for.

    Args:
        request: the request.
        query: which format and language are wanted.
        mark: what the list follows from.
        make: makes the document.
        table_of: the same as a table, with names of what is in it in a language.
    """
    form = chosen_format(LISTS, query.f, request)
    if form is JSON:
        return answer(request, mark, make)
    language = titles_in(form, query.lang, request)

    def write() -> bytes:
        names, rows = table_of(make(), language or "en")
        titles = [title_of(name, language) for name in names]
        return delimited(titles, rows, DIALECTS[form.name])

    name = request.url.path.rsplit("/", 1)[-1]
    headers = {"Content-Disposition": f'attachment; filename="{_plain(name)}.csv"'}
    if language:
        headers["Content-Language"] = language
    told = f"{mark} {form.name} {language}"
    return answer(request, told, write, form.content_type, headers)


def table_of_records(
    records: Iterable[Mapping[str, Any]], names: Sequence[str], source: str
) -> Table:
    """Records as a table that says on every row who published the figures, and how they may be used.

    Args:
        records: with a value for each name.
        names: of the columns.
        source: the publisher and the licence.
    """
    rows = ([*(record[name] for name in names), source] for record in records)
    return [*names, "source"], rows


def _plain(name: str) -> str:
    """A file name that every system bears."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name)
