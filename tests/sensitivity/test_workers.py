"""Draws by the workers of a Dask cluster are those of one process, whoever is lost on the way."""

from __future__ import annotations

import os
import signal
import time
from threading import Thread

import numpy as np
import pytest

import mdi
from mdi.cluster import client as clusters
from mdi.errors import RunError
from mdi.sensitivity import collecting
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.uncertainties.model import load_uncertainties
from mdi.sensitivity.workers import elsewhere
from mdi.sensitivity.workers.packing import packed, unpacked
from mdi.writing import write_result
from tests.sensitivity.simulated import shrinking, simulated

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = pytest.mark.slow

TABLE = simulated(300).table
VARY = ("weights", "sampling")
ENDINGS = ("csv", "json", "parquet")


@pytest.fixture(scope="module")
def cluster():
    with started(2) as found:
        yield found


@pytest.fixture
def small(monkeypatch):
    """Small blocks and pieces, so that there are many."""
    monkeypatch.setattr(collecting, "BLOCK", 32)
    monkeypatch.setattr(elsewhere, "PIECE", 8)


def started(workers, **more):
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=":0", **more
    )


def written(found, folder):
    """The bytes of all files."""
    folder.mkdir()
    paths = [path for end in ENDINGS for path in write_result(found, folder / f"sure.{end}")]
    return {path.name: path.read_bytes() for path in paths}


def kill_one(cluster):
    """A worker dies as if its machine had; its nanny starts another."""
    worker = next(iter(cluster.workers.values()))
    os.kill(worker.pid, signal.SIGKILL)


@pytest.mark.parametrize("vary", [("weights",), VARY])
@pytest.mark.parametrize("workers", [2, 4])
@pytest.mark.usefixtures("small")
def test_workers_one_of_which_is_killed_make_the_same_bytes(workers, vary, tmp_path):
    def told(done, total):
        assert total == 400
        if done == 96:
            kill_one(cluster)

    how = {"vary": vary, "method": shrinking()}
    alone = mdi.sensitivity(TABLE, 400, **how)
    with started(workers) as cluster:
        address = cluster.scheduler_address
        found = mdi.sensitivity(TABLE, 400, scheduler=address, progress=told, **how)
    assert written(found, tmp_path / "workers") == written(alone, tmp_path / "alone")


@pytest.mark.usefixtures("small")
def test_all_workers_killed_one_after_another_lose_nothing(tmp_path):
    def told(done, _total):
        if done in (64, 128, 192):
            kill_one(cluster)

    with started(2) as cluster:
        found = mdi.sensitivity(
            TABLE, 256, vary=VARY, scheduler=cluster.scheduler_address, progress=told
        )
    alone = mdi.sensitivity(TABLE, 256, vary=VARY)
    assert written(found, tmp_path / "workers") == written(alone, tmp_path / "alone")


@pytest.mark.usefixtures("small")
def test_what_was_kept_is_not_made_again_and_the_other_way_round(cluster, tmp_path):
    mdi.sensitivity(TABLE, 96, vary=VARY, keep=tmp_path)
    made = len(list(tmp_path.iterdir()))
    address = cluster.scheduler_address
    found = mdi.sensitivity(TABLE, 160, vary=VARY, keep=tmp_path, scheduler=address)
    assert (made, len(list(tmp_path.iterdir()))) == (3, 5)
    np.testing.assert_array_equal(found.tenths, mdi.sensitivity(TABLE, 160, vary=VARY).tenths)


@pytest.mark.usefixtures("small")
def test_a_kept_block_that_comes_and_goes_meanwhile_is_made_all_the_same(
    cluster, tmp_path, monkeypatch
):
    """The folder is looked at ahead; what is found there at that moment may be gone later."""
    alone = mdi.sensitivity(TABLE, 160, vary=VARY, keep=tmp_path)
    asked, seen = [], collecting.KeptBlocks.find

    def find(self, first, *more):
        asked.append(first)
        return seen(self, first, *more) if (first // 32 + asked.count(first)) % 2 else None

    monkeypatch.setattr(collecting.KeptBlocks, "find", find)
    address = cluster.scheduler_address
    found = mdi.sensitivity(TABLE, 160, vary=VARY, keep=tmp_path, scheduler=address)
    np.testing.assert_array_equal(found.tenths, alone.tenths)
    np.testing.assert_array_equal(found.low, alone.low)


@pytest.mark.usefixtures("small")
def test_an_interruption_takes_back_what_is_queued(cluster):
    def told(done, _total):
        if done >= 32:
            raise KeyboardInterrupt

    address = cluster.scheduler_address
    with pytest.raises(KeyboardInterrupt):
        mdi.sensitivity(TABLE, 4000, vary=VARY, scheduler=address, progress=told)
    with distributed.Client(address) as client:
        for _ in range(100):
            tasks = client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))
            if not tasks:
                break
            time.sleep(0.05)
    assert tasks == 0


