"""One style: its stylesheet, a page that shows it, and what there is to say about it."""

from __future__ import annotations

from typing import Any

from api.http.answers import Answer
from api.http.formats import GEOJSON, HTML, JSON
from api.ogc.asked import Asked
from api.ogc.collections import REL, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.styles.encodings import ENCODINGS, MAPBOX
from api.ogc.styles.legend import told
from api.ogc.styles.listing import links_of
from api.ogc.styles.measured import Styled, styled_of


def style(asked: Asked) -> Answer:
    """A style in the encoding that is asked for (20-009, 7.5).

    Raises:
        NotHereError: there is no such style.
    """
    styled = styled_of(asked)
    if asked.format is HTML:
        return document(asked, lambda: _shown(styled, asked), "style.html", styled.mark)
    (encoding,) = (each for each in ENCODINGS if each.format is asked.format)
    name = f"{styled.collection.id}.{styled.measure}.{encoding.suffix}"
    headers: dict[str, str] = {"Content-Language": asked.language}
    if encoding.format is not MAPBOX:  # programs read them from a file
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Answer(
        encoding.format.content_type,
        asked.mark(styled.mark),
        lambda: [encoding.write(styled, asked)],
        headers=headers,
        heavy=True,
    )


def metadata(asked: Asked) -> Answer:
    """What there is to say about a style (20-009, 7.6 of the draft of 2021).

    Raises:
        NotHereError: there is no such style.
    """
    styled = styled_of(asked)
    return document(asked, lambda: _described(styled, asked), "plain.html", styled.mark)


def _described(styled: Styled, asked: Asked) -> dict[str, Any]:
    layer = styled.collection.layer
    source = layer.library.source(layer.level, layer.year)
    return {
        "id": styled.id,
        "title": styled.title(asked),
        "description": _explained(styled, asked),
        "keywords": [styled.measure, layer.level, str(layer.year)],
        "pointOfContact": source.publisher,
        "scope": "style",
        "stylesheets": [_sheet(styled, asked, *each) for each in enumerate(ENCODINGS)],
        "layers": [_layer(styled, asked)],
        "links": [
            *links_to_itself(asked, asked.path),
            *(link.plain() for link in links_of(styled, asked) if link.rel != "alternate"),
            asked.link("collection", _path(styled), JSON.media, query={"f": "json"}).plain(),
        ],
    }


def _explained(styled: Styled, asked: Asked) -> str:
    title = styled.collection.layer.title(styled.measure, asked.language)
    areas = title_of(styled.collection, asked)
    return asked.say(
        f"{title} van {areas}: de donkerste kleur heeft de meeste achterstand, grijs geen cijfer.",
        f"{title} of {areas}: the darkest colour has the most deprivation, grey has no figure.",
    )


def _sheet(styled: Styled, asked: Asked, place: int, encoding: Any) -> dict[str, Any]:
    return {
        "title": encoding.title,
        "version": encoding.version,
        "specification": encoding.specification,
        "native": place == 0,
        "link": links_of(styled, asked)[place].plain(),
    }


def _layer(styled: Styled, asked: Asked) -> dict[str, Any]:
    """What the style needs of the areas."""
    kinds = styled.collection.layer.kinds
    return {
        "id": styled.collection.id,
        "dataType": "vector",
        "geometryType": "polygons",
        "propertiesSchema": {
            "type": "object",
            "properties": {name: {"type": kinds[name]} for name in ("area_code", styled.measure)},
        },
        "sampleData": asked.link("start", f"{_path(styled)}/items", GEOJSON.media).plain(),
    }


def _path(styled: Styled) -> str:
    return f"/collections/{styled.collection.id}"


def _shown(styled: Styled, asked: Asked) -> dict[str, Any]:
    """What the page of a style shows."""
    west, south, east, north = styled.collection.layer.box
    links = links_of(styled, asked)
    (sheet,) = (link.href for link in links if link.type == MAPBOX.media)
    return {
        **told(styled, asked),
        "description": _explained(styled, asked),
        "stylesheet": sheet,
        "bounds": f"{west},{south},{east},{north}",
        "sheets": [link.plain() for link in links if link.rel == "stylesheet"],
        "metadata": asked.link("describedby", f"{styled.path}/metadata").href,
        "collection": asked.link("collection", _path(styled)).href,
        "collection_title": title_of(styled.collection, asked),
        "legend": next(link.href for link in links if link.rel == REL + "legend"),
    }
