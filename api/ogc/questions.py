"""What can be asked of the areas of a collection: parameters, some of which follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.filters import LANGUAGES, Limits
from api.ogc.collections import Collection, collection_of
from api.ogc.instants import read_times
from api.ogc.paging import Key, key_of
from api.ogc.parameters import Parameter, flag, listed, number, numbers, text, whole, word
from api.ogc.pinned import EDITION
from api.ogc.profiles import PROFILE
from api.ogc.zooms import ZOOM_LEVEL
from mdi.errors import DeclarationError, did_you_mean

if TYPE_CHECKING:
    from api.library import Library

MOST = 20_000  # areas in one answer

LIMIT = whole("limit", "How many areas at most.", 1, MOST, MOST)
PLAIN = (
    LIMIT,
    whole("offset", "How many areas to pass over.", 0, default=0),
    text("after", "Continues behind a page: from its link to the next one."),
    text("before", "Ends before a page: from its link to the previous one."),
    numbers("bbox", "West, south, east, north: areas that have a point in this box.", (4, 6)),
    Parameter(
        "datetime",
        "An instant or an interval: areas whose figures are of that time.",
        {"type": "string"},
        read_times,
    ),
    flag("skipGeometry", "Leave the shapes out."),
    EDITION,
)
OF_GDAL = "cql-text"  # what GDAL calls CQL2 text, by the name of its drafts
FORMS = (*LANGUAGES, OF_GDAL)
FILTER = {"filter", "filter-lang", "filter-crs"}
TAKEN = {
    "f",
    "lang",
    "crs",
    "bbox-crs",
    "properties",
    "sortby",
    PROFILE.name,
    ZOOM_LEVEL.name,
    *FILTER,
    *(each.name for each in PLAIN),
}


def of_items(library: Library, collection: str, **_: str) -> Sequence[Parameter]:
    """What can be asked of the areas of a collection together."""
    found = collection_of(library, collection)

    def make() -> tuple[Parameter, ...]:
        kinds = found.layer.kinds
        return (
            *PLAIN,
            *of_item(library, collection),
            _system("bbox-crs", "The coordinate system of the box.", found),
            text("filter", "Only areas that fit this filter in CQL2.", maxLength=Limits().length),
            word("filter-lang", "The form of the filter.", FORMS),
            _system("filter-crs", "The coordinate system of shapes in the filter.", found),
            _keys(list(kinds)),
            *(_equal(name, kind) for name, kind in kinds.items() if name not in TAKEN),
        )

    return library.parts.once(("of items", *found.layer.key), make)


def of_item(library: Library, collection: str, **_: str) -> Sequence[Parameter]:
    """What can be asked of one area."""
    found = collection_of(library, collection)

    def make() -> tuple[Parameter, ...]:
        return (
            _system("crs", "The coordinate system of the answer.", found),
            _names(list(found.layer.kinds)),
            ZOOM_LEVEL,
            PROFILE,
        )

    return library.parts.once(("of item", *found.layer.key), make)


def _system(name: str, description: str, found: Collection) -> Parameter:
    systems = found.systems
    schema = {
        "type": "string",
        "format": "uri",
        "enum": systems.uris,
        "default": systems.uris[0],
    }
    return Parameter(name, description, schema, lambda given: systems.of(given, name))


def _names(known: Sequence[str]) -> Parameter:
    def read(name: str) -> str:
        if name not in known:
            hint = did_you_mean(name, list(known))
            raise DeclarationError(f"properties: there is no property '{name}'", hint=hint)
        return name

    return listed("properties", "Which properties; all of them if absent.", read, known)


def _keys(known: Sequence[str]) -> Parameter:
    def read(word: str) -> Key:
        return key_of(word, known)

    words = "Properties to sort by; with a minus in front, downward."
    return listed("sortby", words, read, [sign + name for name in known for sign in ("", "-")])


def _equal(name: str, kind: str) -> Parameter:
    """Only areas that have this value."""
    words = f"Only areas with this {name}."
    made: Any = text if kind == "string" else number
    found: Parameter = made(name, words)
    return found