@pytest.mark.usefixtures("small")
def test_no_more_is_asked_for_than_a_few_pieces_for_each_thread(cluster, monkeypatch):
    waiting, ask = [], elsewhere.Elsewhere._ask

    def counted(self):
        ask(self)
        waiting.append(len(self._asked))

    monkeypatch.setattr(elsewhere.Elsewhere, "_ask", counted)
    mdi.sensitivity(TABLE, 400, vary=VARY, scheduler=cluster.scheduler_address)
    assert max(waiting) == elsewhere.AHEAD * 2


def test_a_scheduler_that_does_not_answer_is_said():
    with pytest.raises(RunError, match=r"'nonsense://127.0.0.1:1' does not answer"):
        mdi.sensitivity(TABLE, 16, scheduler="nonsense://127.0.0.1:1")


def test_a_scheduler_without_workers_is_said(monkeypatch):
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with started(0) as cluster, pytest.raises(RunError, match="has no workers"):
        mdi.sensitivity(TABLE, 16, scheduler=cluster.scheduler_address)


@pytest.mark.usefixtures("small")
def test_workers_that_leave_for_good_are_not_waited_for(monkeypatch):
    monkeypatch.setattr(clusters, "SILENCE", 0.5)

    def told(done, _total):
        if done == 32:
            cluster.scale(0)

    with started(1) as cluster, pytest.raises(RunError, match="All workers have left"):
        mdi.sensitivity(TABLE, 4000, vary=VARY, scheduler=cluster.scheduler_address, progress=told)


@pytest.mark.usefixtures("small")
def test_a_scheduler_that_is_lost_is_said():
    def told(done, _total):
        if done == 32:
            closing = Thread(target=cluster.close)
            closing.start()
            closing.join()

    cluster = started(1)
    with pytest.raises(RunError, match="was lost"):
        mdi.sensitivity(TABLE, 4000, vary=VARY, scheduler=cluster.scheduler_address, progress=told)


def test_workers_with_another_engine_are_refused_all_at_once(cluster, monkeypatch):
    mine = {**clusters.software(), "mdi": "9.9.9+0123456789ab", "numpy": "1.0"}
    monkeypatch.setattr(clusters, "software", lambda: mine)
    with pytest.raises(RunError, match="Not all workers have the engine") as caught:
        mdi.sensitivity(TABLE, 16, scheduler=cluster.scheduler_address)
    assert len(caught.value.problems) == 2
    assert "(expected 9.9.9+0123456789ab), numpy" in str(caught.value.problems[0])


def test_a_worker_that_joins_later_with_another_engine_is_refused(cluster, monkeypatch):
    monkeypatch.setattr(elsewhere, "software", lambda: {"mdi": "9.9.9"})
    with pytest.raises(RunError, match="A worker that joined has another engine"):
        mdi.sensitivity(TABLE, 16, scheduler=cluster.scheduler_address)


@pytest.mark.parametrize(
    ("vary", "tables"), [(("weights",), 1), (VARY, 4), (("sampling", "rounding", "choices"), 6)]
)
def test_what_is_drawn_is_sent_compactly(vary, tables):
    """Eighteen combinations of choices have as many tables of noise, which are all the same."""
    result = mdi.compute(TABLE, method=shrinking())
    drawing = prepare(result, Sources.of(load_uncertainties(vary), result), 64, 1)
    content = packed(drawing)
    assert len(content) < tables * TABLE.values.nbytes + 50_000
    again, ranks = unpacked(content), np.empty((2, 9, len(drawing.areas)), np.uint16)
    drawing.fill(5, ranks[0])
    again.fill(5, ranks[1])
    np.testing.assert_array_equal(*ranks)
