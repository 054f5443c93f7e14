"""Worked examples: every TOML file in this folder is a sentence that shows its sum.

`given` holds the figures of a few areas (codes GM0001, GM0002, … in order), with
`population`, `weights` and `method` where they matter. `expect` holds, for each measure,
either one value or a list with one for each area; `nan` means that there is none. Keys
with a dot go into a profile: `income.contribution`, `smoking.share`.
"""

import tomllib
from pathlib import Path

import numpy as np
import pytest

import mdi
from tests.countries import table_of

EXAMPLES = {
    path: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("*.toml"))
}


def computed(given):
    weights, method = given.get("weights", "mdi_nl"), given.get("method", "imd")
    if isinstance(weights, dict):
        weights = mdi.WeightSet(weights=weights, of=given.get("of"))
    if isinstance(method, dict):
        method = mdi.Method(**method)
    figures = given.get("figures") or {
        name: [float(i) for i in range(given["areas"])] for name in given["ascending"]
    }
    return mdi.compute(
        table_of(figures, population=given.get("population")), weights=weights, method=method
    )


def found(result, key):
    if "." in key:
        node, attribute = key.split(".")
        return [_in_profile(result.profile(code), node, attribute) for code in result.table.codes]
    if key in ("offered", "score_max", "ranked"):
        return getattr(result, key)
    if key in ("status", "rank", "decile", "coverage"):
        return list(getattr(result, key))
    return result.measure(key).tolist()


def _in_profile(profile, node, attribute):
    stack = list(profile.domains)
    while stack:
        here = stack.pop()
        if here.id == node:
            value = getattr(here, attribute)
            return np.nan if value is None else value
        stack += [*getattr(here, "indicators", ()), *getattr(here, "parts", ())]
    raise LookupError(node)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_example_comes_out_as_its_sum_says(path):
    example = EXAMPLES[path]
    result = computed(example["given"])
    for key, expected in example["expect"].items():
        values = found(result, key)
        if key == "status":
            assert [str(value) for value in values] == expected
        else:
            tolerance = {"rtol": 0, "atol": example.get("tolerance", 1e-9)}
            np.testing.assert_allclose(values, expected, **tolerance, err_msg=key)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_example_is_a_sentence_that_shows_its_sum(path):
    assert EXAMPLES[path]["title"].endswith(".")
    assert " " in EXAMPLES[path]["title"]
    assert "# " in path.read_text(encoding="utf-8")
    assert EXAMPLES[path]["expect"]
