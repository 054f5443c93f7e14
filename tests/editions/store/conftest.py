"""A store to work in, and other processes that do the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mdi.editions.store.store import Store

ROOT = Path(__file__).parents[3]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store.open(tmp_path / "store", create=True)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `tests.editions.store.making` in another process, and wait for its first word."""
    running = []

    def started(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.editions.store.making", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline()
        return process

    yield started
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()
