"""What a client asks to be joined: the fields of its form (OGC 22-026, Join Creation)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, TypeVar

from api.ogc.joins.figures import BREAKS, COLUMNS, ROWS, Form
from api.ogc.joins.joining import KEY
from api.ogc.joins.parts import BARE, Parts
from mdi.errors import DeclarationError, Problem, did_you_mean

T = TypeVar("T")

CONF = "http://www.opengis.net/spec/ogcapi-joins-1/1.0/conf/"
CSV, KEPT, DIRECT = (
    CONF + each for each in ("input-csv", "output-geojson", "output-geojson-direct")
)
EARLIER = {CONF + "input/": CONF + "input-", CONF + "output/": CONF + "output-"}  # of drafts
FILE, URL = "right-dataset-file", "right-dataset-url"
TABS = {"\t", "\\t", "tab"}
SECRET, SYSTEM = "key", "crs"
LONGEST = 200  # signs of the name of a file

FIELDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "collection-id": ("The collection of areas.", {"type": "string"}),
    "collection-key": (
        "By which property its areas are found.",
        {"type": "string", "enum": [KEY], "default": KEY},
    ),
    "right-dataset-format": ("What the file is.", {"type": "string", "enum": [CSV]}),
    FILE: ("The file, as UTF-8.", {"type": "string", "format": "binary"}),
    "right-dataset-key": (
        "The column with the codes of areas: its number from 0, or its name.",
        {"type": "string"},
    ),
    "right-dataset-data-value-list": (
        "The columns with figures, with commas between them, in the same way.",
        {"type": "string"},
    ),
    "csv-file-delimiter": (
        "The sign between two cells.",
        {"type": "string", "minLength": 1, "maxLength": 3},
    ),
    "csv-file-header-row-number": (
        "The row with the names of columns, from 1.",
        {"type": "integer", "minimum": 1, "maximum": ROWS, "default": 1},
    ),
    "csv-file-data-start-row-number": (
        "The row at which the figures begin, from 1.",
        {"type": "integer", "minimum": 2, "maximum": ROWS, "default": 2},
    ),
    "output-formats": (
        "Keep the join and answer with links, or answer with its areas and keep nothing.",
        {"type": "string", "enum": [KEPT, DIRECT], "default": KEPT},
    ),
    "include-join-metadata": (
        "Whether it is told which codes matched; of a join that is kept.",
        {"type": "string", "enum": ["true", "false"], "default": "false"},
    ),
    SYSTEM: ("The coordinate system of areas that are answered directly.", {"type": "string"}),
    SECRET: ("A key, where no header brings one: for forms on pages.", {"type": "string"}),
}
NEEDED = (
    "collection-id",
    "right-dataset-format",
    FILE,
    "right-dataset-key",
    "right-dataset-data-value-list",
    "csv-file-delimiter",
)


@dataclass(frozen=True)
class Wanted:
    """What is to be joined.

    Attributes:
        collection: the collection of the areas.
        form: how the file is written.
        file: how the client calls it.
        content: what is in it.
        kept: whether the join is kept; otherwise it is answered directly.
        told: whether it is told what matched.
        system: the coordinate system that was named; None where none was.
        secret: a key that stands in the form.
    """

    collection: str
    form: Form
    file: str
    content: bytes = field(repr=False)
    kept: bool
    told: bool
    system: str | None
    secret: str | None = field(repr=False)


def read_wanted(parts: Parts) -> Wanted:
    """What a form asks for.

    Raises:
        DeclarationError: all that is wrong with it, at once.
    """
    reader = _Reader(parts)
    reader.check_names()
    form = _form(reader)
    reader.one("collection-key", _key, KEY)
    reader.one("right-dataset-format", _format, CSV)
    wanted = Wanted(
        collection=parts.fields.get("collection-id", ""),
        form=form,
        file=PurePath(parts.files.get(FILE, ("", b""))[0].replace("\\", "/")).name[:LONGEST],
        content=parts.files.get(FILE, ("", b""))[1],
        kept=reader.one("output-formats", _output, KEPT) == KEPT,
        told=reader.one("include-join-metadata", _flag, "false") == "true",
        system=parts.fields.get(SYSTEM),
        secret=parts.fields.get(SECRET),
    )
    if reader.problems:
        raise DeclarationError(BARE, reader.problems)
    return wanted


def _form(reader: _Reader) -> Form:
    """How the file is written."""
    header = reader.one("csv-file-header-row-number", _row, 1)
    form = Form(
        delimiter=reader.one("csv-file-delimiter", _delimiter, ","),
        key=reader.one("right-dataset-key", str.strip, ""),
        values=reader.one("right-dataset-data-value-list", _columns, []),
        header=header,
        start=reader.one("csv-file-data-start-row-number", _row, header + 1),
    )
    reader.check_rows(form)
    return form


class _Reader:
    """Reads the fields of a form, and remembers what is wrong with them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.problems: list[Problem] = []

    def one(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """The value of a field; another where it is absent, or wrong."""
        text = self._parts.fields.get(name)
        if text is None:
            return otherwise
        try:
            return read(text)
        except ValueError as error:
            shown = text if len(text) <= 60 else text[:57] + "…"
            self.problems.append(Problem(f"{name}={shown}", expected=str(error)))
            return otherwise

    def check_names(self) -> None:
        """Fields that there are not, and those that are missing."""
        fields, files = self._parts.fields, self._parts.files
        if URL in fields or URL in files:
            hint = f"Nothing is fetched from elsewhere: send the file as '{FILE}'."
            self.problems.append(Problem(f"'{URL}' is not served", hint=hint))
        for name in (*fields, *files):
            if name not in {*FIELDS, URL}:
                near = did_you_mean(name, list(FIELDS))
                self.problems.append(Problem(f"there is no field '{name}'", hint=near))
        for name in files.keys() - {FILE, URL}:
            if name in FIELDS:
                self.problems.append(Problem(f"'{name}' is sent as a file; expected a text"))
        for name in NEEDED:
            if name not in (files if name == FILE else fields):
                sent = name == FILE and FILE in fields
                what = f"'{name}' is no file" if sent else f"'{name}' is missing"
                self.problems.append(Problem(what, hint=FIELDS[name][0]))

    def check_rows(self, form: Form) -> None:
        """The figures begin behind the names."""
        if form.start <= form.header:
            what = f"the figures begin at row {form.start}, and the names stand in {form.header}"
            self.problems.append(Problem(what, expected="a row behind that of the names"))


def _row(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= ROWS:
        raise ValueError(f"a whole number from 1 to {ROWS}")
    return int(text[:9])


def _delimiter(text: str) -> str:
    if text in TABS:
        return "\t"
    if len(text) != 1 or text in BREAKS or not text.isprintable() or text.isalnum():
        raise ValueError("one sign between two cells, such as , or ; or \\t")
    return text


def _columns(text: str) -> list[str]:
    found = [each.strip() for each in text.split(",")]
    if not all(found) or len(found) > COLUMNS or len(set(found)) < len(found):
        raise ValueError(f"1 to {COLUMNS} different columns with commas between them")
    return found


def _flag(text: str) -> str:
    if text not in {"true", "false"}:
        raise ValueError("true or false")
    return text


def _key(text: str) -> str:
    if text != KEY:
        raise ValueError(KEY)
    return text


def _format(text: str) -> str:
    if _named(text) != CSV:
        raise ValueError(CSV)
    return CSV


def _output(text: str) -> str:
    asked = {_named(each.strip()) for each in text.split(",")}
    if asked not in ({KEPT}, {DIRECT}):
        raise ValueError(f"{KEPT} or {DIRECT}")
    return asked.pop()


def _named(uri: str) -> str:
    """A class by its name of now; earlier drafts wrote it with another slash."""
    for before, now in EARLIER.items():
        if uri.startswith(before):
            return now + uri.removeprefix(before)
    return uri
