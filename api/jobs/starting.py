"""Starts the process of the job that waits longest, when none runs.

Of all workers of the service one does so, and another when that is no more. A process that is no
more while its job runs was interrupted: the job waits again, and goes on where it was.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from api.errors import NotHereError
from api.jobs import states
from api.jobs.desk import Desk
from api.jobs.errand import Errand
from api.jobs.job import ENDED, Job
from api.jobs.plans import plan_path
from mdi.errors import FileError, MdiError

PAUSE = 0.3  # seconds between two looks
COMMAND = (sys.executable, "-P", "-m", "api.jobs.runner")
CANCELLED = "It was cancelled; its process had to be ended. Nothing was left half-written."

log = logging.getLogger("mdi.api")


@contextmanager
def starting(desk: Desk | None, leaving: Callable[[], bool]) -> Iterator[None]:
    """Start jobs in the background.

    Args:
        desk: where they are asked for; None where the service has no jobs.
        leaving: whether the service is about to stop; then none is started.
    """
    if desk is None:
        yield
        return
    left = Event()
    starter = Starter(desk, lambda: left.is_set() or leaving())
    thread = Thread(target=starter.work, args=(left,), name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        left.set()
        thread.join(timeout=1)


class Starter:
    """Starts jobs, one at a time.

    Args:
        desk: where they are asked for.
        leaving: whether the service is about to stop.
    """

    def __init__(self, desk: Desk, leaving: Callable[[], bool]) -> None:
        self._desk, self._leaving = desk, leaving
        self._started: tuple[Job, subprocess.Popen[bytes]] | None = None
        self._past: set[str] = set()  # jobs that have ended, which need not be read again
        self._said: set[str] = set()

    def work(self, left: Event) -> None:
        """Look until the service has left; while another worker looks, wait for its end."""
        while not left.wait(PAUSE):
            with self._desk.place.starting() as mine:
                while mine and not left.wait(PAUSE):
                    self._try()

    def _try(self) -> None:
        """Look once; what keeps us from it is told, and tried again."""
        try:
            self.look()
        except (OSError, MdiError) as error:
            self._say(f"Jobs cannot be started. {error}")

    def _say(self, message: str) -> None:
        """Write to the log what was not written before."""
        if message not in self._said:
            log.error("%s", message)
            self._said.add(message)

    def look(self) -> None:
        """Start the next job, if none runs.

        Raises:
            OSError: its process cannot be started.
            MdiError: the files of jobs cannot be read or written.
        """
        if self._leaving() or self._runs():
            return
        job = self._next()
        if job is not None:
            self._start(job)

    def _runs(self) -> bool:
        """Whether the process that was started last still runs."""
        if self._started is None:
            return False
        job, process = self._started
        if process.poll() is None:
            return True
        self._started = None
        if process.returncode:
            self._never_began(job)
        return False

    def _never_began(self, job: Job) -> None:
        """A job whose process ended before it said that it began had one start less to go."""
        with self._desk.place.door():
            state = job.state()
            if state.status == "waiting":
                counted = state.model_copy(update={"starts": state.starts + 1})
                job.tell("status", states.interrupted(counted, self._desk.settings.job_starts))

    def _next(self) -> Job | None:
        """The job that waits longest; none while one runs."""
        place = self._desk.place
        jobs = [job for job in place.jobs() if job.id not in self._past]
        if not jobs:
            return None
        with place.alone() as alone:
            waiting = [job for job in jobs if self._waits_soundly(job)] if alone else []
        return waiting[0] if waiting else None

    def _waits_soundly(self, job: Job) -> bool:
        """Whether a job waits; one whose files cannot be read keeps no other from running."""
        try:
            return self._waits(job)
        except NotHereError:
            return False
        except FileError as error:
            self._say(str(error))
            return False

    def _waits(self, job: Job) -> bool:
        """Whether a job waits; no job runs now, so that one which says so was interrupted."""
        with self._desk.place.door():
            state = job.state()
            if state.status == "running":
                most = self._desk.settings.job_starts
                state = (
                    states.cancelled(state, CANCELLED)
                    if job.stopping
                    else states.interrupted(state, most)
                )
                job.tell("status", state)
                log.warning("Job '%s' was interrupted: it is %s.", job.id, state.status)
        if state.status in ENDED:
            self._past.add(job.id)
        return state.status == "waiting"

    def _start(self, job: Job) -> None:
        """Start the process of a job; a job whose plan is gone has failed."""
        settings = self._desk.settings
        try:
            plan = plan_path(self._desk.plans, job.wish().plan)
        except MdiError as error:
            with self._desk.place.door():
                job.tell("status", states.failed(job.state(), error))
            return
        errand = Errand(
            jobs=self._desk.place.root,
            id=job.id,
            plan=plan,
            store=str(settings.store),
            cache=settings.cache,
            workers=settings.job_workers,
        )
        self._started = job, _process(errand, job.log)
        log.info("Job '%s' is started: plan '%s'.", job.id, plan.stem)


def _process(errand: Errand, log_file: Path) -> subprocess.Popen[bytes]:
    """A process that carries out an errand, in a session of its own."""
    with log_file.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - our own module, and no word of a client
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    assert process.stdin is not None  # noqa: S101
    with suppress(BrokenPipeError), process.stdin as told:
        told.write(errand.model_dump_json().encode())
    return process
