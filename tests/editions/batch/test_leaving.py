"""A batch that is ended leaves no process behind, and is not waited for."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from mdi.editions.batch.marks import software
from mdi.editions.batch.report import Report
from mdi.editions.store.store import Store

COMMAND = (sys.executable, "-c", "from mdi.cli import main; main()", "batch")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are ended by POSIX signals")


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


@pytest.fixture
def running(plan, store):
    """A batch with two processes that has finished a step."""
    command = [*COMMAND, str(plan), "--store", str(store.root), "--workers", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while not list(store.steps.names()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)
    yield process
    process.communicate()


def gone(group, patience=20):
    """Until nothing is left of a group of processes."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_what_it_started_leaves_with_it_when_it_is_killed(running, store):
    os.kill(running.pid, signal.SIGKILL)
    running.wait(10)
    assert gone(running.pid)
    with store.lock():  # free, though nobody gave it back
        assert store.current() is None


def test_work_that_is_under_way_is_not_waited_for(running, store):
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode in {0, 130}
    assert "Traceback" not in errors
    assert gone(running.pid)
    assert store.verify() == []


def test_a_report_of_a_run_that_was_broken_off_needs_nothing_that_is_not_loaded(monkeypatch):
    report = Report()

    def broken_off():
        raise AttributeError("partially initialized module")

    monkeypatch.setattr("mdi.editions.batch.report.software", broken_off)
    assert json.loads(report.written())["software"] == software()
