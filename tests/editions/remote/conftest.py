"""Places on several kinds of storage, and the processes that share them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="the extra `remote` is not installed")

from mdi.editions.remote import kinds, locks
from mdi.editions.remote.store import RemoteStore
from tests.editions.remote.storages import BUCKET, KEYS, remote, s3_server

ROOT = Path(__file__).parents[3]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3, with an empty bucket, known to the environment."""
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    pytest.importorskip("moto", reason="moto is not installed")
    with (
        s3_server(tmp_path_factory.mktemp("s3") / "log") as address,
        pytest.MonkeyPatch.context() as patched,
    ):
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": address}.items():
            patched.setenv(name, value)
        import s3fs  # noqa: PLC0415

        s3fs.S3FileSystem(skip_instance_cache=True).mkdir(BUCKET)
        yield address


@pytest.fixture(params=["memory", "file", "unknown", "s3"])
def place(request, tmp_path, monkeypatch) -> str:
    """An empty place on each kind of storage, and on one of which nothing is known."""
    if request.param == "s3":
        request.getfixturevalue("s3")
        return f"s3://{BUCKET}/{secrets.token_hex(4)}"
    if request.param == "unknown":
        monkeypatch.setitem(kinds.KINDS, "file", kinds.OTHER)
    if request.param in {"file", "unknown"}:
        return f"file://{tmp_path}/kept"
    return f"memory://{secrets.token_hex(4)}"


@pytest.fixture
def place_in_memory() -> str:
    """An empty place in the memory of this process."""
    return f"memory://{secrets.token_hex(4)}"


@pytest.fixture
def place_on_s3(s3) -> str:  # noqa: ARG001
    """An empty place behind a real server."""
    return f"s3://{BUCKET}/{secrets.token_hex(4)}"


@pytest.fixture
def store(place, tmp_path) -> RemoteStore:
    """An empty store on each kind of storage."""
    return remote(place, tmp_path / "cache")


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    """Nobody is slow here, so that little patience does."""
    monkeypatch.setattr(locks, "BEAT", 0.05)
    monkeypatch.setattr(locks, "LOOK", 0.02)
    monkeypatch.setattr(locks, "PATIENCE", 0.5)
    monkeypatch.setattr(locks, "SETTLE", 0.01)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `tests.editions.remote.storages` in another process, and wait for its first word."""
    running = []

    def started(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.editions.remote.storages", *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline()
        return process

    yield started
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()
