"""What the service tells the process of a job."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Errand(BaseModel):
    """What the process of a job has to know.

    Attributes:
        jobs: the folder of all jobs.
        id: of the job.
        plan: the file of its plan.
        store: where editions go: a folder or an address.
        cache: where the local copy lies of a store at an address.
        workers: how many processes.
    """

    model_config = ConfigDict(frozen=True)

    jobs: Path
    id: str
    plan: Path
    store: str
    cache: Path | None
    workers: int
