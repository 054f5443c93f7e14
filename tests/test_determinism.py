"""The same input gives the same bytes, on one thread or many; nothing is changed or remembered."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import mdi
from tests.countries import METHODS, again, frame_of, random_table

every_method = pytest.mark.parametrize("method", METHODS)


@every_method
@pytest.mark.parametrize("n", [1, 50, 3000])
def test_one_thread_or_many_give_the_same_bytes(monkeypatch, method, n):
    table, found = random_table(n), []
    for threads in ("1", "2", "7"):
        monkeypatch.setenv("MDI_THREADS", threads)
        result = mdi.compute(table, method=method)
        found.append((result.points.tobytes(), result.rank.tobytes(), result.coverage.tobytes()))
    assert found[0] == found[1] == found[2]


@every_method
def test_computing_twice_gives_the_same_bytes_and_leaves_the_table_alone(method):
    table = random_table(300)
    before = table.values.tobytes()
    once, twice = mdi.compute(table, method=method), mdi.compute(table, method=method)
    assert once.points.tobytes() == twice.points.tobytes()
    assert table.values.tobytes() == before


def test_nothing_is_remembered_from_an_earlier_call():
    table = random_table(60)
    before = mdi.compute(table)
    table.values[0, :] = table.values[0, ::-1].copy()
    after = mdi.compute(table)
    assert before.points.tobytes() != after.points.tobytes()
    assert before.fingerprint != after.fingerprint


def test_many_may_compute_at_the_same_time():
    tables_of_many = [random_table(150, seed) for seed in range(6)]
    expected = [mdi.compute(table).points.tobytes() for table in tables_of_many]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(mdi.compute, tables_of_many * 8))
    assert [result.points.tobytes() for result in found] == expected * 8


def test_a_frame_is_not_changed_by_making_a_table_of_it():
    frame = frame_of(random_table(40))
    before = frame.copy(deep=True)
    mdi.compute(again(frame))
    pd.testing.assert_frame_equal(frame, before)


def test_a_table_keeps_its_figures_when_the_frame_changes_afterwards():
    frame = frame_of(random_table(40))
    table = again(frame)
    before = table.values.tobytes(), table.population.tobytes()
    frame.loc[:, "poor_households"] = 1.0
    frame.loc[:, "population"] = 1.0
    assert (table.values.tobytes(), table.population.tobytes()) == before
