"""Legends: the classes of a style with their colours, as data, as a page and as a picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from api.http.answers import Answer
from api.http.formats import Format
from api.ogc.asked import Asked
from api.ogc.collections import links_to_itself
from api.ogc.documents import document
from api.ogc.styles.measured import Styled, styled_of
from geodata.styles import Style

SVG = Format("svg", "image/svg+xml")
ROW, BOX, EDGE = 22, 16, 8  # pixels: of a line, of a colour, around all
SIGN = 7.5  # pixels of a sign of the text, at most
FONT = "sans-serif"


def legend(asked: Asked) -> Answer:
    """The legend of a style.

    Raises:
        NotHereError: there is no such style.
    """
    styled = styled_of(asked)
    if asked.format is SVG:
        return Answer(
            SVG.media,
            asked.mark(styled.mark),
            lambda: [drawn(styled.style(asked.language), styled.title(asked)).encode()],
            headers={"Content-Language": asked.language},
        )
    return document(asked, lambda: told(styled, asked), "legend.html", styled.mark)


def told(styled: Styled, asked: Asked) -> dict[str, Any]:
    """The legend as plain data: each class holds values above `lower`, up to `upper`."""
    style = styled.style(asked.language)
    *bounds, missing = styled.drawn().legend()
    return {
        "title": styled.title(asked),
        "id": styled.id,
        "measure": styled.measure,
        "classes": [
            {**each, "label": named.label}
            for each, named in zip(bounds, style.classes, strict=True)
        ],
        "missing": {
            "color": missing["color"],
            "count": missing["count"],
            "label": style.missing,
        },
        "links": links_to_itself(asked, asked.path),
    }


def drawn(style: Style, title: str) -> str:
    """The legend as a picture."""
    entries = [*((each.color, each.label) for each in style.classes)]
    entries.append((style.missing_color, style.missing))
    longest = max(len(title), *(len(label) + 4 for _, label in entries))
    width, height = 2 * EDGE + SIGN * longest, 2 * EDGE + ROW * (len(entries) + 1)
    size = {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", **size})
    ET.SubElement(root, "title").text = title
    ET.SubElement(root, "rect", width="100%", height="100%", fill="#ffffff")
    _text(root, EDGE, EDGE + BOX - 3, title, weight="bold")
    for place, (color, label) in enumerate(entries, 1):
        top = EDGE + ROW * place
        box = {"x": str(EDGE), "y": str(top), "width": str(BOX + 8), "height": str(BOX)}
        ET.SubElement(root, "rect", {**box, "fill": color, "stroke": style.border_color})
        _text(root, EDGE + BOX + 16, top + BOX - 3, label)
    return ET.tostring(root, encoding="unicode")


def _text(root: ET.Element, x: float, y: float, text: str, weight: str = "normal") -> None:
    place = {"x": str(x), "y": str(y), "font-family": FONT, "font-size": "13"}
    ET.SubElement(root, "text", {**place, "font-weight": weight, "fill": "#1d2733"}).text = text
