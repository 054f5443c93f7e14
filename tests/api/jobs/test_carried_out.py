"""Jobs from the request to the edition, by real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from contextlib import suppress
from itertools import pairwise

import pytest

from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from tests.api.jobs.office import gone, processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are ended by POSIX signals")


def served(service, edition, patience=20):
    """Until the service serves an edition."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if json.loads(service.get("/v1/edition")[2])["edition"] == edition:
            return True
        time.sleep(0.1)
    return False


def test_a_job_publishes_an_edition_that_the_service_serves(office):
    with office.serving() as jobs:
        before = office.store.current().name
        job = jobs.start("nightly")
        with jobs.stream(job) as stream:
            events = list(stream)
        document = jobs.one(job)
        assert document["status"] == "done"
        assert document["published"]
        assert document["edition"] == office.store.current().name != before
        assert document["problems"] == []
        progress = document["progress"]
        assert progress["done"] == progress["total"] > 5
        assert (progress["rate"] > 0, progress["remaining"]) == (True, 0)
        assert document["asked"] <= document["begun"] <= document["ended"]
        assert served(jobs.service, document["edition"])
        assert jobs.service.get("/v1/index?year=2025")[0] == 200

        assert [event["id"] for event in events] == list(range(1, len(events) + 1))
        told = [event["data"]["status"] for event in events if event["event"] == "status"]
        assert told == ["waiting", "running", "done"]
        assert events[-1]["data"] == document
        steps = [event["data"]["progress"]["done"] for event in events]
        assert steps == sorted(steps)
        assert len(set(steps)) > 2
        assert events[-1]["came"] - events[0]["came"] > 0.5  # as they came, not at the end
        with jobs.stream(job, after=events[2]["id"]) as stream:
            assert [event["id"] for event in stream] == [event["id"] for event in events[3:]]
        log = jobs.log(job)
        for step in ("check municipality 2025", "result municipality 2025 · mdi_nl · imd"):
            assert step in log
        assert office.store.verify() == []
        (report,) = (office.folder / "store" / "reports").glob("*.json")
        assert json.loads(report.read_text())["edition"] == document["edition"]

        again = jobs.until(jobs.start("nightly"), status="done")
        assert again["edition"] == document["edition"]
        assert not again["published"]
        assert again["progress"]["total"] == 0


