"""Lists of styles: of a collection, and of all that show their newest year (20-009, 7.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.http.answers import Answer
from api.http.formats import HTML, JSON
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import REL, collection_of, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.styles.encodings import ENCODINGS
from api.ogc.styles.legend import SVG
from api.ogc.styles.measured import DECILE, Styled, default_of_all, of_all, of_collection


def styles(asked: Asked) -> Answer:
    """The styles of all collections that show their newest year."""

    def make() -> dict[str, Any]:
        title = asked.say("Stijlen", "Styles")
        return _list(title, default_of_all(asked), of_all(asked), asked)

    return document(asked, make, "styles.html")


def of_one(asked: Asked) -> Answer:
    """The styles of a collection."""
    found = collection_of(asked.library, asked.places["collection"])

    def make() -> dict[str, Any]:
        title = asked.say(f"Stijlen: {title_of(found, asked)}", f"Styles: {title_of(found, asked)}")
        return _list(title, DECILE, of_collection(found), asked)

    return document(asked, make, "styles.html", found.layer.mark)


def links_of(styled: Styled, asked: Asked) -> list[Link]:
    """Where the stylesheets of a style are, its metadata, and its legend."""
    sheets = [
        asked.link(
            "stylesheet", styled.path, each.format.media, each.title, {"f": each.format.name}
        )
        for each in ENCODINGS
    ]
    legend, told = asked.say("Legenda", "Legend"), asked.say("Over deze stijl", "About this style")
    place = f"{styled.path}/legend"
    return [
        *sheets,
        asked.link("describedby", f"{styled.path}/metadata", JSON.media, told, {"f": "json"}),
        asked.link("alternate", styled.path, HTML.media, query={"f": "html"}),
        asked.link("preview", place, SVG.media, legend, {"f": SVG.name}),
        asked.link(REL + "legend", place, JSON.media, legend, {"f": "json"}),
    ]


def _list(title: str, default: str, found: Iterable[Styled], asked: Asked) -> dict[str, Any]:
    listed = [_entry(each, asked) for each in found]
    known = {each["id"] for each in listed}
    return {
        "title": title,
        "links": links_to_itself(asked, asked.path),
        **({"default": default} if default in known else {}),
        "styles": listed,
    }


def _entry(styled: Styled, asked: Asked) -> dict[str, Any]:
    """A style in a list (20-009, styleDescription.yaml)."""
    return {
        "id": styled.id,
        "title": styled.title(asked),
        "links": [link.plain() for link in links_of(styled, asked)],
    }
