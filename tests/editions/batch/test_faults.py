"""Whatever happens in the middle: the store holds the old or the new edition, whole."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store

COMMAND = (sys.executable, "-c", "from mdi.cli import main; main()", "batch")
KILLED = 20


def start(plan, store, *options):
    command = [*COMMAND, str(plan), "--store", str(store.root), *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.fixture
def old(plan, tmp_path):
    """A store that holds an edition of the plan with one weight set."""
    store = Store.open(tmp_path / "store", create=True)
    text = plan.read_text()
    plan.write_text(text.replace(', "equal"', ""))
    Batch(read_plan(plan), store).run()
    plan.write_text(text)
    return store


@pytest.mark.slow
def test_killed_at_twenty_moments_it_holds_one_whole_edition_and_goes_on(plan, old, tmp_path):
    undisturbed = Store.open(tmp_path / "undisturbed", create=True)
    wanted = Batch(read_plan(plan), undisturbed).run().edition
    before = old.current().name
    begun = time.monotonic()
    trial = start(plan, Store.open(tmp_path / "trial", create=True), "--workers", "1")
    trial.communicate(timeout=120)
    whole = time.monotonic() - begun
    rng = random.Random(20)
    for _ in range(KILLED):
        process = start(plan, old, "--workers", "1")
        time.sleep(rng.uniform(0.2, 1.0) * whole)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert old.current().name in {before, wanted}
        assert old.verify("current") == []
    assert Batch(read_plan(plan), old).run().edition == wanted
    assert old.verify() == []
    files = undisturbed.current().manifest.files
    assert old.current().manifest.files == files


def test_interrupted_it_says_so_and_goes_on(plan, old):
    process = start(plan, old, "--workers", "1")
    deadline = time.monotonic() + 60
    done = len(list(old.steps.names()))
    while len(list(old.steps.names())) == done and time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in {0, 130}
    assert "Traceback" not in errors
    assert old.verify("current") == []
    report = Batch(read_plan(plan), old).run()
    assert old.current().name == report.edition


def test_two_at_once_one_stops_and_says_who_is_busy(plan, old):
    with old.lock():
        process = start(plan, old)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 75
    assert str(os.getpid()) in errors
    assert "Traceback" not in errors


def test_two_at_once_one_waits(plan, old):
    with old.lock():
        process = start(plan, old, "--wait", "--workers", "1")
        time.sleep(2)
        waiting = process.poll() is None
    _, errors = process.communicate(timeout=60)
    assert waiting
    assert process.returncode == 0, errors
    assert len(old.history()) == 2
