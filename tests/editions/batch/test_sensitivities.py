"""How sure the ranks are, as a step of a batch: drawn once, kept, checked and put on the map."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from contextlib import closing

import pandas as pd
import pyarrow.parquet as pq
import pytest

import mdi
from mdi.editions.batch.batch import Batch
from mdi.editions.catalogue import read_catalogue
from mdi.editions.certainties import certainty_in
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from mdi.errors import DeclarationError
from mdi.sensitivity.asked import Question
from mdi.sensitivity.certainty import COLUMNS, Certainty

OWN = """
catalogue = "sample"
levels = ["neighbourhood"]
years = [2025]
weights = ["mdi_nl", "equal"]
methods = ["imd"]
tiles = false

[sensitivity]
vary = ["narrow.toml", "sampling"]
draws = 32
"""
NARROW = 'id = "narrow"\nvaries = { by = "dirichlet", concentration = 1000 }\n'


@pytest.fixture
def plan(country, tmp_path):
    (tmp_path / "sample").symlink_to(country / "sample")
    (tmp_path / "narrow.toml").write_text(NARROW)
    path = tmp_path / "plan.toml"
    path.write_text(OWN)
    return path


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


def run(plan, store, **how):
    return Batch(read_plan(plan), store).run(**how)


def drawn(report):
    return [step["kind"] for step in report.steps if not step["reused"]]


def result_of(country, weights="mdi_nl"):
    file = country / "sample" / "indicators_neighbourhood_2025.parquet"
    table = mdi.read_table(file, source="sample", level="neighbourhood", year=2025)
    return mdi.compute(table, weights=weights)


def test_every_result_has_a_file_that_holds_what_was_drawn(plan, store, country):
    run(plan, store)
    manifest, folder = store.current().manifest, store.current().folder
    assert [each.key for each in manifest.sensitivities] == [r.key for r in manifest.results]
    for record in manifest.sensitivities:
        result = result_of(country, record.weights)
        sources = (plan.parent / "narrow.toml", "sampling")
        expected = mdi.sensitivity(result.table, 32, vary=sources, weights=record.weights)
        frame = pd.read_parquet(folder / record.file, partitioning=None)
        wanted = expected.to_frame().drop(columns=["area_name", "index", "rank", "decile"])
        pd.testing.assert_frame_equal(frame, wanted)
        told = json.loads(pq.read_schema(folder / record.file).metadata[b"mdi"])
        assert told["fingerprint"] == result.fingerprint
        assert told["sensitivity"]["fingerprint"] == expected.fingerprint == record.fingerprint
        assert record.vary == ("narrow", "sampling")
        assert record.classes == expected.classes


def test_readers_of_all_results_find_results_alone(plan, store):
    run(plan, store)
    folder = store.current().folder
    assert {path.name for path in folder.glob("results/**/*.parquet")} == {"result.parquet"}
    found = {path.name for path in folder.glob("sensitivity/**/*.parquet")}
    assert found == {"sensitivity.parquet"}


def test_nothing_is_drawn_twice_and_other_draws_leave_the_results_as_they_are(plan, store):
    run(plan, store)
    assert drawn(run(plan, store)) == []
    plan.write_text(OWN.replace("draws = 32", "draws = 33"))
    why = [task for task in Batch(read_plan(plan), store).tasks() if task.why]
    assert [task.step.kind for task in why] == ["sensitivity", "sensitivity", "map", "sheet"]
    assert drawn(run(plan, store)) == ["sensitivity", "sensitivity", "map", "sheet"]
    (plan.parent / "narrow.toml").write_text(NARROW.replace("1000", "999"))
    assert drawn(run(plan, store)) == ["sensitivity", "sensitivity", "map", "sheet"]


def test_as_many_workers_as_one_likes_make_the_same_edition(plan, store, tmp_path):
    other = Store.open(tmp_path / "other", create=True)
    assert run(plan, store).edition == run(plan, other, workers=2).edition


def test_the_edition_asks_the_same_again(plan, store):
    run(plan, store)
    folder = store.current().folder
    written = tomllib.loads((folder / "catalogue.toml").read_text())
    assert written["sensitivity"] == {
        "vary": ["declarations/uncertainties/narrow.toml", "sampling"],
        "draws": 32,
        "seed": 1,
    }
    question = read_catalogue(folder).sensitivity.question(folder)
    assert [each.id for each in question.sources] == ["narrow", "sampling"]
    again = plan.parent / "again.toml"
    again.write_text(f'catalogue = "{folder}"\nweights = ["mdi_nl", "equal"]\ntiles = false\n')
    assert "sensitivity" not in drawn(run(again, store))


def test_maps_carry_interval_and_class(plan, store, country):
    run(plan, store)
    manifest, folder = store.current().manifest, store.current().folder
    result = result_of(country)
    sure = certainty_in(
        folder, read_catalogue(folder), store.current(), result, "mdi_nl", "imd"
    ).columns()
    with closing(sqlite3.connect(folder / manifest.maps[0].file)) as base:
        names = ", ".join(COLUMNS)
        rows = base.execute(f"SELECT area_code, {names} FROM neighbourhood").fetchall()
        styles = dict(base.execute("SELECT description, styleQML FROM layer_styles"))
    for code, *cells in rows:
        row = result.positions[code]
        assert cells == [
            *(int(sure[name][row]) or None for name in COLUMNS[:3]),
            None if sure["reliability"][row] is None else float(sure["top_tenth"][row]),
            sure["reliability"][row],
        ]
    assert not {"rank_low", "top_tenth"} & styles.keys()
    assert "possibly" in styles["index"]
    assert "possibly" not in styles["income"]
    sheet = json.loads((folder / manifest.sheets[0].file).read_bytes())
    for feature in sheet["features"]:
        told, row = feature["properties"], result.positions[feature["properties"]["area_code"]]
        assert told["reliability"] == sure["reliability"][row]
        assert told["rank_high"] == (int(sure["rank_high"][row]) or None)


def test_a_damaged_file_is_found_and_made_again(plan, store):
    run(plan, store)
    record = store.current().manifest.sensitivities[0]
    path = store.current().path(record.file)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    (problem, *_) = store.verify()
    assert record.file in str(problem)


def test_what_can_be_drawn_of_nothing_has_no_file_and_is_told(plan, store):
    plan.write_text(OWN.replace('"narrow.toml", "sampling"', '"model", "imputation"'))
    report = run(plan, store)
    assert store.current().manifest.sensitivities == ()
    told = next(step["account"] for step in report.steps if step["kind"] == "sensitivity")
    assert list(told["left_out"]) == ["model", "imputation"]
    folder = store.current().folder
    assert not (folder / "sensitivity").exists()


def test_a_plan_goes_before_its_catalogue_and_can_refuse(plan, store):
    other = OWN.partition("[sensitivity]")[0]
    plan.write_text(other)
    assert read_plan(plan).sensitivity.asked.vary == ("weights", "sampling")
    plan.write_text(f"sensitivity = false\n{other}")
    assert read_plan(plan).sensitivity is None
    run(plan, store)
    assert store.current().manifest.sensitivities == ()
    assert read_catalogue(store.current().folder).sensitivity is None


def test_sources_that_are_not_there_are_told_with_all_else(plan):
    plan.write_text(OWN.replace('"narrow.toml"', '"gone.toml", "samplign"').replace("imd", "idm"))
    with pytest.raises(DeclarationError) as error:
        read_plan(plan)
    told = str(error.value)
    assert all(word in told for word in ("gone.toml", "'samplign'", "'idm'"))


def test_what_lies_ready_is_read_and_what_does_not_is_drawn(plan, store, country, monkeypatch):
    run(plan, store)
    edition = store.current()
    catalogue, result = read_catalogue(edition.folder), result_of(country)
    drawn_anew = certainty_in(edition.folder, catalogue, None, result, "mdi_nl", "imd")
    with monkeypatch.context() as patch:
        patch.setattr(Question, "answer", _never)
        ready = certainty_in(edition.folder, catalogue, edition, result, "mdi_nl", "imd")
    assert ready.account == drawn_anew.account
    for name, column in drawn_anew.columns().items():
        assert list(map(str, column)) == list(map(str, ready.columns()[name]))
    other = result_of(country, "equal")  # another index than its name says
    found = certainty_in(edition.folder, catalogue, edition, other, "mdi_nl", "imd")
    assert found.account["fingerprint"] != ready.account["fingerprint"]


def _never(*_):
    raise AssertionError


def test_a_folder_that_does_not_ask_has_no_answer(country):
    folder = country / "sample"
    silent = read_catalogue(folder).model_copy(update={"sensitivity": None})
    assert certainty_in(folder, silent, None, result_of(country), "mdi_nl", "imd") is None


def test_a_folder_is_answered_from_its_own_tables(country):
    folder, result = country / "sample", result_of(country)
    found = certainty_in(folder, read_catalogue(folder), None, result, "mdi_nl", "imd")
    expected = mdi.sensitivity(result.table, vary=("weights", "sampling"))
    assert isinstance(found, Certainty)
    assert found.account["fingerprint"] == expected.fingerprint
