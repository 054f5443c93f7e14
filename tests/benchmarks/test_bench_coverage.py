"""The table of coverage works at a tiny size; the promise itself is tested elsewhere."""

from dataclasses import replace

import numpy as np

from benchmarks import bench_coverage

TINY = tuple(replace(each, areas=120, countries=1) for each in bench_coverage.COUNTRIES[:2])


def test_every_country_can_be_simulated_and_its_truth_is_what_the_table_is_drawn_from():
    for country in bench_coverage.COUNTRIES:
        told, true, people = bench_coverage.simulated(replace(country, areas=400), 1)
        assert len(told) == len(true) == len(people) == 400
        for leaf in country.leaves:
            if leaf in bench_coverage.SHARES:
                raw = 100 * told[f"{leaf}_numerator"] / told[f"{leaf}_denominator"]
                error = 100 * np.sqrt(0.25 / told[f"{leaf}_denominator"])
                assert (abs(raw - true[leaf]) < 5 * error).sum() == true[leaf].notna().sum()


def test_it_prints_a_row_for_every_country(capsys):
    code = bench_coverage.main(TINY)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {each.name}" for each in TINY]
    shares = [float(cell) for line in lines[2:] for cell in line.strip("| ").split(" | ")[1:]]
    assert all(50 < share <= 100 for share in shares)
    assert code in (0, 1)


def test_a_promise_that_is_broken_is_told(monkeypatch, capsys):
    monkeypatch.setattr(bench_coverage, "covered", lambda _: [0.8] * 6)
    assert bench_coverage.main(TINY) == 1
    assert bench_coverage.main((replace(TINY[0], promised=False),)) == 0
    assert "not promised" in capsys.readouterr().out
