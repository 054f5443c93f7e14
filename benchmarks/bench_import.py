"""`import mdi` against `import pandas`, in fresh processes that take turns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.measure import Finding, in_words

ROOT = Path(__file__).parent.parent
CODE = "from time import perf_counter as t; s = t(); import {}; print(t() - s)"


def seconds(module: str) -> float:
    """How long one import takes in a fresh process."""
    command = [sys.executable, "-c", CODE.format(module)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return float(said.stdout)


def run(repeats: int = 9) -> list[Finding]:
    """One finding: how many times `import pandas` it takes."""
    found: dict[str, list[float]] = {"pandas": [], "mdi": []}
    for _ in range(repeats):
        for module, times in found.items():
            times.append(seconds(module))
    ours, theirs = median(found["mdi"]), median(found["pandas"])
    figures = f"{in_words(theirs)}, {in_words(ours)}"
    return [Finding("import mdi ÷ import pandas", figures, ours / theirs, 2)]
