"""`mdi` over a store on a server that speaks S3, each command in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.editions.remote.storages import flip, remote
from tests.editions.store.making import publish

MDI = str(Path(sys.executable).with_name("mdi"))
PLAN = """
catalogue = "sample"
levels = ["municipality"]
years = [2025]
weights = [{weights}]
tiles = false
maps = false
"""


@pytest.fixture
def mdi_(tmp_path, place_on_s3):
    """Run `mdi` with a store there; a traceback is never right."""

    def run(*arguments, cache="cache", code=0):
        ran = subprocess.run(
            [MDI, *arguments, "--store", place_on_s3],
            cwd=tmp_path,
            env={**os.environ, "MDI_CACHE": str(tmp_path / cache), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in ran.stdout + ran.stderr
        assert ran.returncode == code, ran.stderr
        return ran.stdout + ran.stderr

    return run


@pytest.mark.slow
def test_all_commands_from_one_machine_and_another(mdi_, tmp_path, place_on_s3):
    subprocess.run([MDI, "sample", "--areas", "60", "--out", tmp_path / "sample"], check=True)
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.format(weights='"mdi_nl"'))
    assert "nothing was done" in mdi_("batch", "plan.toml", "--dry-run")
    assert re.search(r"Edition \w+ published", mdi_("batch", "plan.toml"))
    assert "0 steps carried out" in mdi_("batch", "plan.toml")
    assert "0 steps to carry out" in mdi_("batch", "plan.toml", "--dry-run", cache="other")
    plan.write_text(PLAN.format(weights='"equal", "mdi_nl"'))
    told = mdi_("batch", "plan.toml", cache="other")
    assert re.search(r"[2-4] steps? carried out, [1-9]\d* not changed", told)
    rows = json.loads(mdi_("editions", "list", "--json"))["editions"]
    assert [row["current"] for row in rows] == [True, False]
    shown = json.loads(mdi_("editions", "show", "previous", "--json", cache="third"))
    assert shown["edition"] == rows[1]["edition"]
    assert "1 result the same in both" in mdi_("editions", "diff", cache="third")
    assert rows[1]["edition"] in mdi_("editions", "rollback")
    assert "All is sound" in mdi_("editions", "verify", cache="third")
    mdi_("editions", "prune", "--keep", "1", "--spare", "0")
    store = remote(place_on_s3, tmp_path / "reader", create=False)
    assert store.names() == [rows[1]["edition"]]
    assert len(store.depot.sizes("reports")) == 3
    flip(store.depot, f"editions/{rows[1]['edition']}/catalogue.toml")
    assert "catalogue.toml' is damaged" in mdi_("editions", "verify", code=3)


def test_a_store_that_is_held_is_told_with_the_exit_code_for_schedulers(
    mdi_, tmp_path, place_on_s3, start
):
    publish(remote(place_on_s3, tmp_path / "a"), 2024)
    holder = start("hold", place_on_s3, tmp_path / "b")
    assert f"process {holder.pid}" in mdi_("editions", "rollback", "current", code=75)


def test_a_place_without_a_store_is_told_with_an_exit_code(mdi_, place_on_s3):
    assert f"'{place_on_s3}' is no store of editions" in mdi_("editions", "list", code=5)


@pytest.mark.slow
def test_the_service_serves_what_is_kept_there(tmp_path, place_on_s3):
    from tests.stored import Inputs, grown  # noqa: PLC0415
    from tests.stored import publish as put  # noqa: PLC0415

    store = remote(place_on_s3, tmp_path / "a")
    put(store, Inputs())
    command = [MDI, "serve", "--store", place_on_s3, "--cache", tmp_path / "b", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = _address_in(process)
            second = put(store, grown(1))
            switched = time.monotonic()
            while _edition(address) != second.name:
                assert time.monotonic() - switched < 5
                time.sleep(0.02)
        finally:
            process.terminate()


def _address_in(process):
    for line in process.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if found:
            return found[0]
    raise AssertionError


def _edition(address):
    with urllib.request.urlopen(f"{address}v1/edition", timeout=5) as answer:
        return json.loads(answer.read())["edition"]


def test_duckdb_and_pandas_read_what_is_kept_there_as_it_lies(tmp_path, place_on_s3):
    duckdb = pytest.importorskip("duckdb")
    import pandas as pd  # noqa: PLC0415
    import s3fs  # noqa: PLC0415

    from tests.stored import Inputs  # noqa: PLC0415
    from tests.stored import publish as put  # noqa: PLC0415

    edition = put(remote(place_on_s3, tmp_path / "a"), Inputs())
    storage = s3fs.S3FileSystem()
    with duckdb.connect() as database:
        database.register_filesystem(storage)
        rows = database.sql(f"""
            SELECT count(*) FROM
            read_parquet('{place_on_s3}/editions/{edition.name}/results/**/*.parquet',
                         hive_partitioning = true, union_by_name = true)
        """).fetchall()
    results = edition.manifest.results
    assert rows == [(sum(result.areas for result in results),)]
    one = pd.read_parquet(f"{place_on_s3}/editions/{edition.name}/{results[0].file}")
    assert len(one) == results[0].areas
