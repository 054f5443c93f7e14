"""The benchmark of the service works on a small country, against a real nginx."""

import shutil

import pytest

from benchmarks import bench_service


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_it_asks_both_for_the_same_bytes(monkeypatch, capsys):
    monkeypatch.setattr(bench_service, "ROUNDS", dict.fromkeys(bench_service.ROUNDS, 2))
    monkeypatch.setattr(bench_service, "SECONDS", "1s")
    *latencies, memory = bench_service.run(areas=300)
    assert len(latencies) == 4
    assert all(finding.ratio > 0 for finding in [*latencies, memory])
    assert "from start to first answer" in capsys.readouterr().out


def test_nothing_is_measured_without_nginx(monkeypatch, capsys):
    monkeypatch.setattr(bench_service.shutil, "which", lambda _: None)
    assert bench_service.run() == []
    assert "nginx is not installed" in capsys.readouterr().out
