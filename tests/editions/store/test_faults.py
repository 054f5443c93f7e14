"""Killed, out of room or forbidden to write: the store holds the old edition or the new one."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mdi.editions.store.store import Store
from mdi.errors import StoreWriteError
from tests.editions.store.conftest import ROOT
from tests.editions.store.making import LARGE, contents, publish

MOMENTS = 20
FEW = {"steps": 2, "size": 100}
NOBODY = 65534
WRITING = ("open", "fsync", "replace", "link", "mkdir", "write")
REMOVING = ("unlink", "rmdir")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, bytes]:
    """The new edition as a run makes it that nobody disturbs."""
    store = Store.open(tmp_path_factory.mktemp("undisturbed") / "store", create=True)
    publish(store, 2024)
    return contents(publish(store, 2025).folder)


def assert_whole(root: Path, old: str, new: str | None = None) -> str:
    """The store holds the old edition or the new one, whole; which."""
    store = Store.open(root)
    assert store.verify() == []
    current = store.current()
    assert current is not None
    assert current.name in {old, new}
    return current.name


@pytest.mark.slow
def test_killed_at_twenty_random_moments_it_holds_the_old_or_the_new_edition(tmp_path, start):
    calm = Store.open(tmp_path / "calm", create=True)
    old = publish(calm, 2024).name
    begun = time.monotonic()
    new = start("publish", calm.root, 2025).communicate()[0].strip()
    lasted = time.monotonic() - begun
    expected = contents(calm.folder_of(new))
    chance, killed = random.Random(), 0
    for moment in range(MOMENTS):
        root = tmp_path / f"store-{moment}"
        publish(Store.open(root, create=True), 2024)
        process = start("publish", root, 2025)
        time.sleep(lasted * chance.random() ** 2)  # the way there takes most of the time
        process.kill()
        killed += process.wait() != 0
        assert_whole(root, old, new)
        again = publish(Store.open(root), 2025, **LARGE)
        assert contents(again.folder) == expected
        assert Store.open(root).verify() == []
        assert not list((root / ".unfinished").iterdir())
    assert killed >= MOMENTS // 4


class Failing:
    """Calls of the system that fail from a certain one on, and are counted."""

    def __init__(self, monkeypatch, names: tuple[str, ...], number: int, how: int) -> None:
        self.calls, self.number, self.how = 0, number, how
        for name in names:
            monkeypatch.setattr(os, name, self._wrapped(getattr(os, name)))

    def _wrapped(self, call: Callable) -> Callable:
        def wrapped(*arguments, **options):
            self.calls += 1
            if self.calls >= self.number:
                raise OSError(self.how, os.strerror(self.how))
            return call(*arguments, **options)

        return wrapped


def calls_of_a_run(root: Path, names: tuple[str, ...]) -> int:
    """How many calls of the system the new edition takes."""
    store = Store.open(root, create=True)
    publish(store, 2024, **FEW)
    with pytest.MonkeyPatch.context() as patched:
        failing = Failing(patched, names, sys.maxsize, 0)
        publish(store, 2025, **FEW)
    return failing.calls


@pytest.mark.parametrize(
    ("names", "how"),
    [
        pytest.param(WRITING, errno.ENOSPC, id="the disk is full, and only removing goes on"),
        pytest.param((*WRITING, *REMOVING), errno.EIO, id="the disk is gone, as at a power cut"),
    ],
)
def test_whichever_call_fails_the_store_is_whole(tmp_path, names, how):
    """Every call of the system that a run makes, one after another."""
    calm = Store.open(tmp_path / "calm", create=True)
    expected, published = contents(publish(calm, 2025, **FEW).folder), 0
    for number in range(1, calls_of_a_run(tmp_path / "counted", names) + 1):
        store = Store.open(tmp_path / f"{number}", create=True)
        old = publish(store, 2024, **FEW).name
        with pytest.MonkeyPatch.context() as patched:
            Failing(patched, names, number, how)
            with suppress(StoreWriteError):
                publish(Store.open(store.root), 2025, **FEW)
        published += assert_whole(store.root, old, calm.current().name) != old
        assert contents(publish(Store.open(store.root), 2025, **FEW).folder) == expected
        assert Store.open(store.root).verify() == []
    assert 0 < published < number / 2  # what comes after the switch is little


def test_a_full_disk_is_told_in_words(store, monkeypatch):
    with monkeypatch.context() as patched:
        Failing(patched, ("fsync",), 1, errno.ENOSPC)
        with pytest.raises(StoreWriteError) as raised:
            store.put(b"hello")
    assert "No space left on device" in str(raised.value)
    assert "stays as it was; make room and run again" in str(raised.value)
    assert raised.value.exit_code == 74
    assert not list((store.root / ".unfinished").iterdir())


def test_where_files_may_not_grow_the_store_is_whole(store, undisturbed):
    """A limit of the system on the size of files: a write that really stops halfway."""
    resource = pytest.importorskip("resource")
    old = publish(store, 2024).name
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, before[1]))
    try:
        with pytest.raises(StoreWriteError, match="too large"):
            publish(store, 2025)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert assert_whole(store.root, old) == old
    assert contents(publish(store, 2025).folder) == undisturbed


ON_A_SMALL_DISK = """
import os, subprocess, sys
from pathlib import Path
from mdi.editions.store.store import Store
from mdi.errors import StoreWriteError
from tests.editions.store.making import LARGE, contents, publish
from tests.editions.store.test_faults import assert_whole

