"""Resources: every address of OGC API with its parameters, formats and answer, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.requests import Request

from api.http.answers import Answer
from api.http.formats import HTML, Format
from api.http.languages import LANGUAGES
from api.ogc.asked import Asked
from api.ogc.parameters import Parameter, text, word

Respond = Callable[[Asked], Answer]
Change = Callable[[Asked, Request], Awaitable[Answer]]


def at_once(_: Asked) -> bool:
    """What is made in a moment."""
    return True


def never(_: Asked) -> bool:
    """What is read from a disk."""
    return False


@dataclass(frozen=True)
class Writing:
    """What can be done at an address beside reading it.

    Attributes:
        name: of the operation.
        summary: what it does, in a few words.
        formats: of its answer, the best first.
        respond: does it.
        described: what the documentation says of the body and of the answers.
    """

    name: str
    summary: str
    formats: tuple[Format, ...]
    respond: Change
    described: Mapping[str, Any]


@dataclass(frozen=True)
class Resource:
    """An address.

    Attributes:
        path: from the root of OGC API; places to fill in stand in braces.
        name: of the operation.
        summary: what it is, in a few words.
        formats: the formats it has, the best first.
        respond: makes the answer.
        parameters: of its query, beside `f` and `lang`.
        open: makes more parameters of the library and the places, such as properties.
        quick: whether the answer is made in a moment, since all it needs is there.
        brisk: whether a request is one that is asked so often, and answered so fast, that it takes
            the short way (`api.http.quick`); none where no request is.
        schema: the name of the schema of its JSON in the documentation (`answers.toml`);
            none where it has no JSON.
        is_told: whether the documentation tells of it; an address by another name is not told.
        paged: whether it has pages, all of which are of the edition of the first.
        fresh: whether it can change at any moment, so that nobody may keep it unasked.
        writing: what else can be done there, by the method of HTTP.
    """

    path: str
    name: str
    summary: str
    formats: tuple[Format, ...]
    respond: Respond
    parameters: tuple[Parameter, ...] = ()
    open: Callable[..., Sequence[Parameter]] | None = None
    quick: Callable[[Asked], bool] = at_once
    brisk: Callable[[Asked], bool] | None = None
    schema: str = ""
    is_told: bool = True
    paged: bool = False
    fresh: bool = False
    writing: Mapping[str, Writing] = field(default_factory=dict)
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _parts(self.path))

    @cached_property
    def own(self) -> tuple[Parameter, ...]:
        """All parameters, but for those that follow from the library."""
        return (*self.parameters, *self.common)

    @cached_property
    def common(self) -> tuple[Parameter, ...]:
        """The parameters that every address has."""
        names = list(dict.fromkeys(each.name for each in self.formats))
        return (text("f", "The format, instead of the header Accept.", enum=names), LANG)

    @property
    def has_page(self) -> bool:
        """Whether people can read it."""
        return HTML in self.formats


LANG = word("lang", "The language, instead of the header Accept-Language.", LANGUAGES)


def find(resources: Sequence[Resource], path: str) -> tuple[Resource, Mapping[str, str]] | None:
    """The resource at a path, and what its places are filled with."""
    parts = _parts(path)
    for each in resources:
        if len(each.parts) == len(parts):
            places = _filled(each.parts, parts)
            if places is not None:
                return each, places
    return None


def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("/")[1:])


def _filled(parts: Sequence[str], given: Sequence[str]) -> dict[str, str] | None:
    places = {}
    for part, found in zip(parts, given, strict=True):
        if part.startswith("{"):
            if not found:
                return None
            places[part[1:-1]] = found
        elif part != found:
            return None
    return places
