"""Styles for QGIS, as XML."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from geodata import Quantile, palette
from geodata.styles import Hatching, style_of, to_qml


def rules(text):
    return [
        (rule.get("filter"), rule.get("label"), rule.get("symbol"))
        for rule in ET.fromstring(text).iter("rule")
    ]


def colors(text):
    """The first colour of each symbol, as #rrggbb."""
    found = []
    for symbol in ET.fromstring(text).iter("symbol"):
        value = symbol.find(".//Option[@name='color']").get("value")
        found.append("#" + bytes(map(int, value.split(",")[:3])).hex())
    return found


def test_there_is_a_rule_and_a_symbol_for_every_class_and_for_missing(drawn):
    style = style_of(drawn([1.0, 2.0, 3.0, None], Quantile(3), "purples"), "x")
    text = to_qml(style)
    assert [symbol for _, _, symbol in rules(text)] == ["0", "1", "2", "3"]
    assert [label for _, label, _ in rules(text)][-1] == "no figure"
    assert colors(text) == [*palette("purples", 3), style.missing_color]


def test_every_value_meets_exactly_one_rule(drawn):
    values = [1.0, 2.0, 2.5, 3.0, 7.0, 11.0]
    drawing = drawn(values, Quantile(3))
    conditions = [condition for condition, _, _ in rules(to_qml(style_of(drawing, "x")))]
    for value, place in zip(values, drawing.classes.index, strict=True):
        met = [holds(condition, value) for condition in conditions]
        assert met == [number == place for number in range(4)]


def holds(condition, value):
    plain = condition.replace("AND", "and").replace("IS NULL", "is None")
    return eval(plain.replace('"x"', "value"), {}, {"value": value})


def test_one_class_takes_all_values_and_none_takes_none(drawn):
    one, none = (to_qml(style_of(drawn(values), "x")) for values in ([4.0, 4.0], [None]))
    assert [condition for condition, _, _ in rules(one)] == ['"x" IS NOT NULL', '"x" IS NULL']
    assert [condition for condition, _, _ in rules(none)] == ['"x" IS NULL']


def test_missing_is_hatched_over_grey(drawn):
    text = to_qml(style_of(drawn([None]), "x"))
    styles = [
        option.get("value") for option in ET.fromstring(text).iterfind(".//Option[@name='style']")
    ]
    assert styles == ["solid", "b_diagonal"]


def test_names_and_words_with_any_sign_are_kept(drawn):
    style = style_of(drawn([1.0, 2.0]), 'a "b" & <c>')
    assert all(re.match('"a ""b"" & <c>" ', condition) for condition, _, _ in rules(to_qml(style)))


def test_lines_over_the_colours_are_rules_of_their_own(drawn):
    plain = style_of(drawn([1.0, 2.0, None], Quantile(2)), "x")
    lines = (Hatching('of "y"', "it's", "crossed", crossed=True), Hatching("y", "b", "slanting"))
    text = to_qml(replace(plain, hatchings=lines))
    *before, first, second = rules(text)
    assert before == rules(to_qml(plain))
    assert first[:2] == ('"of ""y""" = \'it\'\'s\'', "crossed")
    assert second[:2] == ("\"y\" = 'b'", "slanting")
    patterns = [o.get("value") for o in ET.fromstring(text).iterfind(".//Option[@name='style']")]
    assert patterns == ["solid", "solid", "solid", "b_diagonal", "diagonal_x", "f_diagonal"]


def test_a_style_follows_the_names_of_a_format(drawn):
    style = replace(style_of(drawn([1.0]), "long_name"), hatchings=(Hatching("other", "b", "B"),))
    found = style.of({"long_name": "long", "other": "oth"})
    assert (found.column, found.hatchings[0].column) == ("long", "oth")
