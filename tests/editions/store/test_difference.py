"""What moved between two editions, and what caused it: checked against other ways to know."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mdi
import mdi.sources.model
from mdi.editions.store.difference import KEY, difference
from mdi.editions.store.store import Store
from mdi.errors import DeclarationError, FileError
from tests.squares import CODES, shapes
from tests.stored import SQUARELAND, Inputs, publish

IMD = mdi.load_method()
DUTCH = mdi.load_weights()
PLACE = ("municipality", 2020)
MINE_BEFORE = mdi.WeightSet(id="mine", weights={"income": 1, "work": 3, "health": 2})
MINE_AFTER = mdi.WeightSet(id="mine", weights={"income": 4, "work": 1, "health": 1})
RULES_BEFORE = mdi.Method.model_validate({"id": "own", "indicators": {"by": "minmax"}})
RULES_AFTER = mdi.Method.model_validate({"id": "own", "indicators": {"by": "percentile_rank"}})
SAMPLE = (Path(mdi.sources.model.HERE) / "sample.toml").read_text()


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


def changed(seed=5, **others):
    """Squareland with other figures for health in half of the areas."""
    rng = np.random.default_rng(seed)
    tables = {place: frame.copy() for place, frame in SQUARELAND.items()}
    for frame in tables.values():
        rows = rng.random(len(frame)) < 0.5
        frame.loc[rows, "overweight"] = np.round(rng.uniform(5, 60, rows.sum()), 1)
        frame.loc[rows, "poor_households"] = np.round(rng.uniform(5, 60, rows.sum()), 1)
    return Inputs(tables, **others)


def of(weights, method=IMD):
    return ((weights, method),)


def one(found, place=PLACE):
    (result,) = [each for each in found.results if each.key[:2] == place]
    return result


def stored(edition, key):
    (record,) = [each for each in edition.manifest.results if each.key == key]
    frame = pd.read_parquet(edition.path(record.file), partitioning=None)
    return frame.set_index("area_code")


def test_an_edition_does_not_differ_from_itself(store):
    edition = publish(store, Inputs())
    found = difference(edition, edition)
    assert found.results == found.gone == found.new == ()
    assert len(found.same) == 3


def test_an_edition_of_another_title_has_the_same_results(store):
    before, after = (publish(store, replace(Inputs(), title=title)) for title in ("One", "Two"))
    assert before.name != after.name
    found = difference(before, after)
    assert (len(found.same), found.results) == (3, ())


def test_moves_are_those_of_the_files(store):
    before, after = publish(store, Inputs()), publish(store, changed())
    found = difference(before, after, areas=100)
    assert [each.key[:2] for each in found.results] == [
        ("district", 2021),
        ("municipality", 2020),
        ("municipality", 2021),
    ]
    for result in found.results:
        first, second = stored(before, result.key), stored(after, result.key)
        expected = {}
        for code in first.index.intersection(second.index):
            ranks = first["rank"][code], second["rank"][code]
            if not any(map(pd.isna, ranks)) and ranks[0] != ranks[1]:
                expected[code] = ranks
        assert {move.area_code: move.rank for move in result.largest} == expected
        assert result.moved == len(expected) > 5
        distances = [abs(move.rank[1] - move.rank[0]) for move in result.largest]
        assert distances == sorted(distances, reverse=True)
        for move in result.largest:
            code = move.area_code
            assert move.index == (first["index"][code], second["index"][code])
            pair = (first["decile"][code], second["decile"][code])
            assert move.decile == tuple(None if pd.isna(each) else each for each in pair)
        assert result.causes == ("data",)
        deciles = first["decile"].astype(float), second["decile"].astype(float)
        assert result.other_decile == int((deciles[0] != deciles[1])[first["decile"].notna()].sum())


def test_no_more_areas_are_named_than_was_asked(store):
    before, after = publish(store, Inputs()), publish(store, changed())
    all_of_them = one(difference(before, after, areas=100)).largest
    assert one(difference(before, after, areas=3)).largest == all_of_them[:3]
    assert one(difference(before, after, areas=0)).largest == ()


@pytest.mark.parametrize(
    ("before", "after", "causes"),
    [
        (Inputs(), changed(), ("data",)),
        (Inputs(recipes=of(MINE_BEFORE)), Inputs(recipes=of(MINE_AFTER)), ("weights",)),
        (
            Inputs(recipes=of(DUTCH, RULES_BEFORE)),
            Inputs(recipes=of(DUTCH, RULES_AFTER)),
            ("method",),
        ),
    ],
)
def test_one_cause_explains_every_move(store, before, after, causes):
    found = difference(publish(store, before), publish(store, after), areas=100)
    result = one(found)
    assert result.causes == causes
    assert result.moved > 0
    assert result.undivided is None
    for move in result.largest:
        assert move.parts == {causes[0]: move.rank[1] - move.rank[0]}


def test_shapes_are_named_and_move_nobody(store):
    moved = shapes()
    moved.geometry[7] = moved.geometry[7].buffer(-100)
    before = publish(store, Inputs())
    after = publish(store, changed(shapes=moved))
    result = one(difference(before, after, areas=100))
    assert result.causes == ("data", "boundary")
    assert result.undivided is None
    assert all(list(move.parts) == ["data"] for move in result.largest)
    alone = difference(before, publish(store, Inputs(shapes=moved)))
    assert alone.results == ()


def orders(before, after, codes):
    """The mean over all orders of what each cause does when its turn comes, by brute force."""
    ranks, names = {}, list(before)

    def of_mixture(changed):
        if changed not in ranks:
            parts = {name: (after if name in changed else before)[name] for name in names}
            result = mdi.compute(parts["data"], weights=parts["weights"], method=parts["method"])
            place = [result.positions[code] for code in codes]
            ranks[changed] = result.rank[place].astype(float)
        return ranks[changed]

    total = {name: np.zeros(len(codes)) for name in names}
    every = list(permutations(names))
    for order in every:
        done = frozenset()
        for name in order:
            total[name] += of_mixture(done | {name}) - of_mixture(done)
            done |= {name}
    return {name: part / len(every) for name, part in total.items()}


def test_several_causes_are_told_apart_as_by_every_order(store):
    inputs = (
        Inputs(recipes=of(MINE_BEFORE, RULES_BEFORE)),
        changed(recipes=of(MINE_AFTER, RULES_AFTER)),
    )
    first, second = (publish(store, each) for each in inputs)
    result = one(difference(first, second, areas=100))
    assert result.causes == ("data", "weights", "method")
    assert result.undivided is None
    sides = []
    for each, edition in zip(inputs, (first, second), strict=True):
        table = mdi.read_table(
            edition.path("tables/municipality-2020.parquet"),
            source="sample",
            level="municipality",
            year=2020,
        )
        ((weights, method),) = each.recipes
        sides.append({"data": table, "weights": weights, "method": method})
    expected = orders(*sides, CODES)
    assert result.moved > 10
    for move in result.largest:
        row = CODES.index(move.area_code)
        for cause, part in expected.items():
            assert move.parts[cause] == pytest.approx(part[row], abs=1e-9)
        assert sum(move.parts.values()) == pytest.approx(move.rank[1] - move.rank[0])
    ranked = ~np.isnan(stored(first, result.key)["rank"].astype(float).loc[list(CODES)])
    for cause, part in expected.items():
        assert result.parts[cause] == pytest.approx(np.abs(part[ranked]).mean())


def test_another_definition_is_told_apart_from_other_figures(store):
    """What was better is read as what is worse."""
    other = SAMPLE + '\n[indicators.woz_value]\ncolumn = "woz_value"\ndirection = "worse"\n'
    before = publish(store, Inputs(source=SAMPLE))
    after = publish(store, changed(source=other))
    result = one(difference(before, after, areas=100))
    assert result.causes == ("data", "definition")
    assert result.undivided is None, result.undivided
    assert all(set(move.parts) == {"data", "definition"} for move in result.largest)
    for move in result.largest:
        assert sum(move.parts.values()) == pytest.approx(move.rank[1] - move.rank[0])
    assert any(abs(move.parts["definition"]) > 0.4 for move in result.largest)


def engine_of(store, edition, engine):
    """The same edition, made by another engine."""
    results = tuple(
        each.model_copy(update={"causes": each.causes.model_copy(update={"engine": engine})})
        for each in edition.manifest.results
    )
    return store.publish(edition.manifest.model_copy(update={"results": results}))


def test_another_engine_cannot_be_told_apart_and_that_is_said(store):
    before = engine_of(store, publish(store, Inputs()), "0.0.9")
    result = one(difference(before, publish(store, changed()), areas=100))
    assert result.causes == ("data", "engine")
    assert result.parts is None
    assert "engine" in result.undivided
    assert all(move.parts is None for move in result.largest)


def test_ranks_that_cannot_be_computed_again_are_not_divided(store):
    """Both were made by one engine of before, which gave other ranks than that of now."""
    first = publish(store, Inputs(recipes=of(MINE_BEFORE)))
    (record,) = [each for each in first.manifest.results if each.key[:2] == PLACE]
    frame = pd.read_parquet(first.path(record.file), partitioning=None)
    frame["rank"] = frame["rank"].max() + 1 - frame["rank"]
    place = store.root.parent / "other.parquet"
    frame.to_parquet(place)
    files = {**first.manifest.files, record.file: store.put(place.read_bytes())}
    other = store.publish(first.manifest.model_copy(update={"files": files}))
    result = one(difference(other, publish(store, changed(recipes=of(MINE_AFTER)))))
    assert result.causes == ("data", "weights")
    assert result.parts is None
    assert "does not give the ranks" in result.undivided


def test_areas_that_come_go_and_get_a_rank_are_counted(store):
    later = changed()
    frame = later.tables[PLACE]
    frame = frame[~frame.area_code.isin(["GM0011", "GM0012"])].reset_index(drop=True)
    frame.loc[frame.area_code == "GM0002", "population"] = 5000
    frame.loc[frame.area_code == "GM0020", "population"] = 10
    extra = frame.iloc[[4]].assign(area_code="GM0099", area_name="Nieuw")
    tables = {**later.tables, PLACE: pd.concat([frame, extra], ignore_index=True)}
    before = publish(store, Inputs())
    result = one(difference(before, publish(store, Inputs(tables)), areas=100))
    assert (result.areas, result.gone, result.new) == (28, 2, 1)
    assert (result.newly_ranked, result.no_longer_ranked) == (1, 1)
    moved = {move.area_code for move in result.largest}
    assert moved.isdisjoint({"GM0002", "GM0020", "GM0011", "GM0099"})


def test_results_of_one_edition_alone_are_named(store):
    tables = {place: frame for place, frame in SQUARELAND.items() if place != PLACE}
    before, after = publish(store, Inputs()), publish(store, Inputs(tables, recipes=of(MINE_AFTER)))
    found = difference(before, after)
    assert found.same == found.results == ()
    assert {key[2] for key in found.gone} == {"mdi_nl"}
    assert len(found.gone) == 3
    assert {key[:3] for key in found.new} == {
        ("municipality", 2021, "mine"),
        ("district", 2021, "mine"),
    }


def test_only_the_level_that_is_asked(store):
    before, after = publish(store, Inputs()), publish(store, changed())
    found = difference(before, after, level="district")
    assert [each.key[0] for each in found.results] == ["district"]
    with pytest.raises(DeclarationError, match="'distric'"):
        difference(before, after, level="distric")


@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_file_is_not_compared(store, which):
    editions = publish(store, Inputs()), publish(store, changed())
    damaged = editions[which]
    file = next(each.file for each in damaged.manifest.results if each.key[:2] == PLACE)
    path = damaged.path(file)
    content = bytearray(path.read_bytes())
    path.unlink()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(FileError, match="damaged"):
        difference(*editions)


def test_everything_is_plain_data(store):
    before, after = publish(store, Inputs()), publish(store, changed(recipes=of(DUTCH)))
    plain = json.loads(json.dumps(difference(before, after, areas=2).to_dict()))
    assert (plain["before"], plain["after"]) == (before.name, after.name)
    for result in plain["results"]:
        assert [result[name] for name in KEY][2:] == ["mdi_nl", "imd"]
        assert len(result["largest"]) == 2
        assert set(result["largest"][0]) == {
            "area_code", "area_name", "index", "rank", "decile", "parts",
        }  # fmt: skip
