"""Worked examples: every TOML file below this folder is a sentence that shows its sum.

A folder is a family of rules. `asks` says what is asked of the engine (`index` where it
says nothing; see `runs`). `given` holds the figures of a few areas (codes GM0001, GM0002, …
in order), with `domains`, `weights`, `method`, `population` and `counts` where they
matter. `expect` holds, for each measure, either one value or a list with one for each
area; `nan` means that there is none. Keys with a dot ask for something of a node:
`income.contribution`, `smoking.share`, `health.weights`.
"""

import numpy as np
import pytest

from tests.docs.rules import UNIONS, members
from tests.examples.reading import EXAMPLES, rules_of, words_of
from tests.examples.runs import run

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@every_example
def test_a_worked_example_comes_out_as_its_sum_says(example):
    answer = run(example.asks, example.given)
    for key, expected in example.expect.items():
        values = answer(key)
        if words_of(expected):
            assert [str(value) for value in values] == expected
        else:
            np.testing.assert_allclose(
                values, expected, rtol=0, atol=example.tolerance, err_msg=key
            )


@every_example
def test_a_worked_example_is_a_sentence_that_shows_its_sum(example):
    assert example.title.endswith(".")
    assert " " in example.title
    assert example.sums
    assert example.expect


@pytest.mark.parametrize("family", UNIONS)
def test_every_rule_of_every_union_has_a_worked_example(family):
    rules = {rule.model_fields["by"].default for rule in members(UNIONS[family])}
    worked = {by for example in EXAMPLES for by in rules_of(example)}

    assert rules - worked == set()
