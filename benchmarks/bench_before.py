"""The default index now against an earlier revision: ``python -m benchmarks.bench_before REV``.

Both revisions compute the same invented country, each in processes of its own, in turns.
Needs git and the history of the project, so it is not among the benchmarks that always run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import Finding, in_words

ROOT = Path(__file__).parent.parent
ROUNDS = 5
MOST = 1.2  # now ÷ before

MEASURED = """
import sys, time
from benchmarks.bench_compute import case_of
import mdi
case = case_of(14_500)
table, times = case.table(), []
tasks = {"core": case.cores()[0], "compute": lambda: mdi.compute(table), "whole": case.whole}
task = tasks[sys.argv[1]]
for _ in range(40):
    start = time.perf_counter()
    task()
    times.append(time.perf_counter() - start)
print(sorted(times)[len(times) // 2])
"""


def seconds(tree: Path, task: str) -> float:
    """Median seconds of a task in a process that runs the code of this tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", MEASURED, task]
    said = subprocess.run(  # noqa: S603
        command, cwd=tree, env=environment, capture_output=True, text=True, check=True
    )
    return float(said.stdout)


def run(revision: str) -> list[Finding]:
    """Now ÷ before for the numerical core, one `compute`, and the whole call."""
    with TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(before), revision], check=True)  # noqa: S603
        try:
            return [_compared(task, before) for task in ("core", "compute", "whole")]
        finally:
            subprocess.run([*git, "remove", "--force", str(before)], check=True)  # noqa: S603


def _compared(task: str, before: Path) -> Finding:
    pairs = [(seconds(ROOT, task), seconds(before, task)) for _ in range(ROUNDS)]
    now, then = (median(found) for found in zip(*pairs, strict=True))
    return Finding(f"{task}, now ÷ before", f"{in_words(now)} ÷ {in_words(then)}", now / then, MOST)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give one revision: python -m benchmarks.bench_before REV")
    findings = run(sys.argv[1])
    for finding in findings:
        print(finding)
    sys.exit(0 if all(finding.met for finding in findings) else 1)