disk = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", disk], check=True)
print("mounted", flush=True)
root = disk / "store"
old = publish(Store.open(root, create=True), 2024).name
try:
    publish(Store.open(root), 2025, **LARGE)
    raise SystemExit("the disk is not full")
except StoreWriteError as error:
    assert "No space left on device" in str(error), error
assert assert_whole(root, old) == old
subprocess.run(["mount", "-o", "remount,size=16m", disk], check=True)
edition = publish(Store.open(root), 2025, **LARGE)
assert Store.open(root).verify() == []
calm = publish(Store.open(disk / "calm", create=True), 2025, **LARGE)
assert contents(edition.folder) == contents(calm.folder)
print("whole")
"""


def test_on_a_disk_that_is_really_full_the_store_is_whole(tmp_path):
    """A small disk of our own, where the system lets us have one."""
    command = ["unshare", "--mount", "--map-root-user", sys.executable, "-c", ON_A_SMALL_DISK]
    try:
        ran = subprocess.run(
            [*command, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no `unshare` here to make a small disk with")
    if "mounted" not in ran.stdout:
        pytest.skip(f"a small disk cannot be made here: {ran.stderr.strip().splitlines()[-1]}")
    assert ran.stdout.split() == ["mounted", "whole"], ran.stderr


@pytest.fixture
def forbidden():
    """A store where we may read and not write."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        store = Store.open(Path(place) / "store", create=True)
        publish(store, 2024)
        folders = [store.root, *(each for each in store.root.rglob("*") if each.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # to whom nothing is forbidden
            os.seteuid(NOBODY)
        try:
            yield Store.open(store.root)
        finally:
            if hasattr(os, "getuid") and os.getuid() == 0:
                os.seteuid(0)
            for folder in folders:
                folder.chmod(0o755)


def test_where_we_may_only_read_all_can_be_read_and_nothing_written(forbidden):
    assert forbidden.verify() == []
    assert forbidden.current().name == forbidden.history()[0].edition
    for change in (
        lambda: forbidden.put(b"new"),
        lambda: forbidden.prune(1),
        lambda: publish(forbidden, 2025),
        lambda: Store.open(forbidden.root / "sub", create=True),
    ):
        with pytest.raises(StoreWriteError, match="cannot be written: Permission denied"):
            change()


def test_ctrl_c_leaves_nothing_half_made(store, monkeypatch):
    old = publish(store, 2024).name

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", interrupted)
        with pytest.raises(KeyboardInterrupt):
            publish(store, 2025)
    assert assert_whole(store.root, old) == old
    assert not list((store.root / ".unfinished").iterdir())
