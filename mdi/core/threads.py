"""Threads of our own for kernels that release the GIL.

Every task writes its own part of the output, so the result is the same on one thread
or many.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import pairwise

MOST = 16


def thread_count() -> int:
    """How many threads are used: `MDI_THREADS`, or else one for each core."""
    asked = os.environ.get("MDI_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    return min(os.cpu_count() or 1, MOST)


def spread(task: Callable[[slice], None], count: int) -> None:
    """Cut so many rows into as many runs as there are threads; do the task for each run.

    A task may spread its own work again: what no thread has begun is done here.
    """
    threads = min(thread_count(), count)
    borders = [count * part // threads for part in range(threads + 1)] if threads else []
    runs = [slice(start, stop) for start, stop in pairwise(borders)]
    helpers = [_begun(threads, task, run) for run in runs[1:]]
    for run in runs[:1]:
        task(run)
    for helper, run in zip(helpers, runs[1:], strict=True):
        if helper is None or helper.cancel():
            task(run)
        else:
            helper.result()


def _begun(threads: int, task: Callable[[slice], None], run: slice) -> Future[None] | None:
    """A run that another thread will do; None where there are none any more: the process ends."""
    try:
        return _pool(threads).submit(task, run)
    except RuntimeError:
        return None


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="mdi")
