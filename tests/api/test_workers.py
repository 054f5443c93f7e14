"""Several workers: one port, one set of counts, one edition, and one word to stop them all."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from api.workers import ALONE, FRUGAL
from mdi.editions.store.store import Store
from tests.api.serving import ROOT, START, serving
from tests.stored import grown, publish

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="workers are stopped by signals of POSIX"
)


def processes(service):
    """The process of every worker, as the counts tell."""
    text = service.get("/metrics")[2].decode()
    return [
        int(each) for each in re.findall(r"^mdi_worker_process\{.*\} (\d+)$", text, re.MULTILINE)
    ]


def gone(process, patience=20.0):
    """Until a process is no more."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def crowd(service, address, count):
    with ThreadPoolExecutor(8) as pool:
        return [answer[0] for answer in pool.map(service.get, [address] * count)]


@pytest.fixture
def two(squareland, tmp_path):
    with serving(tmp_path, "--data", squareland, "--workers", 2) as service:
        yield service


def test_two_workers_answer_and_add_up(two):
    workers = processes(two)
    assert len(set(workers)) == 2
    assert two.process.pid not in workers
    assert crowd(two, "/v1/index/GM0001", 100) == [200] * 100
    for _ in range(10):  # whoever of them is asked
        text = two.get("/metrics")[2].decode()
        assert 'route="/v1/index/{code}",method="GET",status="200"} 100\n' in text
    body = json.dumps({"weights": {"weights": {"income": 2, "work": 1}}})
    answers = [
        two.get("/v1/index", "POST", body, content_type="application/json") for _ in range(8)
    ]
    assert {answer[0] for answer in answers} == {200}


def test_a_worker_that_dies_is_started_again_and_its_counts_stay(two):
    crowd(two, "/v1/index/GM0001", 20)
    before = processes(two)
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 30
    after = before
    while set(after) & {before[0]} or len(after) < 2:
        assert time.monotonic() < until, two.log.read_text()
        time.sleep(0.1)
        with suppress(OSError):
            after = processes(two)
    assert before[1] in after
    assert "died" in two.log.read_text()
    text = two.get("/metrics")[2].decode()
    assert 'route="/v1/index/{code}",method="GET",status="200"} 20\n' in text


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_all(two, how):
    workers = processes(two)
    assert two.stop(how) == 0
    assert all(gone(worker, 1) for worker in workers)
    assert "Traceback" not in two.log.read_text()


def test_workers_leave_when_the_first_process_is_killed(two):
    workers = processes(two)
    two.stop(signal.SIGKILL)
    assert all(gone(worker) for worker in workers)


def test_a_request_that_runs_is_answered_by_its_worker(two):
    body = json.dumps({"weights": {"weights": {"income": 2, "work": 1}}}).encode()
    head = b"POST /v1/index HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    with two.connect() as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
        time.sleep(0.3)
        two.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        connection.sendall(body[5:])
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
    assert two.process.wait(20) == 0


def test_what_cannot_be_served_is_told_once_and_the_exit_code_says_so(tmp_path):
    done = subprocess.run(
        [*START, "--data", str(tmp_path), "--workers", "2"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 5
    assert "catalogue.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Map and API" not in done.stderr


def test_both_follow_the_store(tmp_path):
    store = Store.open(tmp_path / "store", create=True)
    publish(store, grown(1))
    with serving(tmp_path, "--store", store.root, "--workers", 2) as service:
        second = publish(store, grown(2)).name
        until = time.monotonic() + 10
        while {service.get("/v1/edition")[1]["x-edition"] for _ in range(20)} != {second}:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells its threads")
def test_what_workers_are_forked_from_has_no_threads():
    """A lock that a thread holds at that moment would stay locked in the worker for ever."""
    code = "import os, api.preloaded; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **FRUGAL, **ALONE},
        check=True,
    )
    assert done.stdout.strip() == "1"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells it")
def test_two_workers_share_their_memory(two):
    """Each alone has all that it has imported, and much of that together with the other."""
    for address in ("/v1/index", "/v1/choropleth/index", "/v1/legend/index"):
        crowd(two, address, 20)
    for worker in processes(two):
        text = Path(f"/proc/{worker}/smaps_rollup").read_text()
        size, share = (
            int(re.search(rf"^{name}: +(\d+)", text, re.MULTILINE)[1]) for name in ("Rss", "Pss")
        )
        assert share < 0.6 * size
        assert share < 150_000
    assert sys.platform == "linux"
