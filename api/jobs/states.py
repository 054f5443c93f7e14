"""From one state of a job to the next."""

from __future__ import annotations

from api.documents.jobs import JobProgress, JobState
from api.problems import plain
from geodata.errors import GeodataError
from mdi.editions.clock import now
from mdi.errors import MdiError, counted

AGAIN = "It was interrupted, and goes on where it was."
INTERRUPTED = "It was interrupted in each of its {starts}; what was finished is kept."
MISTAKE = "This is our mistake, not yours; the log of the job says where it happened."


def begun(state: JobState) -> JobState:
    """It runs from now on."""
    told = {"status": "running", "starts": state.starts + 1, "begun": state.begun or now()}
    return state.model_copy(update={**told, "progress": JobProgress(), "detail": None})


def interrupted(state: JobState, most: int) -> JobState:
    """Its process is no more: it waits for another, unless it had so many."""
    if state.starts < most:
        return state.model_copy(update={"status": "waiting", "detail": AGAIN})
    detail = INTERRUPTED.format(starts=counted(state.starts, "start"))
    return _ended(state, "failed", detail=detail)


def cancelled(state: JobState, detail: str) -> JobState:
    """It was cancelled."""
    return _ended(state, "cancelled", detail=detail)


def failed(state: JobState, error: Exception) -> JobState:
    """It could not be done."""
    if not isinstance(error, MdiError | GeodataError):
        return _ended(state, "failed", detail=MISTAKE)
    problems = [plain(each) for each in error.problems]
    return _ended(state, "failed", detail=error.message, hint=error.hint, problems=problems)


def done(state: JobState, **told: object) -> JobState:
    """It was done.

    Args:
        state: until now.
        told: what came of it, by the names of `JobState`.
    """
    return _ended(state, "done", **told)


def _ended(state: JobState, status: str, **told: object) -> JobState:
    return state.model_copy(update={"status": status, "ended": now(), **told})
