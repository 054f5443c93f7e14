"""``mdi batch``: what it says, and what it leaves behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mdi.editions.sample import make_sample

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "examples" / "plan.toml"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return make_sample(60, 1, tmp_path_factory.mktemp("sample") / "sample", range(2021, 2026))


@pytest.fixture
def plan(sample, tmp_path):
    """The example of the documentation, over a small country."""
    (tmp_path / "sample").symlink_to(sample)
    text = EXAMPLE.read_text().replace("tiles = true", "tiles = false")
    (tmp_path / "plan.toml").write_text(text.replace('"2021-2025"', '"2024-2025"'))
    return tmp_path / "plan.toml"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def test_it_publishes_and_tells_what_it_took(mdi_, plan, store):
    ran = mdi_("batch", plan, "--store", store, "--workers", 1)
    assert ran.code == 0, ran.all
    assert "steps carried out, 0 not changed" in ran.all
    assert "of the work spent on computing" in ran.all
    edition = json.loads((store / "current.json").read_text())["edition"]
    assert f"Edition {edition} published." in ran.all
    again = mdi_("batch", plan, "--store", store)
    assert "0 steps carried out" in again.all
    assert f"Edition {edition} was published already." in again.all


def test_a_dry_run_says_what_would_be_done_and_does_nothing(mdi_, plan, store):
    ran = mdi_("batch", plan, "--store", store, "--dry-run")
    assert ran.code == 0, ran.all
    assert "result municipality 2025 · equal · zscore: new" in ran.out
    assert "nothing was done" in ran.all
    assert not store.exists()
    store.mkdir()
    assert mdi_("batch", plan, "--store", store, "--dry-run").out == ran.out
    assert not list(store.iterdir())
    mdi_("batch", plan, "--store", store, "--workers", 1)
    plan.write_text(plan.read_text().replace('"equal"', '"w.toml"'))
    (plan.parent / "w.toml").write_text('id = "equal"\n[weights]\nincome = 1\n')
    ran = mdi_("batch", plan, "--store", store, "--dry-run")
    assert "result municipality 2025 · equal · imd: weights changed" in ran.out
    assert "mdi_nl" not in ran.out


def test_a_report_is_kept_and_can_be_asked_for(mdi_, plan, store, tmp_path):
    asked = tmp_path / "report.json"
    mdi_("batch", plan, "--store", store, "--workers", 1, "--report", asked)
    (kept,) = (store / "reports").glob("*.json")
    assert kept.read_bytes() == asked.read_bytes()
    report = json.loads(asked.read_text())
    assert report["published"]
    assert {step["kind"] for step in report["steps"]} == {
        "check",
        "shapes",
        "outlines",
        "result",
        "sensitivity",
        "map",
        "sheet",
    }


def test_a_plan_that_cannot_be_carried_out_is_said_before_anything(mdi_, plan, store):
    plan.write_text(plan.read_text().replace('"zscore"', '"zscroe"'))
    ran = mdi_("batch", plan, "--store", store)
    assert ran.code == 4
    assert "'zscore'" in ran.all
    assert not store.exists()


def test_a_table_that_does_not_hold_up_publishes_nothing_and_is_reported(
    mdi_, plan, store, sample, tmp_path
):
    (tmp_path / "sample").unlink()
    shutil.copytree(sample, tmp_path / "sample")
    (tmp_path / "sample" / "indicators_district_2025.parquet").write_bytes(b"no table")
    ran = mdi_("batch", plan, "--store", store, "--workers", 1)
    assert ran.code == 3
    assert "indicators_district_2025.parquet" in ran.all
    assert "nothing was published" in ran.all
    assert not (store / "current.json").exists()
    (kept,) = (store / "reports").glob("*.json")
    assert json.loads(kept.read_text())["rejected"] == 1


def test_a_folder_with_other_things_is_no_store(mdi_, plan, tmp_path):
    ran = mdi_("batch", plan, "--store", tmp_path)
    assert ran.code != 0
    assert "no store" in ran.all
