"""The benchmark of the draws works at a tiny size; nothing here depends on how fast it is."""

import numpy as np
import pytest

from benchmarks import bench_sensitivity, twin_sensitivity


def test_it_reports_all_it_promises():
    findings = bench_sensitivity.run(areas=150, weight_draws=70, whole_draws=6)
    assert [finding.target for finding in findings] == [20, 1, 4, 1, 1, 1]
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)


def test_a_twin_that_differs_stops_it(monkeypatch):
    told = twin_sensitivity.told
    wrong = {"expected": 1.0}
    monkeypatch.setattr(
        twin_sensitivity,
        "told",
        lambda *given: {name: each + wrong.get(name, 0) for name, each in told(*given).items()},
    )
    with pytest.raises(SystemExit, match="differ in expected"):
        bench_sensitivity.agree(bench_sensitivity.table_of(60))
