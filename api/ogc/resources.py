"""Resources: every address of OGC API with its parameters, formats and answer, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from api.http.answers import Answer
from api.http.formats import HTML, Format
from api.http.languages import LANGUAGES
from api.ogc.asked import Asked
from api.ogc.parameters import Parameter, text, word

Respond = Callable[[Asked], Answer]


def at_once(_: Asked) -> bool:
    """What is made in a moment."""
    return True


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
        schema: the name of the schema of its JSON in the documentation.
    """

    path: str
    name: str
    summary: str
    formats: tuple[Format, ...]
    respond: Respond
    parameters: tuple[Parameter, ...] = ()
    open: Callable[..., Sequence[Parameter]] | None = None
    quick: Callable[[Asked], bool] = at_once
    schema: str = "object"
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _parts(self.path))

    @property
    def own(self) -> tuple[Parameter, ...]:
        """All parameters, but for those that follow from the library."""
        names = list(dict.fromkeys(each.name for each in self.formats))
        asked = text("f", "The format, instead of the header Accept.", enum=names)
        return (*self.parameters, asked, LANG)

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
