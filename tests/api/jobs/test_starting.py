"""Who starts a job, how often, and what becomes of one that is interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from threading import Event, Thread

import pytest

from api.jobs import runner, starting, states
from api.jobs.body import NewJob
from api.jobs.desk import Desk
from api.jobs.errand import Errand
from api.jobs.job import ENDED
from api.jobs.starting import Starter


@pytest.fixture
def desk(office):
    return Desk(office.settings(job_starts=2))


@pytest.fixture
def starter(desk):
    """A starter; its last process has ended with the test."""
    made = Starter(desk, lambda: False)
    yield made
    if made._started:
        made._started[1].wait(60)


@pytest.fixture
def idle(monkeypatch):
    """Processes of jobs end at once; tells how many there were, by their exit code."""

    def ending(code):
        monkeypatch.setattr(starting, "COMMAND", (sys.executable, "-c", f"exit({code})"))

    return ending


def asked(desk, plan="first"):
    return desk.ask(NewJob(plan=plan), "planner")


def running(job):
    """As its process writes it down."""
    job.tell("status", states.begun(job.state()))


def until_it_ends(starter):
    starter._started[1].wait(60)


def test_jobs_are_started_in_the_order_of_asking_one_at_a_time(desk, starter):
    jobs = [asked(desk) for _ in range(3)]
    for job in jobs:
        starter.look()
        assert starter._started[0].id == job.id
        starter.look()
        assert starter._started[0].id == job.id
        until_it_ends(starter)
        assert job.state().status == "done"
    starter.look()
    assert starter._started is None


def test_none_is_started_while_the_service_stops(desk):
    asked(desk)
    starter = Starter(desk, lambda: True)
    starter.look()
    assert starter._started is None


def test_none_is_started_while_one_runs_that_another_service_started(desk, starter):
    first, second = asked(desk), asked(desk)
    running(first)
    with desk.place.alone() as alone:
        assert alone
        starter.look()
        assert starter._started is None
        assert first.state().status == "running"
    starter.look()
    assert starter._started[0].id == first.id
    assert second.state().status == "waiting"


def test_a_job_that_is_interrupted_again_and_again_has_failed(desk, starter):
    job = asked(desk)
    for start in (1, 2):
        running(job)
        assert starter._next() is not None or start == 2
    state = job.state()
    assert (state.status, state.starts) == ("failed", 2)
    assert "interrupted in each of its 2 starts" in state.detail
    assert state.ended


def test_a_process_that_dies_before_it_begins_is_not_started_for_ever(desk, starter, idle):
    idle(1)
    job = asked(desk)
    for _ in range(5):
        starter.look()
        if starter._started:
            until_it_ends(starter)
    assert (job.state().status, job.state().starts) == ("failed", 2)


def test_a_job_that_was_told_to_stop_and_died_is_cancelled(desk, starter):
    job = asked(desk)
    running(job)
    desk.cancel(job)
    assert job.state().status == "running"
    starter.look()
    assert job.state().status == "cancelled"
    assert starter._started is None


def test_a_plan_that_is_gone_meanwhile_is_told(desk, starter, office):
    (office.folder / "plans" / "other.toml").touch()
    job, following = asked(desk, "other"), asked(desk)
    (office.folder / "plans" / "other.toml").unlink()
    starter.look()
    assert job.state().status == "failed"
    assert "no plan 'other'" in job.state().detail
    starter.look()
    assert starter._started[0].id == following.id


def test_a_damaged_job_keeps_no_other_from_running(desk, starter, caplog):
    bad, good = asked(desk), asked(desk)
    (bad.folder / "events.jsonl").write_text("no json\n")
    starter.look()
    assert starter._started[0].id == good.id
    assert bad.id in caplog.text


def test_one_of_two_starters_starts(desk, monkeypatch):
    monkeypatch.setattr(starting, "PAUSE", 0.02)
    left = [Event(), Event()]
    starters = [Starter(desk, each.is_set) for each in left]
    looked = []
    for number, starter in enumerate(starters):
        monkeypatch.setattr(starter, "look", lambda number=number: looked.append(number))
    threads = [
        Thread(target=starter.work, args=(each,))
        for starter, each in zip(starters, left, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    (first,) = set(looked)
    left[first].set()
    threads[first].join(5)
    looked.clear()
    time.sleep(0.5)
    assert set(looked) == {1 - first}
    left[1 - first].set()
    threads[1 - first].join(5)


def test_what_keeps_jobs_from_starting_is_told_once(desk, starter, monkeypatch, caplog):
    asked(desk)
    monkeypatch.setattr(starting, "COMMAND", ("/no/such/command",))
    for _ in range(3):
        starter._try()
    assert caplog.text.count("cannot be started") == 1


def errand(office, job, **more):
    given = {
        "jobs": office.folder / "jobs",
        "id": job.id,
        "plan": office.folder / "plans" / f"{job.wish().plan}.toml",
        "store": str(office.folder / "store"),
        "cache": None,
        "workers": 1,
    }
    return Errand(**{**given, **more})


def test_of_two_processes_for_one_job_one_carries_it_out(desk, office):
    job = asked(desk)
    processes = [
        subprocess.Popen(starting.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    for process in processes:
        process.communicate(errand(office, job).model_dump_json().encode(), timeout=60)
    assert [process.returncode for process in processes] == [0, 0]
    told = [event.state.status for event in job.events().new() if event.kind == "status"]
    assert told == ["waiting", "running", "done"]


def test_a_job_that_was_cancelled_before_its_process_began_never_runs(desk, office):
    job = asked(desk)
    desk.cancel(job)
    runner.run(errand(office, job))
    assert (job.state().status, job.state().starts) == ("cancelled", 0)


def test_our_own_mistakes_are_told_as_such(desk, office, monkeypatch, capsys):
    job = asked(desk)

    def broken(_):
        raise KeyError(str(office.folder))

    monkeypatch.setattr(runner, "read_plan", broken)
    runner.run(errand(office, job))
    state = job.state()
    assert (state.status, state.detail) == ("failed", states.MISTAKE)
    assert "KeyError" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="processes are ended by POSIX signals")
def test_a_process_that_is_told_to_end_leaves_the_job_to_another(desk, office, starter):
    job = asked(desk, "long")
    starter.look()
    process = starter._started[1]
    until = time.monotonic() + 60
    while job.state().progress.done < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    process.terminate()
    assert process.wait(20) == 0
    assert job.state().status == "running"  # until somebody looks
    assert "interrupted" in job.said().decode()
    assert "Traceback" not in job.said().decode()
    assert office.store.verify() == []
    assert starter._next().id == job.id
    assert job.state().status == "waiting"
    assert job.state().status not in ENDED


def test_a_disk_that_is_full_ends_the_process_and_not_the_service(desk, starter, monkeypatch):
    job = asked(desk)
    running(job)

    def full(*_, **__):
        raise OSError(28, "No space left on device", str(job.folder))

    monkeypatch.setattr("api.jobs.job.add_line", full)
    starter._try()
    assert job.state().status == "running"
    monkeypatch.undo()
    starter._try()
    assert starter._started[0].id == job.id


def test_the_service_does_not_load_what_only_jobs_need():
    told = (
        "import api.app, sys; print([m for m in sys.modules if m.startswith('mdi.editions.batch')])"
    )
    done = subprocess.run((sys.executable, "-c", told), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
