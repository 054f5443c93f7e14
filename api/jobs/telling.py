"""The process of a job writes down how it fares."""

from __future__ import annotations

import sys
from time import monotonic

from api.documents.jobs import JobProgress, JobState
from api.jobs.job import Job
from mdi.editions.batch.steps import Step
from mdi.editions.clock import now

PAUSE = 0.1  # seconds between two events of progress


class Telling:
    """Tells readers of a job how it fares.

    Args:
        job: the job.

    Attributes:
        state: how it fares now.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self.state = job.state()
        self._begun = self._told = monotonic()

    def status(self, state: JobState) -> None:
        """It has another status from now on."""
        self.state = state
        self._job.tell("status", state)
        self.say(f"{state.status}: {state.detail}" if state.detail else state.status)

    def finds(self, total: int) -> None:
        """So many steps have to be carried out."""
        self._begun = monotonic()
        self._tell(JobProgress(total=total))

    def progress(self, step: Step, finished: int, count: int) -> None:
        """A step is finished; readers are told of it unless they were just told of another."""
        self.say(f"{finished} of {count}: {step.kind} {step.what}")
        moment = monotonic()
        if moment - self._told >= PAUSE or finished == count:
            rate = finished / max(moment - self._begun, 1e-3)
            self._tell(
                JobProgress(
                    done=finished,
                    total=count,
                    step=f"{step.kind} {step.what}",
                    rate=round(rate, 2),
                    remaining=round((count - finished) / rate, 1),
                )
            )

    def say(self, text: str) -> None:
        """A line of the log."""
        sys.stdout.write(f"{now()} {text}\n")
        sys.stdout.flush()

    def _tell(self, progress: JobProgress) -> None:
        self._told = monotonic()
        self.state = self.state.model_copy(update={"progress": progress})
        self._job.tell("progress", self.state)
