"""A national batch from files to a published edition, and a new edition from new values.

Three levels, ten years, four weight sets and two methods, against a fresh process for every result:
`mdi compute` with the same table, weight set and method, one after the other; some are timed, and stand
for all. The batch makes layers, GeoJSON and tiles of the web beside; tiles in RD New would add a third
to its work, and no process makes them. A new edition has one year, weight set and method; its boundaries
are those of before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from benchmarks.measure import Finding, in_words
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.sample import make_sample
from mdi.editions.store.store import Store

AREAS, YEARS = 14_500, range(2016, 2026)
LEVELS = ("neighbourhood", "district", "municipality")
OWN = {"double_income": 2, "triple_income": 3}
MDI = (sys.executable, "-c", "from mdi.cli import main; main()")


def run(areas: int = AREAS, years: range = YEARS) -> list[Finding]:
    """The batch, a second run that has nothing to do, and a new edition from new values."""
    with tempfile.TemporaryDirectory() as folder:
        plan = country(Path(folder), areas, years)
        prepared = read_plan(plan)
        store = Store.open(Path(folder) / "store", create=True)
        start = perf_counter()
        report = Batch(prepared, store).run(workers=os.cpu_count() or 1).plain()
        batch = perf_counter() - start
        results = sum(step["kind"] == "result" for step in report["steps"])
        fresh = results * float(
            np.mean([compute(plan.parent, level, years[-1]) for level in LEVELS])
        )
        start = perf_counter()
        subprocess.run([*MDI, "batch", str(plan), "--store", str(store.root)], check=True)  # noqa: S603
        again = perf_counter() - start
        anew = new_edition(Path(folder), areas)
    shapes = sum(step["seconds"] for step in report["steps"] if step["kind"] == "shapes")
    print(
        f"batch of {results} results: {report['computing_share']:.1%} of the work computing, "
        f"{shapes / report['worked_seconds']:.0%} shapes and tiles, "
        f"{report['memory_bytes'] / 2**20:.0f} MB at most in one process"
    )
    return [
        Finding(
            "a process for every result ÷ batch",
            f"{in_words(fresh)} ÷ {in_words(batch)}",
            fresh / batch,
            5,
            at_least=True,
        ),
        Finding("a second run ÷ 2 s", f"{in_words(again)} ÷ 2 s", again / 2, 1),
        Finding("a new edition from new values ÷ 10 s", f"{in_words(anew)} ÷ 10 s", anew / 10, 1),
    ]


def new_edition(folder: Path, areas: int) -> float:
    """Seconds of `mdi batch` from new values to a complete edition, boundaries unchanged."""
    make_sample(areas, 1, folder / "anew", range(2025, 2026))
    plan, levels = folder / "anew.toml", ", ".join(f'"{level}"' for level in LEVELS)
    plan.write_text(f'catalogue = "anew"\nlevels = [{levels}]\nsensitivity = false\n')
    command = [*MDI, "batch", str(plan), "--store", str(folder / "newest")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    for path in (folder / "anew").glob("indicators_*.parquet"):
        table = pd.read_parquet(path)
        figures = table.select_dtypes("float64").columns
        table[figures] = table[figures] * 0.99
        table.to_parquet(path)
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return perf_counter() - start


def country(folder: Path, areas: int, years: range) -> Path:
    """A plan over an invented country; two of its weight sets are its own."""
    make_sample(areas, 1, folder / "sample", years)
    for name, income in OWN.items():
        text = f'id = "{name}"\n[weights]\nincome = {income}\nwork = 1\nhealth = 1\neducation = 1\n'
        (folder / f"{name}.toml").write_text(
            text + "housing = 1\nsafety = 1\nliving_environment = 1\n"
        )
    own = ", ".join(f'"{name}.toml"' for name in OWN)
    levels = ", ".join(f'"{level}"' for level in LEVELS)
    plan = folder / "plan.toml"
    plan.write_text(
        f'sensitivity = false\ncatalogue = "sample"\nlevels = [{levels}]\nweights = ["mdi_nl", "equal", {own}]\n'
        'methods = ["imd", "zscore"]\ntiles = ["WebMercatorQuad"]\n'
    )
    return plan


def compute(folder: Path, level: str, year: int) -> float:
    """Seconds of a fresh process that computes one result."""
    table = folder / "sample" / f"indicators_{level}_{year}.parquet"
    where = ["--source", "sample", "--level", level, "--year", str(year)]
    out = ["--out", str(folder / "one.parquet")]
    start = perf_counter()
    subprocess.run(  # noqa: S603
        [*MDI, "compute", str(table), *where, *out], check=True, stdout=subprocess.DEVNULL
    )
    return perf_counter() - start
