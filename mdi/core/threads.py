"""Threads of our own for kernels that release the GIL.

Every task writes its own part of the output, so the result is the same on one thread
or many.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

MOST = 16


def thread_count() -> int:
    """How many threads are used: `MDI_THREADS`, or else one for each core."""
    asked = os.environ.get("MDI_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return min(os.cpu_count() or 1, MOST)


def spread(tasks: Sequence[Callable[[], None]]) -> None:
    """Do every task once, on the threads there are; give the largest first."""
    threads = min(thread_count(), len(tasks))
    if threads < 2:
        for task in tasks:
            task()
        return
    following = iter(tasks)

    def work() -> None:
        for task in following:
            task()

    helpers = [_pool(threads).submit(work) for _ in range(threads - 1)]
    work()
    for helper in helpers:
        helper.result()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="mdi")
