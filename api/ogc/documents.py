"""Documents: plain data as JSON, or as a page that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from api.http.answers import Answer
from api.http.formats import HTML
from api.http.links import address
from api.ogc.asked import Asked
from api.pages import POLICY
from geodata.palettes import default_palette, missing_color, palette
from geodata.pictures.words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).parent / "pages"
POLICY_NAME = "Content-Security-Policy"
CLASSES = 5  # of a map, two deciles each; the darkest comes first
ON_A_MAP = 500  # areas that are drawn in a moment
PARTS = {  # of addresses, in Dutch and in English
    "collections": ("Collecties", "Collections"),
    "items": ("Gebieden", "Areas"),
    "api": ("Adressen", "Addresses"),
    "conformance": ("Voldoet aan", "Conforms to"),
    "schema": ("Eigenschappen", "Properties"),
    "queryables": ("Te kiezen op", "Chosen by"),
    "sortables": ("Te sorteren op", "Sorted by"),
    "tiles": ("Tegels", "Tiles"),
    "keys": ("Sleutels", "Keys"),
    "joins": ("Eigen cijfers", "Your own figures"),
    "tileMatrixSets": ("Tegelstelsels", "Tile matrix sets"),
    "styles": ("Stijlen", "Styles"),
    "metadata": ("Over deze stijl", "About this style"),
    "legend": ("Legenda", "Legend"),
}


def document(
    asked: Asked,
    make: Callable[[], Mapping[str, Any]],
    page: str,
    mark: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Plain data in the format that is asked for.

    Args:
        asked: the request.
        make: makes the data.
        page: the template of the page.
        mark: what the data follow from; the declarations and the tables here if absent.
        headers: more headers.
    """
    told = {"Content-Language": asked.language, **(headers or {})}
    whole = asked.mark(mark or asked.library.whole_mark)
    if asked.format is HTML:
        told[POLICY_NAME] = POLICY
        return Answer(
            HTML.content_type,
            whole,
            lambda: [rendered(asked, page, make())],
            headers=told,
            heavy=True,
        )
    return Answer(asked.format.media, whole, lambda: [orjson.dumps(make())], headers=told)


def rendered(asked: Asked, page: str, content: Mapping[str, Any]) -> bytes:
    """A page with its data."""
    other = "en" if asked.language == "nl" else "nl"
    frame = {
        "say": asked.say,
        "language": asked.language,
        "root": asked.root,
        "home": asked.base + "/",
        "other": asked.here(lang=other),
        "json": asked.here(f="json"),
        "crumbs": _crumbs(asked),
        "number": lambda value: WORDS[asked.language].number(value, 0),
    }
    return _pages().get_template(page).render(**frame, content=content).encode()


def _crumbs(asked: Asked) -> Iterator[tuple[str, str]]:
    """The way to this page: addresses and names."""
    yield asked.root + "/", "OGC API"
    path = ""
    for part in filter(None, asked.path.split("/")):
        path += f"/{part}"
        yield address(asked.root, path, {}), asked.say(*PARTS.get(part, (part, part)))


@cache
def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    colors = palette(default_palette(), CLASSES)
    made.globals.update(colors=colors[::-1], missing=missing_color(), on_a_map=ON_A_MAP)
    return made
