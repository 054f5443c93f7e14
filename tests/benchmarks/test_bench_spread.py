"""The benchmarks of workers and partitions work at a tiny size."""

import pytest

from benchmarks import bench_partitions, bench_spread


@pytest.mark.slow
def test_it_prints_all_that_a_plan_rests_on(capsys, monkeypatch):
    pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr(bench_spread, "DRAWS", {"weights": 70})
    monkeypatch.setattr(bench_spread, "TURNS", 1)
    bench_spread.main(areas=150)
    said = capsys.readouterr().out
    for words in ("sent to the workers once", "made by one thread", "4 workers:", "an empty task"):
        assert words in said


def test_partitions_and_one_piece_have_the_same_sum(capsys):
    for how in ("parts", "whole"):
        bench_partitions.main(5_000, 3, 4, how)
    one, other = (line.split("ranks ")[1] for line in capsys.readouterr().out.splitlines())
    assert one == other
