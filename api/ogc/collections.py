"""Collections: one for each level and year with shapes, and one for the newest year of a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.errors import NotHereError
from api.http.answers import Answer
from api.http.formats import GEOJSON, HTML, JSON, SCHEMA
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.documents import document
from api.ogc.enclosures import enclosures
from api.ogc.layers import Layer
from api.ogc.systems import CRS84, Systems, systems_of
from mdi.errors import did_you_mean

if TYPE_CHECKING:
    from api.library import Library

REL = "http://www.opengis.net/def/rel/ogc/1.0/"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@dataclass(frozen=True)
class Collection:
    """A collection of areas.

    Attributes:
        id: its name: the level, and the year unless it is always the newest.
        layer: the areas.
    """

    id: str
    layer: Layer

    @property
    def is_newest(self) -> bool:
        """Whether it shows the newest year, whichever that is."""
        return self.id == self.layer.level

    @property
    def systems(self) -> Systems:
        """The coordinate systems that can be asked for."""
        return self.layer.systems

    @property
    def interval(self) -> tuple[str, str]:
        """The time of the figures: their year, whole."""
        year = self.layer.year
        return f"{year}-01-01T00:00:00Z", f"{year}-12-31T23:59:59Z"


def collections_of(library: Library) -> Iterator[Collection]:
    """Every collection: of each level the newest, then each year."""
    for name, place in _places(library).items():
        yield Collection(name, library.layer(*place))


def collection_of(library: Library, name: str) -> Collection:
    """A collection by its name.

    Raises:
        NotHereError: there is none.
    """
    places = _places(library)
    if name not in places:
        hint = did_you_mean(name, list(places))
        raise NotHereError(f"There is no collection '{name}'.", hint=hint)
    return Collection(name, library.layer(*places[name]))


def _places(library: Library) -> Mapping[str, tuple[str, int]]:
    """The level and year of every collection by its name."""

    def find() -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        catalogue = library.catalogue
        for level in catalogue.levels():
            years = [y for y in library.years(level) if catalogue.shapes(level, y) is not None]
            if years:
                found[level] = (level, years[-1])
            found |= {f"{level}-{year}": (level, year) for year in reversed(years)}
        return found

    return library.parts.once(("collections",), find)


def is_loaded(asked: Asked) -> bool:
    """Whether what a collection is answered from is in memory."""
    return collection_of(asked.library, asked.places["collection"]).layer.is_loaded


def all_are_loaded(asked: Asked) -> bool:
    """The same of all collections."""
    return all(each.layer.is_loaded for each in collections_of(asked.library))


def collections(asked: Asked) -> Answer:
    """All collections."""

    def make() -> dict[str, Any]:
        described = [describe(each, asked) for each in collections_of(asked.library)]
        return {
            "title": asked.say("Collecties", "Collections"),
            "links": links_to_itself(asked, "/collections"),
            "crs": systems_of(asked.library.catalogue.declared_geography()).uris,
            "collections": described,
        }

    return document(asked, make, "collections.html")


def collection(asked: Asked) -> Answer:
    """One collection."""
    found = collection_of(asked.library, asked.places["collection"])
    return document(asked, lambda: describe(found, asked), "collection.html")


def describe(found: Collection, asked: Asked) -> dict[str, Any]:
    """A collection as plain data (OGC 17-069r4, 7.14; 18-058r1, 6.2)."""
    layer, systems = found.layer, found.systems
    begin, end = found.interval
    publisher = layer.library.source(layer.level, layer.year).publisher
    return {
        "id": found.id,
        "title": title_of(found, asked),
        "description": _description(found, asked),
        **({"attribution": publisher} if publisher else {}),
        "itemType": "feature",
        "itemCount": len(layer),
        "extent": {
            "spatial": {"bbox": [layer.box], "crs": CRS84},
            "temporal": {"interval": [[begin, end]], "trs": GREGORIAN},
        },
        "crs": systems.uris,
        "storageCrs": systems.storage.uri,
        "links": [link.plain() for link in _links(found, asked)],
    }


def title_of(found: Collection, asked: Asked) -> str:
    """What readers call it: "Buurten 2025"."""
    level = found.layer.geography.level(found.layer.level)
    plural = asked.say(level.plural.nl, level.plural.en).capitalize()
    if found.is_newest:
        return asked.say(f"{plural}, nieuwste jaar", f"{plural}, newest year")
    return f"{plural} {found.layer.year}"


def links_to_itself(asked: Asked, path: str) -> list[dict[str, Any]]:
    """The same in the format that is read, and in the other one."""
    formats = (JSON, HTML) if asked.format is not HTML else (HTML, JSON)
    rels = ("self", "alternate")
    return [
        asked.link(rel, path, each.media, query={"f": each.name}).plain()
        for rel, each in zip(rels, formats, strict=True)
    ]


def _description(found: Collection, asked: Asked) -> str:
    title = found.layer.library.catalogue.title
    year = found.layer.year
    return asked.say(
        f"{title.nl}: index, rang, deciel en domeinen van {year}.",
        f"{title.en}: index, rank, decile and domains of {year}.",
    )


def _links(found: Collection, asked: Asked) -> Iterator[Link]:
    path, layer = f"/collections/{found.id}", found.layer
    for each in links_to_itself(asked, path):
        yield Link(**each)
    items = asked.say("De gebieden", "The areas")
    yield asked.link("items", f"{path}/items", GEOJSON.media, items)  # GDAL writes on behind it
    yield asked.link("items", f"{path}/items", HTML.media, items, {"f": "html"})
    schema = asked.say("De eigenschappen", "The properties")
    for name, title in (
        ("schema", schema),
        ("queryables", asked.say("Waarop gekozen wordt", "What is chosen by")),
        ("sortables", asked.say("Waarop gesorteerd wordt", "What is sorted by")),
    ):
        yield asked.link(REL + name, f"{path}/{name}", SCHEMA.media, title)
    if layer.library.atlas.archives(layer.level, layer.year):
        title = asked.say("Vectortegels", "Vector tiles")
        yield asked.link(REL + "tilesets-vector", f"{path}/tiles", JSON.media, title, {"f": "json"})
    styles = asked.say("Stijlen", "Styles")
    yield asked.link(REL + "styles", f"{path}/styles", JSON.media, styles, {"f": "json"})
    keys = asked.say("Waarop gekoppeld wordt", "What is joined by")
    yield asked.link("keys", f"{path}/keys", JSON.media, keys)
    feature = asked.say("Een gebied zoals het verzonden wordt", "An area as it is sent")
    yield asked.link("describedby", f"{path}/schemas/feature", SCHEMA.media, feature)
    yield from enclosures(layer, asked)
