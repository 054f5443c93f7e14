"""The benchmark of the writers works at a tiny size."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import bench_writers


@pytest.fixture
def case(tmp_path):
    return bench_writers.make_case(60, tmp_path)


def test_it_reports_every_format():
    findings = bench_writers.run(areas=60, rounds=1)
    assert len(findings) == len(bench_writers.FORMATS) == 4
    assert all(finding.at_least for finding in findings)
    assert all(np.isfinite(finding.ratio) and finding.ratio > 0 for finding in findings)


def test_there_are_thirty_columns_whose_names_every_format_keeps(case):
    assert len(case.columns.columns) == 30
    assert max(map(len, case.columns)) <= 10


@pytest.mark.parametrize("suffix", bench_writers.FORMATS)
@pytest.mark.parametrize("what", ["values", "shapes"])
def test_files_that_differ_stop_it(case, suffix, what):
    bench_writers.agree(case, suffix)
    if what == "values":
        other = replace(case, columns=case.columns.assign(rank=case.columns["rank"] + 1))
    else:
        boundaries = replace(case.boundaries, geometry=case.boundaries.geometry[::-1])
        other = replace(case, boundaries=boundaries)
    with pytest.raises(SystemExit, match="differ"):
        bench_writers.agree(other, suffix)
