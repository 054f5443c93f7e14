"""The parts of a form (RFC 7578): its fields as text, and one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from math import inf

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header
from starlette.exceptions import HTTPException

from mdi.errors import DeclarationError, Problem

FORM = "multipart/form-data"
FIELDS = 40  # of a form
FIELD = 10_000  # bytes of a field that is no file
BARE = "The form does not hold up."
LIMITS = {"MAX_BODY_SIZE": inf, "MAX_MEMORY_FILE_SIZE": inf}  # the service has limited the body


@dataclass(frozen=True)
class Parts:
    """The parts of a form.

    Attributes:
        fields: texts by name, without those that were left empty.
        files: names and contents of files, by the name of the field.
    """

    fields: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes]]


def read_parts(content_type: str, body: bytes) -> Parts:
    """The parts of a form.

    Args:
        content_type: the header, which tells what stands between the parts.
        body: of the request.

    Raises:
        HTTPException: 415 where it is no form with parts.
        DeclarationError: it cannot be read, has too many parts, or one twice.
    """
    media, options = parse_options_header(content_type)
    if media != FORM.encode() or b"boundary" not in options:
        detail = f"Expected a form as {FORM}, as 'curl --form' and web pages send it."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    reader = _Reader()
    try:
        parser = FormParser(
            FORM, reader.field, reader.file, reader.end, options[b"boundary"], config=LIMITS
        )
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise _wrong("it cannot be taken apart") from None
    if not reader.ended:
        raise _wrong("it ends before its last part")
    return Parts(reader.fields, reader.files)


class _Reader:
    """Takes the parts as they come."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.ended = False
        self._seen: set[str] = set()

    def field(self, field: Field) -> None:
        """A part that is no file."""
        name = self._name(field.field_name)
        value = field.value or b""
        if len(value) > FIELD:
            raise _wrong(f"'{name}' has more than {FIELD} bytes", "send a file as a file")
        text = _text(name, value)
        if text:
            self.fields[name] = text

    def file(self, file: File) -> None:
        """A part that is a file; one without a name and without contents was left empty."""
        name = self._name(file.field_name)
        assert isinstance(file.file_object, BytesIO)  # noqa: S101 -- there is no largest size
        content = file.file_object.getvalue()
        called = _text(name, file.file_name or b"")
        if called or content:
            self.files[name] = (called, content)

    def end(self) -> None:
        """The last part has come."""
        self.ended = True

    def _name(self, given: bytes | None) -> str:
        name = _text("a name", (given or b"")[:100])
        if name in self._seen:
            raise _wrong(f"'{name}' is given more than once")
        self._seen.add(name)
        if len(self._seen) > FIELDS:
            raise _wrong(f"it has more than {FIELDS} parts")
        return name


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise _wrong(f"'{name}' is no UTF-8") from None


def _wrong(what: str, hint: str | None = None) -> DeclarationError:
    return DeclarationError(BARE, [Problem(what, hint=hint)])
