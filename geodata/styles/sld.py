"""Styles for everything else: Styled Layer Descriptor 1.1 with Symbology Encoding 1.1.

Sources: OGC 05-078r4 (SLD 1.1), OGC 05-077r4 (SE 1.1), OGC 04-095 (Filter 1.1).
"""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from geodata.styles.model import Style

SLD = "http://www.opengis.net/sld"
SE = "http://www.opengis.net/se"
OGC = "http://www.opengis.net/ogc"
PREFIXES = {"": SLD, "se": SE, "ogc": OGC}
VERSION = "1.1.0"
WIDTH = "0.4"  # pixels
DASHES = {"stroke-width": "1", "stroke-dasharray": "3 2"}


def to_sld(style: Style, layer: str, name: str | None = None) -> str:
    """The style as an SLD document with a rule for each class and one for missing values.

    SE has no hatching that all programs know, so areas without a value have a dashed outline.

    Args:
        style: the measure, its classes and colours.
        layer: the layer, or type of features, that it is made for.
        name: the name of the style; that of the column if absent.
    """
    root = ET.Element("StyledLayerDescriptor", {"version": VERSION, **_namespaces()})
    named = ET.SubElement(root, "NamedLayer")
    _text(named, "se:Name", layer)
    user = ET.SubElement(named, "UserStyle")
    _text(user, "se:Name", name or style.column)
    _text(ET.SubElement(user, "se:Description"), "se:Title", style.title)
    features = ET.SubElement(user, "se:FeatureTypeStyle")
    _text(features, "se:FeatureTypeName", layer)
    ends = [style.above, *(each.upper for each in style.classes)]
    for number, (each, (low, high)) in enumerate(zip(style.classes, pairwise(ends), strict=True)):
        rule = _rule(features, str(number), each.label)
        _between(ET.SubElement(rule, "ogc:Filter"), style.column, low, high)
        _polygon(rule, each.color, {"stroke": style.border_color, "stroke-width": WIDTH})
    rule = _rule(features, "missing", style.missing)
    _nothing(ET.SubElement(rule, "ogc:Filter"), style)
    _polygon(rule, style.missing_color, {"stroke": style.hatch_color, **DASHES})
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode") + "\n"


def _namespaces() -> dict[str, str]:
    return {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in PREFIXES.items()}


def _rule(features: ET.Element, name: str, label: str) -> ET.Element:
    rule = ET.SubElement(features, "se:Rule")
    _text(rule, "se:Name", name)
    _text(ET.SubElement(rule, "se:Description"), "se:Title", label)
    return rule


def _between(holder: ET.Element, column: str, low: float | None, high: float | None) -> None:
    """Values above `low`, up to `high`; None leaves an end open."""
    bounds = {"ogc:PropertyIsGreaterThan": low, "ogc:PropertyIsLessThanOrEqualTo": high}
    told = {name: bound for name, bound in bounds.items() if bound is not None}
    if not told:
        _named(ET.SubElement(holder, "ogc:Not"), "ogc:PropertyIsNull", column)
        return
    both = ET.SubElement(holder, "ogc:And") if len(told) > 1 else holder
    for name, bound in told.items():
        _text(_named(both, name, column), "ogc:Literal", repr(bound))


def _nothing(holder: ET.Element, style: Style) -> None:
    """No value, or one that is none."""
    either = holder if style.above is None else ET.SubElement(holder, "ogc:Or")
    _named(either, "ogc:PropertyIsNull", style.column)
    if style.above is not None:
        beneath = _named(either, "ogc:PropertyIsLessThanOrEqualTo", style.column)
        _text(beneath, "ogc:Literal", repr(style.above))


def _named(holder: ET.Element, name: str, column: str) -> ET.Element:
    condition = ET.SubElement(holder, name)
    _text(condition, "ogc:PropertyName", column)
    return condition


def _polygon(rule: ET.Element, fill: str, stroke: dict[str, str]) -> None:
    symbol = ET.SubElement(rule, "se:PolygonSymbolizer")
    _parameters(symbol, "se:Fill", {"fill": fill})
    _parameters(symbol, "se:Stroke", stroke)


def _parameters(symbol: ET.Element, name: str, values: dict[str, str]) -> None:
    holder = ET.SubElement(symbol, name)
    for key, value in values.items():
        ET.SubElement(holder, "se:SvgParameter", name=key).text = value


def _text(holder: ET.Element, name: str, text: str) -> None:
    ET.SubElement(holder, name).text = text
