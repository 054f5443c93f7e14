"""The benchmark of memory works at a tiny size."""

from benchmarks import bench_memory


def test_it_compares_the_largest_processes():
    (finding,) = bench_memory.run(areas=40, times=2)
    assert not finding.at_least
    assert 0.5 < finding.ratio < 2
    assert " MB ÷ " in finding.figures
