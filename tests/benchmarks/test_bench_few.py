"""One thread against all."""

from importlib import import_module

from benchmarks import bench_few

WHOLE = import_module("mdi.sensitivity.whole")


def test_it_measures_every_size_and_leaves_the_engine_as_it_was():
    before = WHOLE.FEW
    found = bench_few.run(sizes=(60, 90), draws=4)
    assert [areas for areas, *_ in found] == [60, 90]
    assert all(one > 0 and several > 0 for _, one, several in found)
    assert before == WHOLE.FEW
