"""`mdi serve` as a real process: it answers, it stops, and it says why it cannot."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from mdi.editions.embedded import AREAS, SEED
from mdi.version import __version__

MDI = str(Path(sys.executable).with_name("mdi"))


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def serving(*arguments, **environment):
    """The process, ended at the latest when the test is."""
    process = subprocess.Popen(
        [MDI, "serve", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200", **environment},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def get(address, patience=20.0):
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return json.loads(answer.read())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def end(process, how=signal.SIGINT):
    process.send_signal(how)
    _, told = process.communicate(timeout=15)
    return process.returncode, told


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_folder_is_served_until_it_is_stopped(squareland, how):
    port = free_port()
    with serving("--data", squareland, "--port", port) as process:
        assert get(f"http://127.0.0.1:{port}/v1/health")["status"] == "ok"
        assert get(f"http://127.0.0.1:{port}/v1/index?limit=1")["matched"] == 30
        code, told = end(process, how)
    assert code in ({0, 130} if how == signal.SIGINT else {0, 143, -15})
    assert "Traceback" not in told
    assert f"http://127.0.0.1:{port}/" in told


def test_port_0_takes_a_free_port_and_names_it(squareland):
    with serving("--data", squareland, "--port", 0) as process:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        assert int(found[1]) > 0
        assert get(f"http://127.0.0.1:{found[1]}/v1/health")["status"] == "ok"


def test_a_port_in_use_is_told(squareland):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving("--data", squareland, "--port", port) as process:
            said, told = process.communicate(timeout=20)
    assert process.returncode not in {0, 1}
    assert "Traceback" not in said + told
    assert str(port) in told
    assert "in use" in told
    assert "Map and API" not in told


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_a_port_that_is_none_is_told(mdi_, squareland, port):
    ran = mdi_("serve", "--data", squareland, "--port", port)
    assert ran.code == 2
    assert "--port" in ran.all


def test_a_folder_without_a_catalogue_is_told(mdi_, here):
    ran = mdi_("serve", "--data", here, "--port", 0)
    assert ran.code == 5
    assert "catalogue.toml" in ran.all


def test_a_port_is_given_back_when_there_is_nothing_to_serve(mdi_, here, monkeypatch):
    taken: list[socket.socket] = []
    real = socket.create_server

    def take(*given, **named):
        taken.append(real(*given, **named))
        return taken[-1]

    monkeypatch.setattr(socket, "create_server", take)
    assert mdi_("serve", "--data", here, "--port", 0).code == 5
    given_back = [port.fileno() == -1 for port in taken]
    for port in taken:
        port.close()
    assert all(given_back)


def test_a_folder_that_is_no_store_is_told(mdi_, here):
    ran = mdi_("serve", "--store", here, "--port", 0)
    assert ran.code == 5
    assert "no store of editions" in ran.all


def test_a_folder_and_a_store_at_once_are_told(mdi_, squareland, here):
    ran = mdi_("serve", "--data", squareland, "--store", here, "--port", 0)
    assert ran.code == 2
    assert "not both" in ran.all


def test_without_arguments_the_invented_country_is_served(squareland, tmp_path):
    """The one in the cache of the user; here Squareland lies there."""
    cached = tmp_path / "mdi" / f"sample-{__version__}-{AREAS}-{SEED}"
    shutil.copytree(squareland, cached)
    with serving("--port", 0, XDG_CACHE_HOME=str(tmp_path)) as process:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
        assert get(f"http://127.0.0.1:{found[1]}/v1/catalogue")["title"]["en"] == "Squareland"
        assert get(f"http://127.0.0.1:{found[1]}/v1/edition")["edition"] is None


@pytest.mark.parametrize("content", ["", "title = ", "tables = []"])
def test_a_catalogue_that_does_not_hold_up_is_told(mdi_, here, content):
    (here / "catalogue.toml").write_text(content)
    ran = mdi_("serve", "--data", here, "--port", 0)
    assert ran.code == 4
    assert "catalogue" in ran.all


def test_a_host_that_is_none_is_told(squareland):
    with serving("--data", squareland, "--host", "no.such.host.invalid", "--port", 0) as process:
        said, told = process.communicate(timeout=20)
    assert process.returncode not in {0, 1}
    assert "Traceback" not in said + told
    assert "no.such.host.invalid" in told


def test_the_command_is_there_as_a_program(squareland, tmp_path):
    place = ["--source", "sample", "--level", "municipality", "--year", "2021"]
    table = str(squareland / "municipality_2021.parquet")
    done = subprocess.run(
        [MDI, "compute", table, *place, "--out", "mdi.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mdi.csv").read_text().startswith("area_code,area_name,index,rank,decile")
