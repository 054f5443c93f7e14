"""The process of one job: carries out its plan as `mdi batch` does, and writes down how it fares.

It belongs to no service: it goes on when that stops, and its end takes nothing else along. What
it does is read from its input: an `Errand` as JSON.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from api.documents.jobs import JobState, StepDocument
from api.jobs import states
from api.jobs.errand import Errand
from api.jobs.job import Job
from api.jobs.place import JobsPlace
from api.jobs.stopping import Stopped, stoppable
from api.jobs.telling import Telling
from geodata.errors import GeodataError
from mdi.editions.batch.batch import Batch
from mdi.editions.fetching import fetched
from mdi.editions.plan import Prepared, read_plan
from mdi.editions.remote.opening import open_store
from mdi.editions.store.founding import UNFINISHED
from mdi.editions.store.store import Store
from mdi.errors import MdiError

PATIENCE = 10.0  # seconds for the process of the job before to leave
NICE = 10  # of POSIX: requests go first
CANCELLED = "It was cancelled; what was finished is kept for another time."


def run(errand: Errand) -> None:
    """Carry out a job, if it waits and no other runs."""
    place = JobsPlace(errand.jobs)
    with place.alone(PATIENCE) as alone:
        if not alone:
            return
        job = place.job(errand.id)
        with place.door():
            telling = Telling(job)
            if telling.state.status != "waiting":
                return
            telling.status(states.begun(telling.state))
        telling.say(f"process {os.getpid()}, plan '{errand.plan.stem}'")
        _carry_out(errand, job, telling)


def _carry_out(errand: Errand, job: Job, telling: Telling) -> None:
    """Carry out a job that has begun; who is stopped without having been cancelled goes on later."""
    try:
        with stoppable(lambda: job.stopping):
            after = _done(errand, job, telling)
    except Stopped:
        if not job.stopping:
            telling.say("interrupted")
            return
        after = states.cancelled(telling.state, CANCELLED)
    except (MdiError, GeodataError) as error:
        telling.say(f"{error.title}\n{error}")
        after = states.failed(telling.state, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, readers of the job are told
        telling.say(traceback.format_exc())
        after = states.failed(telling.state, error)
    telling.status(after)


def _done(errand: Errand, job: Job, telling: Telling) -> JobState:
    """What became of a job that was done; errors as in `Batch.run` and `read_plan`."""
    plan = read_plan(errand.plan)
    store = open_store(errand.store, cache=errand.cache)
    if job.wish().dry_run:
        return _foretold(plan, store, telling)
    with (
        store.lock(wait=True),
        fetched(
            plan, store.root / UNFINISHED, lambda name: telling.say(f"reading {name}")
        ) as ready,
    ):
        batch = Batch(ready, store)
        telling.finds(sum(task.why is not None for task in batch.tasks()))
        try:
            report = batch.run(errand.workers, progress=telling.progress)
        finally:
            store.report(batch.report.name, batch.report.written())
    told = {"edition": report.edition, "published": report.published}
    return states.done(telling.state, **told)


def _foretold(plan: Prepared, store: Store, telling: Telling) -> JobState:
    """What would be done, and why; nothing is."""
    with TemporaryDirectory() as folder, fetched(plan, Path(folder)) as ready:
        tasks = Batch(ready, store).tasks()
    waiting = [
        StepDocument(kind=task.step.kind, what=task.step.what, why=task.why)
        for task in tasks
        if task.why is not None
    ]
    for step in waiting:
        telling.say(f"{step.kind} {step.what}: {step.why}")
    return states.done(telling.state, foretold=waiting)


def main() -> None:
    """Carry out the errand that comes in."""
    errand = Errand.model_validate_json(sys.stdin.buffer.read())
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(NICE)
    run(errand)


if __name__ == "__main__":
    main()
