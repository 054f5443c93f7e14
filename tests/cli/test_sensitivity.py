"""``mdi sensitivity``: how sure is a rank."""

import json

import pandas as pd
import pytest

import mdi
from mdi.sensitivity import collecting


@pytest.fixture
def sensitivity(mdi_, of_squareland):
    return lambda *more: mdi_("sensitivity", *of_squareland, "--draws", 40, *more)


def test_it_tells_how_sure_the_tenth_is_and_writes_a_row_for_each_area(sensitivity, here):
    ran = sensitivity("--vary", "weights,rounding", "--seed", 3, "--top", 5, "--out", "sure.csv")
    assert ran.code == 0
    assert "40 draws of" in ran.out
    assert "weights, rounding varied · seed 3" in ran.out
    assert "Most deprived tenth:" in ran.out
    frame = pd.read_csv(here / "sure.csv")
    told = json.loads((here / "sure.csv.meta.json").read_bytes())["sensitivity"]
    assert f"Fingerprint: {told['fingerprint']}" in ran.out
    assert told["draws"] == 40
    assert {"rank_low", "top_tenth", "top_5", "top_5_error", "reliability"} <= set(frame.columns)
    assert (frame["rank_low"] <= frame["rank_high"]).sum() == frame["rank"].count()


@pytest.mark.parametrize("ending", ["json", "parquet", "xlsx"])
def test_every_format_is_written(sensitivity, here, ending):
    assert sensitivity("--out", f"sure.{ending}").code == 0
    assert (here / f"sure.{ending}").stat().st_size > 1000


def test_a_run_that_was_interrupted_can_be_continued(sensitivity, here, monkeypatch):
    monkeypatch.setattr(collecting, "BLOCK", 16)
    whole = sensitivity().out
    assert sensitivity("--keep", "kept").out == whole
    assert len(list((here / "kept").iterdir())) == 3
    assert sensitivity("--keep", "kept").out == whole


@pytest.mark.slow
def test_workers_of_a_cluster_write_the_same_files(sensitivity, here):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    assert sensitivity("--out", "here.csv").code == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as cluster:
        ran = sensitivity("--scheduler", cluster.scheduler_address, "--out", "there.csv")
    assert ran.code == 0
    for ending in ("csv", "csv.meta.json"):
        assert (here / f"there.{ending}").read_bytes() == (here / f"here.{ending}").read_bytes()


def test_a_scheduler_that_is_not_there_is_said(sensitivity):
    pytest.importorskip("distributed", reason="Dask is not installed")
    ran = sensitivity("--scheduler", "nonsense://127.0.0.1:1")
    assert ran.code == 69
    assert "The scheduler at 'nonsense://127.0.0.1:1' does not answer." in ran.all
    assert "Traceback" not in ran.all


def test_weights_method_and_sources_of_ones_own(sensitivity, here):
    (here / "mine.toml").write_text('varies = { by = "dirichlet", concentration = 10 }\n')
    ran = sensitivity("--vary", "mine.toml", "--weights", "equal", "--method", "zscore")
    assert ran.code == 0
    assert "own varied" in ran.out


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--vary", "weigths"), 4, "did you mean 'weights'"),
        (("--vary", ","), 3, "no source of uncertainty is named"),
        (("--vary", "imputation"), 3, "fills in nothing by 'copula'"),
        (("--draws", "0"), 2, "Invalid value for '--draws'"),
        (("--out", "sure.txt"), 2, "an ending that is not known"),
    ],
)
def test_mistakes_are_said(sensitivity, more, code, said):
    ran = sensitivity(*more)
    assert ran.code == code
    assert said in ran.all


def test_too_few_areas_have_no_tenth_to_speak_of(mdi_, here):
    frame = pd.DataFrame({"area_code": ["GM0001", "GM0002"], "smoking": [1.0, 2.0]})
    frame.to_csv(here / "two.csv", index=False)
    ran = mdi_(
        *("sensitivity", "two.csv", "--source", "own", "--level", "municipality", "--year", 2021),
        *("--draws", 8),
    )
    assert ran.code == 0
    assert "tenth:" not in ran.out
    assert mdi.load_uncertainty("weights").varies.by == "dirichlet"
