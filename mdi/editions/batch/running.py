"""Work carried out by processes, one machine's or a cluster's."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Protocol

from geodata.errors import GeodataError
from mdi.cluster.client import client_of
from mdi.editions.batch.work import Made, Work
from mdi.editions.store.files import writing
from mdi.errors import MdiError, Problem, RunError, TableError


class Runner(Protocol):
    """Something that carries out work."""

    def run(self, work: Iterable[Work]) -> Iterator[tuple[Work, list[Made] | MdiError]]:
        """What came of each, in the order in which they are done."""


class Here:
    """In this process, one after the other.

    Args:
        scratch: a folder for what comes of it.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def run(self, work: Iterable[Work]) -> Iterator[tuple[Work, list[Made] | MdiError]]:
        """What came of each."""
        for each in work:
            yield each, carried_out(each, self._scratch)


class Processes:
    """By processes of this machine.

    Args:
        pool: the processes.
        scratch: a folder for what comes of it.
    """

    def __init__(self, pool: ProcessPoolExecutor, scratch: Path) -> None:
        self._pool, self._scratch = pool, scratch

    def run(self, work: Iterable[Work]) -> Iterator[tuple[Work, list[Made] | MdiError]]:
        """What came of each.

        Raises:
            RunError: a process was killed, as where memory runs out.
        """
        waiting: dict[Future[Any], Work] = {
            self._pool.submit(carried_out, each, self._scratch): each for each in work
        }
        try:
            for future in as_completed(waiting):
                yield waiting.pop(future), future.result()
        except BrokenProcessPool:
            message = "A process of this batch was killed, perhaps because memory ran out."
            hint = "What was finished is kept; run it again, with fewer --workers."
            raise RunError(message, hint=hint) from None
        finally:
            for future in waiting:
                future.cancel()


class Cluster:
    """By the workers of a Dask cluster, which see the files of the plan, and send what they make."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, work: Iterable[Work]) -> Iterator[tuple[Work, list[Made] | MdiError]]:
        """What came of each."""
        from distributed import as_completed as completed  # noqa: PLC0415

        waiting = {
            self._client.submit(carried_out_elsewhere, each, pure=False): each for each in work
        }
        for future in completed(list(waiting)):  # type: ignore[no-untyped-call]
            yield waiting.pop(future), future.result()


def carried_out(work: Work, scratch: Path) -> list[Made] | MdiError:
    """Do some work; what is wrong with its data is handed back, not raised."""
    try:
        with writing(scratch):
            return list(work.run(scratch))
    except MdiError as error:
        return error
    except GeodataError as error:
        return TableError(error.message, [Problem(text) for text in error.problems], error.hint)


def carried_out_elsewhere(work: Work) -> list[Made] | MdiError:
    """The same, with the bytes of all files, for who does not see this disk."""
    with TemporaryDirectory() as scratch:
        made = carried_out(work, Path(scratch))
        return made if isinstance(made, MdiError) else [each.loaded() for each in made]


@contextmanager
def runner(scratch: Path, workers: int, scheduler: str | None) -> Iterator[Runner]:
    """What carries out the work of a batch.

    Args:
        scratch: a folder for what comes of it.
        workers: how many processes; with one, everything happens in this one.
        scheduler: the address of a Dask scheduler, which is used instead.

    Raises:
        RunError: the scheduler does not answer.
        DeclarationError: Dask is not installed.
    """
    if scheduler is not None:
        with client_of(scheduler) as client:
            yield Cluster(client)
    elif workers == 1:
        yield Here(scratch)
    else:
        with _pool(workers) as pool:
            yield Processes(pool, scratch)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes of this machine; where the work is broken off, what runs is not waited for."""
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(workers,)
    )
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(workers: int) -> None:
    """Leave interrupting to the parent, leave with it, and share the cores."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, name="leaving", daemon=True).start()
    threads = max(1, (os.cpu_count() or 1) // workers)
    os.environ.setdefault("MDI_THREADS", str(threads))


def _leave_with_parent() -> None:
    """End with the process that started this one, which would wait for work for ever otherwise."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
