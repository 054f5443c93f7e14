"""The memory of a batch: ten times the country against one, each in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Finding

AREAS, TIMES = 14_500, 10
YEAR = range(2025, 2026)
PLAN = 'catalogue = "sample"\nlevels = ["neighbourhood", "district", "municipality"]\nsensitivity = false\n'
MAKE = "import sys; from pathlib import Path; from mdi.editions.sample import make_sample; "
MDI = (sys.executable, "-c", "from mdi.cli import main; main()")


def run(areas: int = AREAS, times: int = TIMES) -> list[Finding]:
    """The largest process of a batch of so many times the country, against that of one."""
    one, many = batch(areas), batch(areas * times)
    what = f"{times} times the country ÷ one, largest process"
    return [Finding(what, f"{_words(many)} ÷ {_words(one)}", many / one, times / 2)]


def batch(areas: int) -> int:
    """Bytes of the largest process that makes and publishes an edition of so many areas."""
    with tempfile.TemporaryDirectory() as folder:
        sample = f"make_sample({areas}, 1, Path('sample'), range({YEAR.start}, {YEAR.stop}))"
        _call([sys.executable, "-c", MAKE + sample], folder)
        (Path(folder) / "plan.toml").write_text(PLAN)
        _call([*MDI, "batch", "plan.toml", "--store", "store", "--report", "report.json"], folder)
        found: int = json.loads((Path(folder) / "report.json").read_bytes())["memory_bytes"]
    return found


def _call(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _words(size: int) -> str:
    return f"{size / 2**20:.0f} MB"
