"""Styles for QGIS: `.qml`, as it stands beside a file or inside a GeoPackage.

The classes are rules and not ranges of a graduated renderer: that one draws nothing where there
is no value, and an area without a value shall not look like a hole.
"""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from geodata.palettes import line_color
from geodata.styles.model import Hatching, Style

MADE_FOR = "3.22.0"  # the oldest QGIS that reads the properties of symbols as written here
WIDTH = "0.1"  # millimetres


def to_qml(style: Style) -> str:
    """The style as a QGIS layer style: a rule for each class, for missing values, for hatchings.

    QGIS draws all rules that an area meets, so lines come over the colour of its class.
    """
    root = ET.Element("qgis", version=MADE_FOR, styleCategories="Symbology")
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(renderer, "rules", key="root")
    symbols = ET.SubElement(renderer, "symbols")
    filters = [*_filters(style), _without(style), *map(_told, style.hatchings)]
    labels = [each.label for each in style.classes]
    labels += [style.missing, *(each.label for each in style.hatchings)]
    for number, (condition, label) in enumerate(zip(filters, labels, strict=True)):
        key = str(number)
        ET.SubElement(rules, "rule", key=key, symbol=key, filter=condition, label=label)
    for number, fills in enumerate(_symbols(style)):
        _symbol(symbols, str(number), fills)
    ET.SubElement(root, "blendMode").text = "0"
    ET.indent(root)
    return "<!DOCTYPE qgis>\n" + ET.tostring(root, encoding="unicode") + "\n"


def quoted(column: str) -> str:
    """A column in an expression of QGIS."""
    return '"' + column.replace('"', '""') + '"'


def _filters(style: Style) -> list[str]:
    """One expression for each class; the outer classes are open, where nothing else is known."""
    name = quoted(style.column)
    ends = [style.above, *(each.upper for each in style.classes)]
    above = [[f"{name} > {low!r}"] if low is not None else [] for low, _ in pairwise(ends)]
    up_to = [[f"{name} <= {high!r}"] if high is not None else [] for _, high in pairwise(ends)]
    both = (
        [*low, *high] or [f"{name} IS NOT NULL"] for low, high in zip(above, up_to, strict=True)
    )
    return [" AND ".join(each) for each in both]


def _without(style: Style) -> str:
    """The expression of areas without a value."""
    name = quoted(style.column)
    nothing = f"{name} IS NULL"
    return nothing if style.above is None else f"{nothing} OR {name} <= {style.above!r}"


def _told(hatching: Hatching) -> str:
    """The expression of areas with lines."""
    value = hatching.value.replace("'", "''")
    return f"{quoted(hatching.column)} = '{value}'"


def _symbol(symbols: ET.Element, name: str, fills: list[dict[str, str]]) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="fill", name=name, alpha="1")
    for fill in fills:
        layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1"})
        options = ET.SubElement(layer, "Option", type="Map")
        for key, value in fill.items():
            ET.SubElement(options, "Option", type="QString", name=key, value=value)


def _symbols(style: Style) -> list[list[dict[str, str]]]:
    """The fills of every class, of areas without a value, and of those with lines."""
    line = style.border_color
    classes = [[_fill(each.color, line)] for each in style.classes]
    missing = [_fill(style.missing_color, line), _hatch(style.hatch_color)]
    crossed = {True: "diagonal_x", False: "f_diagonal"}
    lines = [[_hatch(line_color(), crossed[each.crossed])] for each in style.hatchings]
    return [*classes, missing, *lines]


def _fill(color: str, border: str) -> dict[str, str]:
    line = {"outline_color": _rgba(border), "outline_width": WIDTH, "outline_width_unit": "MM"}
    return {"color": _rgba(color), "style": "solid", "outline_style": "solid", **line}


def _hatch(color: str, lines: str = "b_diagonal") -> dict[str, str]:
    return {"color": _rgba(color), "style": lines, "outline_style": "no"}


def _rgba(color: str) -> str:
    """`#d9d9d9` → `217,217,217,255`."""
    return ",".join(str(part) for part in (*bytes.fromhex(color[1:]), 255))
