"""What is fitted does not depend on whom it is applied to, survives a file, and on how
many threads it was found does not show."""

import numpy as np

import mdi
from tests.battery.areas import COUNTRY, chosen
from tests.battery.laws import compute, on_tables, rules, same_bits


def subset_of(table, number) -> np.ndarray:
    """Some areas."""
    rng = np.random.default_rng(number)
    return rng.permutation(len(table))[: 1 + number % len(table)]


@rules()
@on_tables
def test_a_subset_has_the_points_of_the_whole(case, table, number):
    whole, areas = compute(case, table), subset_of(table, number)
    part = compute(case, chosen(table, areas), reference=whole)
    same_bits(part, whole, areas)
    np.testing.assert_array_equal(part.filled, whole.filled[:, areas])


@rules()
@on_tables
def test_measured_with_itself_a_table_has_the_points_it_had(case, table):
    whole = compute(case, table)
    again = compute(case, table, reference=whole)
    same_bits(again, whole)
    np.testing.assert_array_equal(again.rank, whole.rank)


@rules()
def test_a_yardstick_survives_its_file_to_the_last_bit(case, tmp_path):
    whole = compute(case, COUNTRY)
    read = mdi.Yardstick.load(whole.yardstick.save(tmp_path / "yardstick.json"))
    assert read.model_dump_json() == whole.yardstick.model_dump_json()
    assert read.method == case.method
    same_bits(compute(case, COUNTRY, reference=read), whole)


@rules()
def test_one_thread_or_four_give_the_same_bits(case, monkeypatch):
    found = []
    for threads in ("1", "4"):
        monkeypatch.setenv("MDI_THREADS", threads)
        result = compute(case, COUNTRY)
        again = compute(case, chosen(COUNTRY, range(0, 150, 2)), reference=result.yardstick)
        found.append((result.points.tobytes(), result.rank.tobytes(), again.points.tobytes()))
    assert found[0] == found[1]
