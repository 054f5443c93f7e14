"""Real clients: how long GDAL and QGIS take to read a layer, and to have it filtered."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.measure import Finding, in_words
from benchmarks.service.layer import LEVEL
from benchmarks.service.ours import ROOT
from benchmarks.service.replay import replaying

PYTHON = Path("/usr/bin/python3")  # QGIS comes with the Python of the system
SCRIPT = Path(__file__).with_name("reads_in_qgis.py")
FILTER, FOUND = "rank <= 10", 10  # areas
WHOLE, FILTERED = 4.0, 0.2  # seconds at most
AS_FAST = 1.25  # of what QGIS takes when the same answers come from memory
TIMES = {"whole": 3, "filtered": 7}
SENDS = 33200  # the first QGIS whose provider of OAPIF sends filters


def by_gdal(port: int, areas: int) -> Iterator[Finding]:
    """By the GDAL of pyogrio."""
    import pyogrio  # noqa: PLC0415

    name = "GDAL " + ".".join(map(str, pyogrio.__gdal_version__))
    read = partial(
        pyogrio.read_dataframe, f"OAPIF:http://127.0.0.1:{port}{ROOT}/collections/{LEVEL}"
    )
    whole = _timed(read, areas, TIMES["whole"])
    yield _finding(f"whole layer, {name}", whole, WHOLE)
    filtered = _timed(partial(read, where=FILTER), min(FOUND, areas), TIMES["filtered"])
    yield _finding(f"filter, {name}", filtered, FILTERED)


def by_qgis(port: int, areas: int, folder: Path) -> Iterator[Finding]:
    """By QGIS without a screen; says so where it is not here."""
    seen = in_qgis(port, folder)
    if seen is None:
        print("without QGIS: apt-get install python3-qgis qgis-providers")
        return
    _expect(seen["areas"], areas)
    name = f"QGIS {seen['version'].split('-')[0]}"
    with replaying(port) as other:
        alone = in_qgis(other, folder)
    assert alone is not None  # noqa: S101
    one, two = median(seen["whole"]), median(alone["whole"])
    words = f"{in_words(one)} ÷ {in_words(two)}"
    yield Finding(f"whole layer, {name} ÷ from memory", words, one / two, AS_FAST)
    own, gdal = median(seen["provider"]), median(seen["gdal"])
    if seen["number"] >= SENDS:
        yield _finding(f"filter, {name}", own, FILTERED)
        return
    yield _finding(f"filter, {name} by its GDAL", gdal, FILTERED)
    print(
        f"filter, {name} by its OAPIF provider: {in_words(own)}. Before 3.32 it sends no filter: it "
        "reads the whole layer and filters by itself."
    )


def in_qgis(port: int, folder: Path) -> dict[str, Any] | None:
    """What the script saw in QGIS; None without QGIS."""
    if not PYTHON.exists():
        return None
    quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    url = f"http://127.0.0.1:{port}{ROOT}"
    done = subprocess.run(  # noqa: S603
        [PYTHON, SCRIPT, url, LEVEL, FILTER, str(FOUND)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], **quiet},
    )
    if "No module named 'qgis'" in done.stderr:
        return None
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _timed(read: Callable[[], Any], areas: int, times: int) -> float:
    """Median seconds."""
    seconds = []
    for _ in range(times):
        start = perf_counter()
        frame = read()
        seconds.append(perf_counter() - start)
        _expect(len(frame), areas)
    return median(seconds)


def _expect(found: int, areas: int) -> None:
    if found != areas:
        message = f"a client found {found} areas and should have found {areas}"
        raise SystemExit(message)


def _finding(what: str, seconds: float, most: float) -> Finding:
    return Finding(what, f"{in_words(seconds)} ÷ {most:g} s", seconds / most, 1)
