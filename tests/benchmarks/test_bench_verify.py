"""The benchmark of the verification works at a tiny size."""

import numpy as np
import pytest

from benchmarks import bench_verify
from mdi.indices.model import load_index


def test_it_reports_the_budget_and_the_twin():
    findings = bench_verify.run(areas=300, rounds=1)
    assert [finding.at_least for finding in findings] == [False, True]
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)


def test_a_twin_that_differs_stops_it():
    index = load_index("iod2019")
    frame = bench_verify.edition(index, 50)
    frame.loc[3, "index_rank"] += 1
    with pytest.raises(SystemExit, match="engine and twin differ"):
        bench_verify.agree(index, bench_verify.read_back(frame, index))
