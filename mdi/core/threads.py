"""Threads of our own for kernels that release the GIL.

Every task writes its own part of the output, so the result is the same on one thread
or many.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from itertools import pairwise
from threading import local

MOST = 16


def thread_count() -> int:
    """How many threads are used: `MDI_THREADS`, or else one for each core."""
    asked = os.environ.get("MDI_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    return min(os.cpu_count() or 1, MOST)


def spread(task: Callable[[slice], None], count: int, *, alone: bool = False) -> None:
    """Cut so many rows into as many runs as there are threads; do the task for each run.

    A task may spread its own work again: where all threads have a run already, it does that alone,
    and else what no thread has begun.

    Args:
        task: what is done for each run.
        count: how many rows.
        alone: whether this thread does all of it, and all that the task spreads: rows may take so
            little time that threads would wait for one another.
    """
    most = thread_count()
    threads = min(1 if alone or _here.busy else most, count)
    doing = partial(_alone, task) if alone or threads == most else task
    borders = [count * part // threads for part in range(threads + 1)] if threads else []
    runs = [slice(start, stop) for start, stop in pairwise(borders)]
    helpers = [_begun(threads, doing, run) for run in runs[1:]]
    for run in runs[:1]:
        doing(run)
    for helper, run in zip(helpers, runs[1:], strict=True):
        if helper is None or helper.cancel():
            doing(run)
        else:
            helper.result()


class _Here(local):
    """What this thread is at.

    Attributes:
        busy: whether it does one of the runs of all threads.
    """

    busy = False


_here = _Here()


def _alone(task: Callable[[slice], None], run: slice) -> None:
    """Do a run while all other threads do theirs."""
    before, _here.busy = _here.busy, True
    try:
        task(run)
    finally:
        _here.busy = before


def _begun(threads: int, task: Callable[[slice], None], run: slice) -> Future[None] | None:
    """A run that another thread will do; None where there are none any more: the process ends."""
    try:
        return _pool(threads).submit(task, run)
    except RuntimeError:
        return None


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="mdi")
