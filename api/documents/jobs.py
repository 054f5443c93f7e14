"""Answers about jobs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.documents.basic import Document, Link

Status = Literal["waiting", "running", "done", "failed", "cancelled"]


class JobProgress(Document):
    """How far a job is.

    Attributes:
        done: steps that are finished in this run.
        total: steps that have to be carried out; null until that is known.
        step: the step that was finished last.
        rate: steps per second.
        remaining: seconds, as it has gone so far.
    """

    done: int = 0
    total: int | None = None
    step: str | None = None
    rate: float | None = None
    remaining: float | None = None


class StepDocument(Document):
    """A step that would be carried out, and why."""

    kind: str
    what: str
    why: str


class JobState(Document):
    """How a job fares.

    Attributes:
        status: of the job; the last three never change again.
        starts: how often it was started; more than once where it was interrupted.
        begun: when it was started first, in UTC.
        ended: when it ended.
        progress: how far it is.
        edition: the edition that it made.
        published: whether that was published by this job, and not before.
        foretold: of a dry run, the steps that would be carried out.
        detail: what became of it, in words.
        hint: what to do about it.
        problems: all that is wrong.
    """

    status: Status = "waiting"
    starts: int = 0
    begun: str | None = None
    ended: str | None = None
    progress: JobProgress = Field(default_factory=JobProgress)
    edition: str | None = None
    published: bool = False
    foretold: list[StepDocument] = Field(default_factory=list)
    detail: str | None = None
    hint: str | None = None
    problems: list[dict[str, Any]] = Field(default_factory=list)


class JobDocument(JobState):
    """A job.

    Attributes:
        id: of the job.
        plan: the plan that it carries out.
        dry_run: whether it only tells what it would do.
        asked: when it was asked for, in UTC.
        by: the name of the key that asked for it.
        cancelling: whether it was told to stop and has not stopped yet.
        links: where this is, its events and its log.
    """

    id: str
    plan: str
    dry_run: bool
    asked: str
    by: str
    cancelling: bool
    links: list[Link]


class JobsAnswer(Document):
    """Jobs, the newest first, and the plans that a job may name."""

    plans: list[str]
    matched: int
    returned: int
    jobs: list[JobDocument]
