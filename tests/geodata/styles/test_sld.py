"""Styles as SLD: every value meets one rule, with the colour that it has on the map."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from geodata import Quantile
from geodata.styles import style_of, to_sld

NS = {
    "sld": "http://www.opengis.net/sld",
    "se": "http://www.opengis.net/se",
    "ogc": "http://www.opengis.net/ogc",
}
TESTS = {
    "PropertyIsGreaterThan": lambda value, bound: value is not None and value > bound,
    "PropertyIsLessThanOrEqualTo": lambda value, bound: value is not None and value <= bound,
}


def meets(condition, value):
    """Whether a value meets a condition of Filter Encoding."""
    name = condition.tag.rpartition("}")[2]
    if name == "And":
        return all(meets(each, value) for each in condition)
    if name == "Or":
        return any(meets(each, value) for each in condition)
    if name == "Not":
        return not meets(condition[0], value)
    if name == "PropertyIsNull":
        return value is None
    return TESTS[name](value, float(condition.find("ogc:Literal", NS).text))


def colors(text, value):
    """The fills of the rules that a value meets."""
    root = ET.fromstring(text)
    return [
        rule.find(".//se:Fill/se:SvgParameter", NS).text
        for rule in root.iterfind(".//se:Rule", NS)
        if meets(rule.find("ogc:Filter", NS)[0], value)
    ]


@pytest.mark.parametrize("values", [[1.0, 2.0, 2.5, 3.0, 7.0, None], [4.0, 4.0], [None]])
def test_every_value_meets_one_rule_with_its_colour(drawn, values):
    drawing = drawn(values, Quantile(3))
    text = to_sld(style_of(drawing, "x"), "areas")
    expected = [*drawing.colors, drawing.legend()[-1]["color"]]
    for value, place in zip(values, drawing.classes.index, strict=True):
        assert colors(text, value) == [expected[place]]


def test_what_programs_write_for_nothing_is_no_value(drawn):
    drawing = drawn([1.0, 2.0, 9.0, None], Quantile(2))
    style = replace(style_of(drawing, "rank"), above=0.0)
    for value in (None, 0.0):
        assert colors(to_sld(style, "areas"), value) == [style.missing_color]
    assert colors(to_sld(style, "areas"), 1.0) == [style.classes[0].color]


def test_the_order_of_elements_is_that_of_the_schema(drawn):
    """SLD 1.1 and SE 1.1 are sequences: names first, then descriptions, filters, symbols."""
    root = ET.fromstring(to_sld(style_of(drawn([1.0, 2.0]), "x", "Titel"), "areas", "mine"))
    assert root.get("version") == "1.1.0"
    (named,) = root
    assert [each.tag.rpartition("}")[2] for each in named] == ["Name", "UserStyle"]
    (style,) = root.iterfind(".//sld:UserStyle", NS)
    names = [each.tag.rpartition("}")[2] for each in style]
    assert names == ["Name", "Description", "FeatureTypeStyle"]
    assert style.find("se:Name", NS).text == "mine"
    assert style.find("se:Description/se:Title", NS).text == "Titel"
    features = style.find("se:FeatureTypeStyle", NS)
    assert features[0].tag == f"{{{NS['se']}}}FeatureTypeName"
    assert features[0].text == named.find("se:Name", NS).text == "areas"
    for rule in features.iterfind("se:Rule", NS):
        assert [each.tag.rpartition("}")[2] for each in rule] == [
            "Name",
            "Description",
            "Filter",
            "PolygonSymbolizer",
        ]
        symbol = rule.find("se:PolygonSymbolizer", NS)
        assert [each.tag.rpartition("}")[2] for each in symbol] == ["Fill", "Stroke"]


def test_names_cannot_break_the_document(drawn):
    text = to_sld(style_of(drawn([1.0, 2.0]), '<&">', "<script>"), "a&b")
    root = ET.fromstring(text)
    assert {each.text for each in root.iterfind(".//ogc:PropertyName", NS)} == {'<&">'}
