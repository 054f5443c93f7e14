"""Styles for MapLibre."""

import json

from geodata import Quantile
from geodata.styles import Coded, style_of, to_maplibre, to_maplibre_by_code

SOURCE = {"type": "geojson", "data": "areas.geojson"}


def color(expression, properties):
    """What the expression of a style comes to: the few operators that ours have."""
    if not isinstance(expression, list):
        return expression
    operator, *parts = expression
    if operator == "case":
        *pairs, last = parts
        for condition, result in zip(pairs[::2], pairs[1::2], strict=True):
            if color(condition, properties):
                return color(result, properties)
        return last
    if operator == "match":
        asked, *pairs, last = parts
        value = color(asked, properties)
        found = zip(pairs[::2], pairs[1::2], strict=True)
        return next((result for labels, result in found if value in labels), last)
    given = [color(part, properties) for part in parts]
    return {
        "get": properties.get,
        "typeof": lambda value: "number" if isinstance(value, float) else "null",
        "!": lambda value: not value,
        "==": lambda a, b: a == b,
        "<=": lambda a, b: a <= b,
    }[operator](*given)


def test_every_area_has_the_colour_that_it_has_on_the_map(drawn):
    values = [1.0, 2.0, 2.5, 3.0, 7.0, 11.0, None]
    drawing = drawn(values, Quantile(3))
    style = to_maplibre(style_of(drawing, "x"), SOURCE)
    expression = style["layers"][0]["paint"]["fill-color"]
    found = [color(expression, {"x": value}) for value in values]
    expected = [*drawing.colors, drawing.legend()[-1]["color"]]
    assert found == [expected[index] for index in drawing.classes.index]


def test_a_measure_without_values_is_grey_all_over(drawn):
    style = style_of(drawn([None]), "x")
    paint = to_maplibre(style, SOURCE)["layers"][0]["paint"]
    assert paint == {"fill-color": style.missing_color}


def test_tiles_name_their_layer_and_files_do_not(drawn):
    style = style_of(drawn([1.0, 2.0]), "x")
    tiles = to_maplibre(style, {"type": "vector", "url": "pmtiles://a.pmtiles"}, "municipality")
    assert {layer["source-layer"] for layer in tiles["layers"]} == {"municipality"}
    assert all("source-layer" not in layer for layer in to_maplibre(style, SOURCE)["layers"])


def test_the_legend_stands_in_the_style_and_all_of_it_is_json(drawn):
    style = style_of(drawn([1.0, 5.0, None], Quantile(2)), "x", "Titel", "nl")
    made = json.loads(json.dumps(to_maplibre(style, SOURCE)))
    assert made["name"] == "Titel"
    assert [entry["color"] for entry in made["metadata"]["legend"]] == [
        *(each.color for each in style.classes),
        style.missing_color,
    ]


def test_tiles_that_hold_codes_alone_have_the_same_colours(drawn):
    values = [1.0, 2.0, 2.5, 3.0, 7.0, 11.0, None]
    drawing = drawn(values, Quantile(3))
    tiles = {"type": "vector", "url": "https://localhost/tiles.json", "promoteId": "area_code"}
    made = to_maplibre_by_code(style_of(drawing, "x"), Coded.of(drawing), tiles, "areas")
    fill, _, missing = made["layers"]
    expected = [*drawing.colors, drawing.legend()[-1]["color"]]
    for code, place in zip(drawing.codes, drawing.classes.index, strict=True):
        area = {"area_code": code}
        assert color(fill["paint"]["fill-color"], area) == expected[place]
        assert color(missing["filter"], area) == (place == -1)
    assert color(fill["paint"]["fill-color"], {"area_code": "elsewhere"}) == expected[-1]


def test_where_nothing_is_missing_or_everything_no_layer_is_empty(drawn):
    tiles = {"type": "vector", "url": "https://localhost/tiles.json"}
    for values, layers in (([1.0, 2.0], 2), ([None], 3)):
        drawing = drawn(values)
        made = to_maplibre_by_code(style_of(drawing, "x"), Coded.of(drawing), tiles, "areas")
        assert len(made["layers"]) == layers
        assert json.dumps(made).count("[]") == 0
