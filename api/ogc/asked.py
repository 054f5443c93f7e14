"""What is asked: a request to OGC API, read and understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.http.formats import Format
from api.http.languages import Language
from api.http.links import Link, address
from mdi.version import __version__

if TYPE_CHECKING:
    from api.library import Library
    from api.ogc.joins.keeping import Joins

ROOT = "/ogc/v1"


@dataclass(frozen=True)
class Asked:
    """A request, read and understood.

    Attributes:
        library: what it is answered from.
        base: where the service is, without a slash at the end.
        path: of the resource, from the root of OGC API.
        places: the parts of the path that are filled in, by name.
        query: the values of parameters that were given, by name.
        given: the same as the client wrote them.
        format: which format is wanted.
        language: which language is wanted.
        joins: those that are kept; None where none are.
    """

    library: Library
    base: str
    path: str
    places: Mapping[str, str]
    query: Mapping[str, Any]
    given: Mapping[str, str]
    format: Format
    language: Language
    joins: Joins | None = None

    @property
    def root(self) -> str:
        """The address of OGC API."""
        return self.base + ROOT

    def mark(self, content: str) -> str:
        """What an answer follows from, beside its address: the content, and what is asked.

        Args:
            content: what the content follows from.
        """
        return f"{__version__} {self.base} {self.language} {content}"

    def link(
        self,
        rel: str,
        path: str,
        type: str | None = None,  # noqa: A002
        title: str | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Link:
        """A link to something else of OGC API."""
        return Link(address(self.root, path, query or {}), rel, type, title)

    def here(self, **changed: str | None) -> str:
        """The address of this with some parameters changed; None leaves one away."""
        query = {**self.given, **changed}
        return address(self.root, self.path, {k: v for k, v in query.items() if v is not None})

    def say(self, nl: str, en: str) -> str:
        """The text in the language that is wanted."""
        return nl if self.language == "nl" else en
