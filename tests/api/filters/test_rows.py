"""Whole filters against a slow twin, area by area."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.filters import Layer, equals, every, parse, properties_of, rows
from api.filters.columns import Kind
from tests.api.filters.areas import AREAS, chosen, layer
from tests.api.filters.documents import documents, written
from tests.api.filters.twin import holds

ROWS = layer()


def select(text):
    return chosen(parse(text, "cql2-text"))


@settings(max_examples=300)
@given(documents)
def test_a_filter_chooses_the_areas_that_it_chooses_one_by_one(document):
    expression = parse(json.dumps(document), "cql2-json")

    found = rows(expression, ROWS)

    assert found.tolist() == [holds(document, area) is True for area in AREAS]


@settings(max_examples=200)
@given(documents)
def test_what_is_unknown_stays_so_under_not(document):
    expression = parse(json.dumps({"op": "not", "args": [document]}), "cql2-json")

    assert rows(expression, ROWS).tolist() == [holds(document, area) is False for area in AREAS]


@pytest.mark.parametrize("left", ["TRUE", "FALSE", "NULL"])
@pytest.mark.parametrize("right", ["TRUE", "FALSE", "NULL"])
def test_the_truth_table_of_the_standard(left, right):
    both = {"TRUE TRUE": "TRUE"} | dict.fromkeys(["TRUE NULL", "NULL TRUE", "NULL NULL"], "NULL")
    one = {"FALSE FALSE": "FALSE"} | dict.fromkeys(
        ["FALSE NULL", "NULL FALSE", "NULL NULL"], "NULL"
    )

    for name, table, other in (("AND", both, "FALSE"), ("OR", one, "TRUE")):
        expected = table.get(f"{left} {right}", other)
        statement = f"{left} {name} {right}"
        assert bool(select(statement)) == (expected == "TRUE")
        assert bool(select(f"NOT ({statement})")) == (expected == "FALSE")


def test_a_missing_value_is_chosen_neither_by_a_comparison_nor_by_its_opposite():
    assert select("a > 0") == [0, 4, 5]
    assert select("NOT a > 0") == [1, 3]
    assert select("a > 0 OR NOT a > 0") == [0, 1, 3, 4, 5]
    assert select("a IS NULL") == [2, 6]
    assert select("name NOT IN ('ss', 'À')") == [0, 1, 4, 5]
    assert select("a NOT BETWEEN 0 AND 1") == [3, 4]
    assert select("a = NULL OR a <> NULL") == []
    assert select("1/a > 0 OR NOT 1/a > 0") == [0, 3, 4, 5]


def test_a_literal_is_a_filter_of_all_or_none():
    assert select("TRUE") == list(range(len(AREAS)))
    assert select("FALSE") == []
    assert select("'b' LIKE '_' AND 2 > 1") == list(range(len(AREAS)))


def test_truth_values_are_compared_and_stand_alone():
    assert select("flag") == select("flag = TRUE") == [0, 3, 6]
    assert select("NOT flag") == select("flag = FALSE") == select("flag < TRUE") == [1, 4]
    assert select("(a > 0) = flag") == [0, 1]


def test_calculations_go_towards_zero_as_in_sql():
    assert select("7 div 2 = 3 AND -7 div 2 = -3 AND 7 % 4 = 3 AND -7 % 4 = -3 AND 2 ^ 3 = 8") == [
        *range(len(AREAS))
    ]


def test_texts_are_ordered_by_code_point_and_compared_composed():
    assert select("nick < 'a'") == [1, 6]
    assert select("name < 'aE'") == select("'aE' > name") == [0, 4, 5]
    assert select("name <= 'aE'") == select("'aE' >= name") == [0, 1, 4, 5]
    assert select("name > 'aE'") == select("'aE' < name") == [2, 6]
    assert select("name >= 'aE'") == select("'aE' <= name") == [1, 2, 6]
    assert select("name = 'Ae\u0301'") == [0]
    assert select("name > nick") == [1, 6]


def test_case_and_accents_are_left_out_only_where_asked():
    assert select("name = 'AÉ'") == []
    assert select("CASEI(name) = CASEI('AÉ')") == [0]
    assert select("ACCENTI(name) = ACCENTI('Ae')") == [0]
    assert select("ACCENTI(CASEI(name)) = ACCENTI(CASEI('AÈ'))") == [0, 1]
    assert select("CASEI(nick) = CASEI(name)") == [0, 2]
    assert select("CASEI(name) IN (CASEI('SS'), CASEI('À'))") == [2, 6]
    assert select("CASEI(name) LIKE CASEI('A_')") == [0, 1]


def test_plain_filters_choose_one_value():
    assert chosen(equals("a", "0.5", Kind.NUMBER)) == [5]
    assert chosen(equals("name", "a'b", Kind.TEXT)) == [4]
    assert chosen(equals("flag", "false", Kind.FLAG)) == [1, 4]
    assert chosen(equals("day", "2021-01-01", Kind.DATE)) == [1]


def test_several_filters_hold_together():
    positive, flagged = parse("a >= 0", "cql2-text"), equals("flag", "true", Kind.FLAG)

    assert chosen(every([positive, flagged])) == [0]
    assert chosen(every([positive])) == chosen(positive)
    assert chosen(every([])) == list(range(len(AREAS)))


@given(documents)
def test_every_property_that_is_used_is_named(document):
    text = written(document)
    named = {name for name in ROWS.names if f'"{name}"' in text}

    assert properties_of(parse(text, "cql2-text")) == named


@given(st.lists(st.none() | st.integers(-3, 3)))
def test_a_layer_of_any_length_keeps_its_length(values):
    found = rows(parse("a > 0", "cql2-text"), Layer({"a": values}))

    assert found.tolist() == [value is not None and value > 0 for value in values]


def test_what_is_chosen_is_not_shared_with_the_layer():
    found = rows(parse("flag", "cql2-text"), ROWS)
    found[:] = True

    assert (
        chosen(parse("flag", "cql2-text"))
        == rows(parse("flag", "cql2-text"), ROWS).nonzero()[0].tolist()
    )
