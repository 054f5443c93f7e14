"""`mdi editions diff`: what moved, on the screen and as JSON."""

from __future__ import annotations

import json

import pytest

import mdi
from mdi.editions.store.difference import difference
from mdi.editions.store.store import Store
from tests.stored import Inputs, grown, publish

BEFORE, AFTER = (
    mdi.WeightSet(id="mine", weights={"income": 1, "health": share}) for share in (1, 5)
)


@pytest.fixture
def store(tmp_path):
    """Two editions with other figures for one area, and other weights of the same name."""
    made = Store.open(tmp_path / "store", create=True)
    imd, dutch = mdi.load_method(), mdi.load_weights()
    publish(made, Inputs(recipes=((dutch, imd), (BEFORE, imd))))
    publish(made, Inputs(grown(40).tables, recipes=((dutch, imd), (AFTER, imd))))
    return made


def test_it_helps_with_an_example(mdi_):
    ran = mdi_("editions", "diff", "--help")
    assert ran.code == 0
    assert "Example: mdi editions diff" in ran.all


def test_it_shows_what_moved_and_by_which_cause(mdi_, store):
    ran = mdi_("editions", "diff", "--store", store.root, "--areas", 1, "--level", "municipality")
    editions = store.edition("previous"), store.edition("current")
    found = difference(*editions, areas=1, level="municipality")
    assert ran.code == 0
    assert f"{found.before} → {found.after}" in ran.out
    assert "district" not in ran.out
    for result in found.results:
        assert f"Moved farthest: {' · '.join(map(str, result.key))}" in ran.out
        (move,) = result.largest
        (line,) = [
            line
            for line in ran.out.splitlines()
            if move.area_code in line and f" {move.rank[0]} → {move.rank[1]} " in line
        ]
        cause = max(move.parts, key=lambda name: abs(move.parts[name]))
        told = f"{cause} {move.parts[cause]:+.1f}".replace("-", "−")
        assert told in (line if len(result.causes) == 1 else ran.out)


def test_everything_as_json_stands_alone(mdi_, store):
    names = [store.edition(word).name for word in ("previous", "current")]
    ran = mdi_("editions", "diff", names[0][:8], names[1], "--store", store.root, "--json")
    found = difference(*map(store.edition, names))
    assert json.loads(ran.out) == json.loads(json.dumps(found.to_dict()))
    assert ran.err == ""
    results = json.loads(ran.out)["results"]
    assert {tuple(each["causes"]) for each in results} == {("data",), ("data", "weights")}


def test_an_edition_and_itself(mdi_, store):
    ran = mdi_("editions", "diff", "current", "current", "--store", store.root)
    assert ran.code == 0
    assert "6 results the same in both." in ran.out
    assert "Moved" not in ran.out


def test_results_of_one_edition_are_named(mdi_, store):
    publish(store, grown(40))
    ran = mdi_("editions", "diff", "--store", store.root)
    assert f"Only in {store.edition('previous').name}: municipality · 2021 · mine · imd" in ran.out


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        (["none", "current"], 5, "no edition 'none'"),
        (["--level", "distric"], 4, "did you mean 'district'?"),
        (["--areas", "-1"], 2, "--areas"),
    ],
)
def test_what_cannot_be_compared_is_told(mdi_, store, asked, code, words):
    ran = mdi_("editions", "diff", *asked, "--store", store.root)
    assert ran.code == code
    assert words in ran.all


def test_a_folder_that_is_no_store_is_told(mdi_, here):
    assert mdi_("editions", "diff", "--store", here).code == 5
