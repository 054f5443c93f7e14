"""The benchmark of batches runs on a small country and finds what it says it measures."""

import numpy as np

from benchmarks import bench_batch


def test_it_reports_all_ratios(capsys):
    findings = bench_batch.run(areas=40, years=range(2025, 2026))
    assert [finding.at_least for finding in findings] == [True, False, False]
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)
    assert "batch of 24 results" in capsys.readouterr().out
