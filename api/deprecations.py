"""What will go: addresses and parameters, declared in `deprecated.toml` with their dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from mdi.declaration import Declaration, Text

DECLARED = Path(__file__).parent / "deprecated.toml"
ROOTS = ("/v1", "/ogc/v1")
NOTICE = timedelta(days=365)  # between saying that something goes and its going
PLACE = re.compile(r"\\\{\w+\\\}")
SUFFIX = r"(\.[a-z-]+)?"  # the format at the end of an address


class Deprecation(Declaration):
    """Something that will go.

    Attributes:
        path: of the address, with places in braces.
        parameter: of its query that goes; the address as a whole if absent.
        since: the day from which nobody should begin to use it.
        until: the day until which it stays.
        instead: the address to use.
        why: for readers.
    """

    path: str = Field(pattern=r"^/(ogc/)?v\d+/")
    parameter: str | None = None
    since: date
    until: date
    instead: str | None = Field(default=None, pattern="^/")
    why: Text

    @model_validator(mode="after")
    def _there_is_time(self) -> Self:
        if self.until - self.since < NOTICE:
            raise ValueError(f"'until' must be {NOTICE.days} days after 'since' at the least")
        return self

    def is_at(self, path: str) -> bool:
        """Whether it is about an address, or about the template of one."""
        pattern = PLACE.sub("[^/]+", re.escape(self.path)) + SUFFIX
        return re.fullmatch(pattern, path) is not None

    def concerns(self, path: str, names: Collection[str]) -> bool:
        """Whether it is about a request.

        Args:
            path: that is asked.
            names: of the parameters that are given.
        """
        return (self.parameter is None or self.parameter in names) and self.is_at(path)

    def headers(self, base: str) -> Iterator[tuple[bytes, bytes]]:
        """What answers say of it: Deprecation (RFC 9745), Sunset (RFC 8594) and links.

        Args:
            base: where the service is.
        """
        yield b"deprecation", b"@%d" % _midnight(self.since).timestamp()
        yield b"sunset", format_datetime(_midnight(self.until), usegmt=True).encode()
        told = f'<{base}/v1/deprecations>; rel="{{}}"; type="application/json"'
        links = [told.format("deprecation"), told.format("sunset")]
        links += [f'<{base}{self.instead}>; rel="successor-version"'] if self.instead else []
        yield b"link", ", ".join(links).encode()


class Schedule(Declaration):
    """All that will go."""

    deprecated: tuple[Deprecation, ...] = ()


@cache
def schedule() -> Schedule:
    """What is declared."""
    return Schedule.read(DECLARED)


def marked(paths: dict[str, Any], root: str) -> None:
    """Say in the addresses of an OpenAPI document what will go; they are changed.

    Args:
        paths: of the document.
        root: of its addresses.
    """
    for each in schedule().deprecated:
        for path, item in paths.items():
            for operation in item.values() if each.is_at(root + path) else ():
                _mark(operation, each.parameter)


def _mark(operation: dict[str, Any], parameter: str | None) -> None:
    if parameter is None:
        operation["deprecated"] = True
    for told in operation.get("parameters", ()):
        if parameter is not None and told.get("name") == parameter:
            told["deprecated"] = True


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
