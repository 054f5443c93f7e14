"""Keys: by what figures can be joined to the areas of a collection (OGC 22-026, data joining)."""

from __future__ import annotations

from typing import Any

from api.errors import NotHereError
from api.http.answers import Answer
from api.http.formats import HTML, JSON
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import Collection, collection_of, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.joins.joining import KEY, NAME
from api.ogc.parameters import text, whole

MOST, USUAL = 20_000, 1_000  # keys on a page
OF_KEYS = (
    text("key", "Only this key."),
    whole("limit", "How many keys at most.", 1, MOST, USUAL),
    whole("offset", "How many keys to pass over.", 0, default=0),
)


def keys(asked: Asked) -> Answer:
    """The properties by which figures can be joined: the code of an area."""
    found = collection_of(asked.library, asked.places["collection"])
    path = f"/collections/{found.id}/keys"

    def make() -> dict[str, Any]:
        links = [
            asked.link("key-values", f"{path}/{KEY}", each.media, query={"f": each.name})
            for each in (JSON, HTML)
        ]
        key = {
            "id": KEY,
            "title": found.layer.title(KEY, asked.language),
            "isDefault": True,
            "links": [link.plain() for link in links],
        }
        title = asked.say("Waarop gekoppeld wordt", "What is joined by")
        return {
            "title": f"{title}: {title_of(found, asked)}",
            "links": links_to_itself(asked, path),
            "keys": [key],
        }

    return document(asked, make, "keys.html")


def key_values(asked: Asked) -> Answer:
    """The codes of the areas, with their names, page by page."""
    found = collection_of(asked.library, asked.places["collection"])
    if asked.places["keyFieldId"] != KEY:
        hint = f"There is: {KEY}."
        raise NotHereError(f"'{asked.places['keyFieldId']}' is no key.", hint=hint)
    return document(asked, lambda: _page(found, asked), "key_values.html", found.layer.mark)


def _page(found: Collection, asked: Asked) -> dict[str, Any]:
    layer, query = found.layer, asked.query
    row = layer.positions.get(query.get("key", ""))
    rows = range(len(layer)) if "key" not in query else [] if row is None else [row]
    limit, offset = query.get("limit", USUAL), query.get("offset", 0)
    shown = rows[offset : offset + limit]
    names = layer.columns[NAME]
    return {
        "title": f"{layer.title(KEY, asked.language)}: {title_of(found, asked)}",
        "links": [*_itself(asked), *turned(asked, len(rows), limit, offset)],
        "keys": [
            {"key": layer.codes[row], **({"title": names[row]} if names[row] else {})}
            for row in shown
        ],
        "numberMatched": len(rows),
        "numberReturned": len(shown),
    }


def _itself(asked: Asked) -> list[dict[str, Any]]:
    """This page, and the same in the other format."""
    other = JSON if asked.format is HTML else HTML
    here = Link(asked.here(), "self", asked.format.media)
    return [here.plain(), Link(asked.here(f=other.name), "alternate", other.media).plain()]


def turned(asked: Asked, count: int, limit: int, offset: int) -> list[dict[str, Any]]:
    """Links to the next and the previous page, where there are any."""
    places = {"next": offset + limit if offset + limit < count else None}
    places["prev"] = max(0, offset - limit) if offset > 0 else None
    return [
        Link(asked.here(offset=str(place), limit=str(limit)), rel, asked.format.media).plain()
        for rel, place in places.items()
        if place is not None
    ]