def test_a_plan_that_does_not_hold_up_tells_its_problems_and_the_next_job_runs(office):
    plans = office.folder / "plans"
    shutil.copytree(plans / "sample", plans / "broken")
    (plans / "broken" / "indicators_municipality_2025.parquet").write_bytes(b"no table")
    nightly = (plans / "nightly.toml").read_text()
    (plans / "damaged.toml").write_text(nightly.replace('"sample"', '"broken"'))
    (plans / "missing.toml").write_text(nightly.replace('"sample"', '"nowhere"'))
    (plans / "many.toml").write_text('catalogue = "sample"\nweights = ["a"]\nmethods = ["b"]\n')
    before = office.store.current().name
    with office.serving() as jobs:
        started = {name: jobs.start(name) for name in ("damaged", "missing", "many", "nightly")}
        damaged = jobs.until(started["damaged"], status="failed")
        assert "nothing was published" in damaged["detail"]
        (what,) = [each["what"] for each in damaged["problems"]]
        assert "indicators_municipality_2025.parquet" in what
        missing = jobs.until(started["missing"], status="failed")
        assert "nowhere" in json.dumps(missing["problems"])
        many = jobs.until(started["many"], status="failed")
        assert len(many["problems"]) == 2
        assert all(job["edition"] is None for job in (damaged, missing, many))
        assert jobs.until(started["nightly"], status="done")["published"]
        assert [each.edition for each in office.store.history()][:-1] == [before]
        assert "Traceback" not in "".join(map(jobs.log, started.values()))


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(office):
    before = office.store.current().name
    with office.serving() as jobs:
        document = jobs.until(jobs.start("nightly", dry_run=True), status="done")
    foretold = {(each["kind"], each["what"]): each["why"] for each in document["foretold"]}
    assert foretold["result", "municipality 2025 · mdi_nl · imd"] == "new"
    assert ("result", "municipality 2024 · mdi_nl · imd") not in foretold
    assert document["edition"] is None
    assert office.store.current().name == before
    assert len(office.store.history()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_runs_is_broken_off_and_the_store_stays_whole(office, workers):
    before = office.store.current().name
    with office.serving(job_workers=workers) as jobs:
        job = jobs.start("long")
        waiting = jobs.start("nightly")
        jobs.until(job, status="running", done=3)
        assert jobs.one(waiting)["status"] == "waiting"
        status, _, told = jobs.ask("DELETE", f"/{job}")
        assert (status, told["status"], told["cancelling"]) == (202, "running", True)
        begun = time.monotonic()
        document = jobs.until(job, status="cancelled")
        assert time.monotonic() - begun < 15
        assert not document["cancelling"]
        assert document["edition"] is None
        (process,) = processes(jobs.log(job))
        assert gone(process, 10)
        assert office.store.current().name == before
        assert office.store.verify() == []
        status, _, told = jobs.ask("DELETE", f"/{job}")
        assert (status, told) == (200, document)
        assert jobs.until(waiting, status="done")["published"]
    assert office.store.verify() == []


@pytest.mark.slow
def test_a_job_goes_on_when_the_service_is_killed_and_another_tells_of_it(office):
    with office.serving() as jobs:
        job = jobs.start("long")
        jobs.until(job, status="running", done=2)
        jobs.service.stop(signal.SIGKILL)
    with office.serving() as jobs:
        assert jobs.one(job)["status"] == "running"
        with jobs.stream(job) as stream:
            *_, last = stream
        assert last["data"]["status"] == "done"
        assert last["data"]["starts"] == 1
        assert last["data"]["edition"] == office.store.current().name
    assert office.store.verify() == []


@pytest.mark.slow
def test_a_service_that_stops_leaves_its_job_alone_and_ends_its_streams(office):
    with office.serving() as jobs:
        job = jobs.start("long")
        with jobs.stream(job) as stream:
            seen = [next(stream) for _ in range(4)]
            assert jobs.service.stop(signal.SIGTERM, patience=10) == -signal.SIGTERM
            seen += list(stream)
        assert seen[-1]["data"]["status"] == "running"
    with office.serving() as jobs, jobs.stream(job, after=seen[-1]["id"]) as stream:
        rest = list(stream)
        assert [each["id"] for each in seen + rest] == list(range(1, rest[-1]["id"] + 1))
        assert (rest[-1]["data"]["status"], rest[-1]["data"]["starts"]) == ("done", 1)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_with_its_service_a_job_goes_on_with_the_next_one(office, workers):
    plan = read_plan(office.folder / "plans" / "long.toml")
    elsewhere = Store.open(office.folder / "undisturbed", create=True)
    wanted = Batch(plan, elsewhere).run(workers=2).edition
    before = office.store.current().name
    with office.serving(job_workers=workers) as jobs:
        job, waiting = jobs.start("long"), jobs.start("nightly")
        first = jobs.until(job, status="running", done=3)
        jobs.service.stop(signal.SIGKILL)
        (process,) = processes(office.place.job(job).log.read_text())
        os.kill(process, signal.SIGKILL)  # and nothing else: what it started leaves with it
        assert gone(process)
    assert office.store.current().name == before
    assert office.store.verify("current") == []
    with office.serving(job_workers=workers) as jobs:
        document = jobs.until(job, status="done")
        assert document["starts"] == 2
        assert document["edition"] == wanted
        assert document["begun"] == first["begun"]
        assert document["progress"]["total"] < first["progress"]["total"]
        assert jobs.until(waiting, status="done")["starts"] == 1
    assert office.store.verify() == []


@pytest.mark.slow
def test_any_worker_tells_of_any_job_and_one_starts_each(office):
    with office.serving(workers=2) as jobs:
        started = [jobs.start(plan) for plan in ("nightly", "first", "nightly")]
        last = jobs.until(started[-1], status="done")
        for job in started:
            told = [jobs.one(job) for _ in range(12)]
            assert all(each == told[0] for each in told)
            assert (told[0]["status"], told[0]["starts"]) == ("done", 1)
            assert len(processes(jobs.log(job))) == 1
        ends = [jobs.one(job) for job in started]
        assert all(a["ended"] <= b["begun"] for a, b in pairwise(ends))
        assert served(jobs.service, last["edition"])


@pytest.mark.slow
def test_when_the_worker_that_starts_jobs_dies_another_does(office):
    with office.serving(workers=2) as jobs:
        done = jobs.until(jobs.start("first"), status="done")
        log = jobs.service.get("/metrics")[2].decode()
        workers = [int(line.split()[-1]) for line in log.splitlines() if is_worker(line)]
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
            time.sleep(2)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(OSError):
                document = jobs.until(jobs.start("nightly"), status="done")
                break
            time.sleep(0.2)
        assert document["edition"] != done["edition"]
        assert document["starts"] == 1


def is_worker(line):
    return line.startswith("mdi_worker_process{")
