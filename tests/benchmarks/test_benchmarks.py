"""The benchmarks work at a tiny size; nothing here depends on how fast anything is."""

import numpy as np
import pytest

from benchmarks import bench_compute, bench_import
from benchmarks.measure import TURN, Finding, medians


def test_engine_and_twin_agree_before_anything_is_measured():
    bench_compute.agree(bench_compute.case_of(700))


def test_a_twin_that_differs_stops_the_benchmark(monkeypatch):
    real = bench_compute.twin.whole

    def wrong(*arguments):
        return real(*arguments).assign(index=lambda frame: frame["index"] + 1e-6)

    monkeypatch.setattr(bench_compute.twin, "whole", wrong)
    with pytest.raises(SystemExit, match="differ in index"):
        bench_compute.agree(bench_compute.case_of(50))


def test_the_benchmark_of_the_index_reports_all_it_promises():
    findings = bench_compute.run(areas=120, times=2, rounds=1)
    assert [finding.target for finding in findings] == [10, 6, 5, 5, 10]
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)


def test_the_benchmark_of_the_import_reports_one_ratio():
    (finding,) = bench_import.run(repeats=1)
    assert finding.ratio > 0
    assert finding.target == 2


@pytest.mark.parametrize(
    ("ratio", "at_least", "met"),
    [(2, True, True), (1.9, True, False), (2, False, True), (2.1, False, False)],
)
def test_a_finding_knows_whether_its_target_is_met(ratio, at_least, met):
    finding = Finding("x", "y", ratio, 2, at_least)
    assert finding.met is met
    assert ("MISSED" in str(finding)) is not met


def test_tasks_that_are_measured_take_turns():
    calls = []
    medians({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 3)
    turn = 1 + TURN
    assert calls == (["a"] * turn + ["b"] * turn) * 3
