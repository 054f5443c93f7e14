"""A batch in small: steps whose files follow from a year, and an edition made of them.

As a program, it is another process that a test may kill, or that stands in its way:
`python -m tests.editions.store.making publish|hold|hold_with_a_child STORE [YEAR]`.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from pathlib import Path

from mdi.editions.store.edition import Edition
from mdi.editions.store.manifest import FileRecord, Manifest
from mdi.editions.store.store import Store

LEVELS = ("municipality", "district", "neighbourhood")
SIZE = 2000
LARGE = {"steps": 40, "size": 20_000}
LONG = 600  # seconds; longer than any test


def key_of(year: int, number: int, size: int = SIZE) -> str:
    """The key of a step; half of the steps are the same in every year."""
    what = f"{size}-{number}" if number % 2 else f"{size}-{year}-{number}"
    return hashlib.sha256(what.encode()).hexdigest()


def carry_out(store: Store, year: int, steps: int = 6, size: int = SIZE) -> dict[str, FileRecord]:
    """Finish the steps that are not finished; the files of the edition."""
    made = {}
    for number in range(steps):
        key = key_of(year, number, size)
        step = store.step(key)
        if step is None:
            content = random.Random(key).randbytes(size)
            outputs = {"result": content, "between": b"between " + content}
            step = store.finish(key, outputs, {"rows": number})
        level = LEVELS[number % len(LEVELS)]
        made[f"results/level={level}/part={number}/result.parquet"] = step.outputs["result"]
    made["catalogue.toml"] = store.put(f"year = {year}\n".encode())
    return made


def manifest_of(made: dict[str, FileRecord], year: int) -> Manifest:
    """The manifest of an edition with these files."""
    return Manifest(
        title={"nl": f"Jaar {year}", "en": f"Year {year}"},
        invented=True,
        geography="sample",
        software={"mdi": "0"},
        tables=(),
        shapes=(),
        results=(),
        files=made,
    )


def publish(store: Store, year: int, steps: int = 6, size: int = SIZE) -> Edition:
    """The whole batch."""
    with store.lock(wait=True):
        return store.publish(manifest_of(carry_out(store, year, steps, size), year))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and below, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _hold(store: Store, *, with_a_child: bool) -> None:
    with store.lock():
        last = not with_a_child or os.fork() == 0  # a child says so once it has begun
        if last:
            print("held", flush=True)
        time.sleep(LONG)


if __name__ == "__main__":
    what, folder = sys.argv[1], Path(sys.argv[2])
    opened = Store.open(folder)
    if what == "publish":
        print("begun", flush=True)
        print(publish(opened, int(sys.argv[3]), **LARGE).name, flush=True)
    else:
        _hold(opened, with_a_child=what == "hold_with_a_child")
