"""Where jobs are asked for, told of and cancelled."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException

from api.documents.jobs import JobState
from api.errors import BusyError
from api.jobs.body import NewJob
from api.jobs.job import ENDED, Job, Wish
from api.jobs.place import JobsPlace
from api.jobs.plans import plan_names, plan_path
from api.jobs.states import cancelled
from api.settings import Settings
from mdi.editions.clock import now
from mdi.errors import DeclarationError, MdiError, Problem, counted

NEEDED = {
    "store": "the store in which editions are published",
    "plans": "the folder with the plans that a job may name",
    "keys": "the file of `mdi keys`: without a key of the scope 'jobs' nobody could ask for one",
}
FULL = "{count} wait already, and no more are taken; come back when some are done."
OTHER = "This Idempotency-Key was sent before, with another job."
CANCELLED = "It was cancelled before it began."


class Desk:
    """The jobs of a service.

    Args:
        settings: of the service, which has jobs.

    Attributes:
        place: the folder of all jobs.
        plans: the folder of the plans.
        settings: of the service.

    Raises:
        DeclarationError: a setting is missing that jobs need; all of them at once.
        StoreWriteError: the folder of jobs cannot be made.
    """

    def __init__(self, settings: Settings) -> None:
        missing = [
            Problem(f"'{name}' is not set", hint=f"set it to {what}")
            for name, what in NEEDED.items()
            if not getattr(settings, name)
        ]
        if settings.jobs is None or settings.plans is None or missing:
            raise DeclarationError("'jobs' is set, but not all that jobs need.", missing)
        self.settings = settings
        self.plans: Path = settings.plans
        self.place = JobsPlace(settings.jobs)
        self.place.found()

    def names(self) -> list[str]:
        """The plans that a job may name."""
        return plan_names(self.plans)

    def ask(self, asked: NewJob, by: str, once: str | None = None) -> Job:
        """Take a job in; one that was asked for before with the same word is that one.

        Args:
            asked: what is asked.
            by: the name of the key.
            once: a digest of the client's word for this request.

        Raises:
            DeclarationError: there is no such plan.
            HTTPException: 409 where the word was another job's.
            BusyError: too many jobs wait.
            StoreWriteError: the folder of jobs cannot be written.
        """
        plan_path(self.plans, asked.plan)
        wish = Wish(plan=asked.plan, dry_run=asked.dry_run, asked=now(), by=by, once=once)
        with self.place.door():
            jobs = self.place.jobs()
            before = _asked_before(jobs, wish)
            if before is not None:
                return before
            states = _states(jobs)
            waiting = sum(state.status == "waiting" for state in states.values())
            if waiting >= self.settings.jobs_waiting:
                raise BusyError(FULL.format(count=counted(waiting, "job")))
            self._tidy([job for job, state in states.items() if state.status in ENDED])
            return self.place.add(wish)

    def jobs(self) -> list[Job]:
        """All jobs, the newest first."""
        return self.place.jobs()[::-1]

    def job(self, name: str) -> Job:
        """The job of an id.

        Raises:
            NotHereError: there is none.
        """
        return self.place.job(name)

    def cancel(self, job: Job) -> None:
        """Cancel a job that waits, and tell one to stop that runs; one that has ended stays.

        Raises:
            NotHereError: the job is no more.
            StoreWriteError: that cannot be written.
        """
        with self.place.door():
            state = job.state()
            if state.status == "running":
                job.stop()
            elif state.status == "waiting":
                job.tell("status", cancelled(state, CANCELLED))

    def _tidy(self, past: list[Job]) -> None:
        """Remove the oldest jobs that have ended, so that with a new one not too many are kept."""
        for job in past[: max(len(past) - self.settings.jobs_kept, 0)]:
            self.place.remove(job)


def desk_of(settings: Settings) -> Desk | None:
    """The jobs of a service; None where the settings have none. Errors as in `Desk`."""
    return Desk(settings) if settings.jobs is not None else None


def _asked_before(jobs: list[Job], wish: Wish) -> Job | None:
    """The job that was asked for with the same word."""
    for job in jobs if wish.once else ():
        with suppress(MdiError):
            before = job.wish()
            if before.once != wish.once:
                continue
            if (before.plan, before.dry_run) != (wish.plan, wish.dry_run):
                raise HTTPException(HTTPStatus.CONFLICT, OTHER)
            return job
    return None


def _states(jobs: list[Job]) -> dict[Job, JobState]:
    """How all jobs fare, but for those whose files are damaged."""
    found = {}
    for job in jobs:
        with suppress(MdiError):
            found[job] = job.state()
    return found
