"""Items: the areas of a collection, chosen, sorted, page by page; and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from numpy.typing import NDArray

from api.errors import NotHereError
from api.filters import LANGUAGES
from api.http.answers import Answer, Pieces
from api.http.formats import GEOJSON, HTML, JSON_FG
from api.http.links import Link
from api.ogc import jsonfg
from api.ogc.asked import Asked
from api.ogc.collections import Collection, collection_of, title_of
from api.ogc.documents import document
from api.ogc.filtering import chosen
from api.ogc.instants import touches
from api.ogc.paging import Order, first_of_each
from api.ogc.profiles import is_json_fg, link_to, profile_of
from api.ogc.questions import MOST
from api.ogc.reach import check_reach
from api.ogc.shown import one_of, table_of
from api.ogc.systems import System
from api.ogc.zooms import is_at_hand, zoom_asked
from geodata.crs import WGS84
from geodata.geojson.sheets import CLOSING, head_of
from mdi.errors import DeclarationError

if TYPE_CHECKING:
    from api.ogc.layers import Layer

ON_A_PAGE = 100  # areas in one page for people, where nothing is asked
FEW = 2_000  # areas that are written in a moment
SOME = 50  # areas that are also compressed in a moment
OF_A_BOX = frozenset({"bbox", "bbox-crs", "crs", "f", "limit"})


@dataclass(frozen=True, eq=False)
class Choice:
    """Which areas are asked for, and how.

    Attributes:
        collection: of which they are.
        asked: the request.
    """

    collection: Collection
    asked: Asked

    @property
    def layer(self) -> Layer:
        """The areas."""
        return self.collection.layer

    @cached_property
    def system(self) -> System:
        """The coordinate system of the answer."""
        return self._system("crs")

    @property
    def names(self) -> list[str] | None:
        """Which properties are wanted; None for all."""
        wanted: list[str] | None = self.asked.query.get("properties")
        return wanted

    @cached_property
    def order(self) -> Order:
        """The areas that are meant, in their order."""
        keys = first_of_each(self.asked.query.get("sortby", ()))
        rows = np.flatnonzero(self._mask()).astype(np.int64)
        return Order(rows, self.layer.codes, self.layer.columns, keys)

    @cached_property
    def page(self) -> tuple[int, int]:
        """Where the page begins in that order, and where it ends."""
        query, count = self.asked.query, len(self.order.rows)
        limit = self.limit
        if "before" in query:
            end = self.order.before(query["before"])
            return max(0, end - limit), end
        begin = self.order.behind(query["after"]) if "after" in query else query.get("offset", 0)
        return min(begin, count), min(begin + limit, count)

    @property
    def limit(self) -> int:
        """How many areas at most."""
        usual = ON_A_PAGE if self.asked.format is HTML else MOST
        found: int = self.asked.query.get("limit", usual)
        return found

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The areas of the page."""
        begin, end = self.page
        return self.order.sorted[begin:end]

    @property
    def is_whole(self) -> bool:
        """Whether these are all areas, as they lie."""
        all_of_them = len(self.rows) == len(self.layer) and not self.order.keys
        as_they_are = not self.asked.query.get("skipGeometry") and zoom_asked(self.asked) is None
        plain = as_they_are and not is_json_fg(self.asked)
        return all_of_them and self.names is None and plain

    def _mask(self) -> NDArray[np.bool_]:
        mask = np.ones(len(self.layer), np.bool_)
        query = self.asked.query
        if "datetime" in query and not touches(query["datetime"], self.collection.interval):
            mask[:] = False
        if "bbox" in query:
            mask &= self._touching(query["bbox"], self._system("bbox-crs"))
        if "filter" in query:
            language = query.get("filter-lang", LANGUAGES[0])
            mask &= chosen(self.layer, query["filter"], language, self._system("filter-crs"))
        for name in self.layer.kinds:
            if name in query:
                mask &= equal(self.layer, name, query[name])
        return mask

    def _touching(self, sides: list[float], system: System) -> NDArray[np.bool_]:
        """Which areas have a point in a box, whose axes are those of its system."""
        (a, b), (c, d) = sides[:2], sides[len(sides) // 2 :][:2]
        notation = system.notation
        box = (b, a, d, c) if notation.swapped else (a, b, c, d)
        if box[1] > box[3]:
            raise DeclarationError("bbox is no box: its south is above its north.")
        check_reach(box, system)
        return self.layer.outlines(system.crs).fragments.touching(box, notation)

    def _system(self, parameter: str) -> System:
        found: System = self.asked.query.get(parameter, self.collection.systems.all[0])
        return found


def equal(layer: Layer, name: str, value: str | float) -> NDArray[np.bool_]:
    """Which areas have a value."""
    column = layer.columns[name]
    if isinstance(column, np.ndarray):
        found: NDArray[np.bool_] = column == value
        return found
    return np.fromiter((each == value for each in column), np.bool_, len(column))


def items(asked: Asked) -> Answer:
    """The areas of a collection (OGC 17-069r4, 7.15; 18-058r1, 6.3)."""
    choice = Choice(collection_of(asked.library, asked.places["collection"]), asked)
    crs = {"Content-Crs": f"<{choice.system.uri}>"}
    links = [*_links(choice)]
    if asked.format is HTML:
        return document(
            asked, lambda: table_of(choice, links), "items.html", choice.layer.mark, crs
        )
    members = {
        "links": [link.plain() for link in links],
        "numberMatched": len(choice.order.rows),
        "numberReturned": len(choice.rows),
    }
    sheet = choice.layer.sheet(choice.system.crs) if choice.is_whole else None
    headers = {**crs, "Link": ", ".join(link.header() for link in links)}
    mark = _mark(choice)
    if sheet is not None:
        ready = {c: _packed(sheet, c, members) for c in sheet.codings}
        return Answer(asked.format.media, mark, lambda: sheet.whole(members), ready, headers)

    def make() -> Pieces:
        if is_json_fg(asked):
            return jsonfg.page(choice, members)
        shapes, zoom = not asked.query.get("skipGeometry"), zoom_asked(asked)
        rows, crs = choice.rows, choice.system.crs
        found = choice.layer.features(rows, crs, choice.names, shapes=shapes, zoom=zoom)
        return [head_of(members), *found, CLOSING]

    heavy = len(choice.rows) > FEW or not is_at_hand(asked)
    large = len(choice.rows) > SOME
    return Answer(asked.format.media, mark, make, headers=headers, heavy=heavy, large=large)


def _mark(choice: Choice) -> str:
    """What an answer follows from; documents of several profiles may have one media type."""
    asked = choice.asked
    own = f" {profile_of(asked)}" if is_json_fg(asked) else ""
    return asked.mark(choice.layer.mark + own)


def _packed(sheet: Any, coding: str, members: dict[str, Any]) -> Any:
    return lambda: sheet.packed(coding, members)


def is_box(asked: Asked) -> bool:
    """Whether it is a box as maps ask for it, told from what lies ready in memory."""
    query = asked.query
    if "bbox" not in query or asked.format is not GEOJSON or not query.keys() <= OF_A_BOX:
        return False
    choice = Choice(collection_of(asked.library, asked.places["collection"]), asked)
    return choice.layer.is_loaded and choice.layer.sheet(choice.system.crs) is not None


def one_is_loaded(asked: Asked) -> bool:
    """Whether what one area is answered from is in memory."""
    choice = Choice(collection_of(asked.library, asked.places["collection"]), asked)
    if is_json_fg(asked):
        return False
    if (choice.names is not None or asked.format is HTML) and not choice.layer.is_loaded:
        return False
    if zoom_asked(asked) is not None and choice.system.crs != WGS84:
        return False
    return choice.layer.is_at_hand(choice.system.crs) and is_at_hand(asked)


def item(asked: Asked) -> Answer:
    """One area (OGC 17-069r4, 7.16)."""
    found = collection_of(asked.library, asked.places["collection"])
    choice, code = Choice(found, asked), asked.places["code"]
    row = found.layer.positions.get(code)
    if row is None:
        raise NotHereError(f"There is no area '{code}' in '{found.id}'.")
    path = f"/collections/{found.id}"
    links = [
        *_itself(asked),
        asked.link("collection", path, "application/json", title_of(found, asked)),
    ]
    crs = {"Content-Crs": f"<{choice.system.uri}>", "Link": ", ".join(x.header() for x in links)}
    if asked.format is HTML:
        return document(
            asked, lambda: one_of(choice, row, links), "item.html", found.layer.mark, crs
        )

    def make() -> Pieces:
        if is_json_fg(asked):
            return jsonfg.one(choice, row, links)
        rows, zoom = np.array([row]), zoom_asked(asked)
        (feature,) = found.layer.features(rows, choice.system.crs, choice.names, zoom=zoom)
        tail = orjson.dumps([link.plain() for link in links])
        return [memoryview(feature)[:-1], b',"links":', tail, b"}"]

    heavy = not is_at_hand(asked)
    return Answer(asked.format.media, _mark(choice), make, headers=crs, heavy=heavy)


def _links(choice: Choice) -> Iterator[Link]:
    """This page, the same in the other format, the next, the previous, and the collection."""
    asked, (begin, end) = choice.asked, choice.page
    media = asked.format.media
    yield from _itself(asked)
    if end < len(choice.order.rows):
        yield Link(_elsewhere(choice, after=end - 1), "next", media)
    if begin > 0:
        yield Link(_elsewhere(choice, before=begin), "prev", media)
    if "edition" in asked.query:
        yield Link(asked.here(edition=None), "latest-version", media)
    path = f"/collections/{choice.collection.id}"
    yield asked.link("collection", path, "application/json", title_of(choice.collection, asked))


def _elsewhere(choice: Choice, after: int | None = None, before: int | None = None) -> str:
    """The address of the page behind one place of the order, or before another."""
    order, count = choice.order, len(choice.order.rows)
    plain: dict[str, str | None] = {"offset": None, "after": None, "before": None}
    plain["limit"] = str(choice.limit)
    plain["edition"] = choice.asked.library.edition
    if after is not None and after >= 0:
        plain["after"] = order.mark(int(order.sorted[after]))
    if before is not None and before < count:
        plain["before"] = order.mark(int(order.sorted[before]))
    elif before is not None:
        plain["offset"] = str(max(0, count - choice.limit))
    return choice.asked.here(**plain)


def _itself(asked: Asked) -> Iterator[Link]:
    """This, the same in other formats, and its profile."""
    yield Link(asked.here(), "self", asked.format.media)
    for each in (GEOJSON, HTML, JSON_FG):
        if each.name != asked.format.name:
            yield Link(asked.here(f=each.name, profile=None), "alternate", each.media)
    profile = profile_of(asked)
    if profile is not None:
        yield link_to(profile)
