"""Areas that lose two heavy domains are found again; the benchmark counts rightly."""

import numpy as np
import pandas as pd
import pytest

from benchmarks import bench_completion
from benchmarks.bench_completion import ENGLAND, HIDDEN, Index, invented, read, recovery


@pytest.mark.real_data
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_most_deprived_of_england_are_found_again(shared_data, seed):
    index = read(shared_data / bench_completion.PUBLISHED, ENGLAND, HIDDEN)
    found = recovery(index, seed)
    assert found["copula"].recall >= 0.80
    assert found["copula"].precision >= 0.85
    assert found["renormalise"].recall == pytest.approx(0.65, abs=0.05)
    assert found["zero"].recall < 0.05


def test_the_copula_finds_more_than_handing_over_and_that_more_than_zero():
    found = recovery(invented(6000), seed=1)
    assert found["copula"].recall > found["renormalise"].recall > found["zero"].recall


def test_recall_and_precision_are_those_on_paper():
    found = bench_completion._compared(
        np.array([True, True, False, False]), np.array([True, False, True, True])
    )
    assert (found.recall, found.precision) == (1 / 3, 1 / 2)


def test_points_of_affected_areas_are_hidden_and_the_others_are_ranked_without_them():
    ranks = np.array([[1.0, 2, 3, 4], [1, 2, 3, 4]])
    index = Index(ranks, np.ones(2), np.array([True, False]))
    affected = np.array([True, False, False, False])
    points = index.points(bench_completion.ExponentialRank(), affected)
    assert np.isnan(points[0, 0])
    assert points[0, 1] == pytest.approx(100)
    assert points[1, 0] == pytest.approx(100)


def test_a_file_may_shorten_the_name_of_a_domain(tmp_path):
    path = tmp_path / "index.csv"
    columns = {f"{domain.split('_')[0]}_rank": [1, 2, None] for domain in ENGLAND}
    pd.DataFrame(columns).to_csv(path, index=False)
    assert read(path, ENGLAND, HIDDEN).ranks.shape == (7, 2)


@pytest.mark.parametrize(
    ("content", "message"),
    [("income_rank\n1\n", "has no column employment_rank"), (None, "cannot be read as CSV")],
)
def test_a_file_that_is_no_index_is_refused_in_a_sentence(tmp_path, content, message):
    path = tmp_path / "index.csv"
    if content:
        path.write_text(content)
    with pytest.raises(SystemExit, match=message):
        read(path, ENGLAND, HIDDEN)


def test_engine_and_twin_agree_and_the_speed_is_a_ratio():
    finding = bench_completion.speed(300, 5, 1)
    assert finding.ratio > 0
    assert finding.at_least


def test_a_twin_that_differs_stops_the_benchmark(monkeypatch):
    real = bench_completion.twin_completion.complete
    monkeypatch.setattr(bench_completion.twin_completion, "complete", lambda f: real(f) + 1e-6)
    with pytest.raises(SystemExit, match="differ in copula completion"):
        bench_completion.speed(300, 5, 1)


def test_without_published_data_the_benchmark_says_so_and_invents_a_country(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv("MDI_SHARED_DATA", str(tmp_path))
    findings = bench_completion.run(areas=600, rounds=1)
    assert bench_completion.INVENTED in capsys.readouterr().out
    assert [finding.target for finding in findings] == [0.80, 0.85, 3.0, 3.0]
