"""How sure every rank is, as readers see it: read from a file, and asked by a declaration."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import mdi
from mdi.errors import DeclarationError, FileError
from mdi.sensitivity.asked import Asked
from mdi.sensitivity.certainty import COLUMNS, Certainty, SureResult, read_certainty
from mdi.writing import WRITERS, write_result
from tests.countries import random_table
from tests.sensitivity.simulated import simulated

COUNTED = simulated(200).table  # has counts
TABLE = random_table(120, gaps=0.3)  # has none
WITH = {"draws": 64, "seed": 5}


@pytest.fixture(scope="module")
def found():
    return mdi.sensitivity(TABLE, vary=("weights",), **WITH)


@pytest.fixture
def file(found, tmp_path):
    (path,) = write_result(found, tmp_path / "sure.parquet")
    return path


def assert_same(one: Certainty, other: Certainty) -> None:
    for name in ("low", "median", "high", "top_tenth"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert one.reliability == other.reliability
    assert one.account == other.account


def test_what_a_file_tells_is_what_was_drawn(found, file):
    read, made = read_certainty(file, mdi.compute(TABLE)), Certainty.of(found)
    assert_same(read, made)
    assert read.account["vary"] == ["weights"]
    assert read.account["names"] == [{"nl": "Gewichten", "en": "Weights"}]
    assert (read.account["draws"], read.account["seed"]) == (64, 5)
    assert sum(read.account["classes"].values()) == int(found.result.ranked)
    unranked = found.result.rank == 0
    assert unranked.any()
    assert not read.low[unranked].any()
    assert np.isnan(read.top_tenth[unranked]).all()
    assert {read.reliability[row] for row in np.flatnonzero(unranked)} == {None}


def test_rows_are_matched_by_code(found, file, tmp_path):
    table = pq.read_table(file)
    other = tmp_path / "turned.parquet"
    pq.write_table(table.take(list(reversed(range(len(table))))), other)
    assert_same(read_certainty(other, found.result), Certainty.of(found))


def test_a_file_of_another_index_is_refused(file):
    with pytest.raises(FileError, match="not of this index"):
        read_certainty(file, mdi.compute(TABLE, weights="equal"))


def changed(file, change):
    table = pq.read_table(file)
    pq.write_table(change(table), file)
    return file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.drop_columns(["rank_low", "reliability"]), "rank_low, reliability"),
        (lambda t: t.replace_schema_metadata({}), "says not of which index"),
        (lambda t: t.replace_schema_metadata({b"mdi": b"{"}), "says not of which index"),
        (lambda t: t.replace_schema_metadata({b"mdi": b"{}"}), "says not of which index"),
        (lambda t: t.slice(1), "damaged: it lacks"),
        (lambda t: pa.concat_tables([t, t.slice(0, 1)]), "an area twice"),
    ],
)
def test_a_file_that_does_not_fit_says_why(found, file, change, said):
    with pytest.raises(FileError, match=said):
        read_certainty(changed(file, change), found.result)


def test_a_file_that_is_none_says_so(found, tmp_path):
    with pytest.raises(FileError, match="There is no file"):
        read_certainty(tmp_path / "none.parquet", found.result)
    (tmp_path / "text.parquet").write_text("no Parquet")
    with pytest.raises(FileError, match="cannot be read as Parquet"):
        read_certainty(tmp_path / "text.parquet", found.result)


def test_a_result_carries_its_certainty_into_a_file(found):
    sure = SureResult(found.result, Certainty.of(found))
    frame, told = sure.to_frame(), found.to_frame()
    assert tuple(frame.columns) == (*found.result.to_frame().columns, *COLUMNS)
    for name in COLUMNS:
        pd.testing.assert_series_equal(frame[name], told[name])
    assert sure.provenance["sensitivity"]["fingerprint"] == found.fingerprint
    assert sure.provenance["fingerprint"] == found.result.fingerprint


def test_what_cannot_be_drawn_is_left_out_and_said(tmp_path):
    question = Asked(vary=("weights", "sampling"), **WITH).question(tmp_path)
    answer = question.answer(mdi.compute(TABLE))
    assert [each.id for each in answer.found.uncertainties] == ["weights"]
    assert list(answer.left_out) == ["sampling"]
    assert "neither counts nor standard errors" in answer.left_out["sampling"][0]
    (tmp_path / "answer.parquet").write_bytes(WRITERS[".parquet"](answer))
    read = read_certainty(tmp_path / "answer.parquet", answer.found.result)
    assert_same(read, Certainty.of(answer.found, answer.left_out))
    assert read.account["left_out"] == answer.left_out


def test_where_all_can_be_drawn_nothing_is_left_out(tmp_path):
    answer = (
        Asked(vary=("weights", "sampling"), **WITH).question(tmp_path).answer(mdi.compute(COUNTED))
    )
    assert [each.id for each in answer.found.uncertainties] == ["weights", "sampling"]
    assert answer.left_out == {}


def test_where_nothing_can_be_drawn_there_is_no_answer(tmp_path):
    question = Asked(vary=("sampling",)).question(tmp_path)
    assert question.answer(mdi.compute(TABLE)) is None
    nobody = Asked(vary=("weights",)).question(tmp_path)
    result = mdi.compute(random_table(120, gaps=1.0))
    assert not result.ranked
    assert nobody.answer(result) is None


def test_a_source_of_ones_own_is_found_beside_the_file(tmp_path):
    (tmp_path / "narrow.toml").write_text(
        'id = "narrow"\nvaries = { by = "dirichlet", concentration = 1000 }\n'
    )
    question = Asked(vary=("narrow.toml",)).question(tmp_path)
    assert [each.id for each in question.sources] == ["narrow"]


def test_everything_that_is_wrong_with_what_is_asked_is_told_at_once(tmp_path):
    problems: list = []
    Asked(vary=("wieghts", "gone.toml", "weights", "weights_within")).question(tmp_path, problems)
    told = " ".join(map(str, problems))
    assert "'wieghts'" in told
    assert "did you mean 'weights'" in told
    assert "gone.toml" in told
    assert "vary the same" in told
    with pytest.raises(DeclarationError):
        Asked(vary=("wieghts",)).question(tmp_path)


@pytest.mark.parametrize("wrong", [{"vary": []}, {"vary": ["weights"], "draws": 0}, {}])
def test_a_declaration_that_asks_nothing_is_refused(wrong):
    with pytest.raises(DeclarationError):
        Asked.parse(wrong, "here")
