"""Jobs: batches that clients with a key start, follow and cancel."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response, Security
from fastapi.responses import StreamingResponse
from fastapi.security import APIKeyHeader, HTTPBearer
from pydantic import Field

from api.documents import JobState
from api.errors import NotHereError
from api.http.answers import Answer
from api.http.keys import needs
from api.http.links import address, base_of
from api.jobs.body import NewJob
from api.jobs.desk import Desk
from api.jobs.job import ENDED, Event, Job, Wish
from api.jobs.promised import CHANGED, KEYLESS, LOG, MANY, ONE, STREAM, TAKEN, TWICE
from api.jobs.streaming import MEDIA, events_of
from api.keyring import Key
from api.queries import Asked, NoQuery, Plain
from api.responses import JSON, Prepared, answer_once, encoded
from mdi.errors import MdiError

OFF = "This service has no jobs."
HINT = "Who runs it switches them on by the settings 'jobs', 'plans', 'store' and 'keys'."
TEXT = "text/plain; charset=utf-8"
KEYS = (
    Security(HTTPBearer(scheme_name="key", auto_error=False, description="A key of `mdi keys`.")),
    Security(APIKeyHeader(name="X-Api-Key", scheme_name="key_header", auto_error=False)),
)
LIVE = {"Content-Type": MEDIA, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}

router = APIRouter(prefix="/jobs", tags=["jobs"], dependencies=KEYS, responses=KEYLESS)


def desk_of_service(request: Request) -> Desk:
    """Where jobs are asked for.

    Raises:
        NotHereError: this service has none.
    """
    desk: Desk | None = request.app.state.desk
    if desk is None:
        raise NotHereError(OFF, hint=HINT)
    return desk


TheDesk = Annotated[Desk, Depends(desk_of_service)]


async def key_of_client(request: Request, _: TheDesk) -> Key:
    """The key of a request; where there are no jobs, none is asked for."""
    return await needs("jobs")(request)


TheKey = Annotated[Key, Depends(key_of_client)]
JobId = Annotated[
    str, Path(description="Id of a job.", examples=["20260131T023012123456-3f9c1e07a4d2"])
]
Word = Annotated[
    str | None,
    Header(
        alias="idempotency-key",
        min_length=1,
        max_length=255,
        description="A word of the client for this request: sent again, it starts no other job.",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
    ),
]
LastEvent = Annotated[
    int | None,
    Header(
        alias="last-event-id",
        ge=0,
        le=2**31,
        description="The last event that the client has: it gets those that follow.",
        examples=[3],
    ),
]


class JobsQuery(Plain):
    """Which jobs."""

    limit: int = Field(20, ge=1, le=1000, description="How many jobs at most.")


NoParameters = Annotated[Asked, Query()]


@router.get("", summary="Jobs, the newest first", responses=MANY)
def jobs(
    request: Request, desk: TheDesk, _: TheKey, query: Annotated[JobsQuery, Query()]
) -> Response:
    """All jobs that are kept, whoever asked for them, and the names of the plans."""
    found = desk.jobs()
    shown = [told for job in found[: query.limit] if (told := _readable(request, job))]
    counts = {"matched": len(found), "returned": len(shown)}
    return answer_once({"plans": desk.names(), **counts, "jobs": shown})


@router.post(
    "", summary="Start a batch", status_code=HTTPStatus.ACCEPTED, responses={**TAKEN, **TWICE}
)
def start(
    request: Request, desk: TheDesk, key: TheKey, asked: NewJob, _: NoQuery, word: Word = None
) -> Response:
    """A plan of the service is carried out by a process of its own, and its edition published.

    One job runs at a time; others wait in the order of asking. `Location` says where the job is
    told of. Only what changed is computed; a job that was interrupted goes on where it was.
    """
    once = hashlib.sha256(f"{key.id} {word}".encode()).hexdigest() if word else None
    return _told(request, desk.ask(asked, key.name, once), HTTPStatus.ACCEPTED)


@router.get("/{job}", summary="A job", responses=ONE)
def tell(request: Request, desk: TheDesk, _: TheKey, job: JobId, __: NoQuery) -> Response:
    """How a job fares: its status, how far it is, its edition, and all that is wrong."""
    return answer_once(shown(request, desk.job(job)))


@router.delete("/{job}", summary="Cancel a job", responses={**CHANGED, **TAKEN})
def cancel(request: Request, desk: TheDesk, _: TheKey, job: JobId, __: NoQuery) -> Response:
    """A job that waits never begins; one that runs is broken off, within seconds (202).

    What it finished is kept for another job, and the published edition stays. A job that has
    ended stays as it is: asking twice does no harm, and the account of what was done is kept.
    """
    found = desk.job(job)
    desk.cancel(found)
    stops = found.state().status == "running"
    return _told(request, found, HTTPStatus.ACCEPTED if stops else HTTPStatus.OK)


@router.get(
    "/{job}/events",
    summary="What becomes of a job, as it comes",
    response_class=Response,
    responses=STREAM,
)
async def events(
    request: Request,
    desk: TheDesk,
    _: TheKey,
    job: JobId,
    __: NoParameters,
    last: LastEvent = None,
) -> Response:
    """Server-Sent Events: the document of the job at every change, until it has ended.

    Events are `status` and `progress`, numbered from 1. A client that lost the connection sends
    `Last-Event-ID` and gets those that follow. When the service stops, the stream ends before
    the job does: ask again.
    """
    found, after = desk.job(job), last or 0
    newest, wish = found.last(), found.wish()
    if newest.state.status in ENDED and after >= newest.number:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
    if getattr(request.state, "head", False):
        return Response(headers=LIVE)

    def told(event: Event) -> dict[str, Any]:
        return _document(request, found, wish, event.state)

    state = request.app.state
    stream = events_of(found, after, told, lambda: state.leaving)
    return StreamingResponse(stream, headers=LIVE)


@router.get(
    "/{job}/log",
    summary="What a job says",
    response_class=Response,
    responses=LOG,
)
def log(desk: TheDesk, _: TheKey, job: JobId, __: NoParameters) -> Response:
    """The lines of its process, the end of them where there are very many."""
    said = desk.job(job).said()
    answer = Answer(TEXT, hashlib.sha256(said).hexdigest(), lambda: [said])
    return Prepared(answer, "no-store")


def shown(request: Request, job: Job) -> dict[str, Any]:
    """The document of a job.

    Raises:
        NotHereError: the job is no more.
        FileError: its files are damaged.
    """
    return _document(request, job, job.wish(), job.state())


def _document(request: Request, job: Job, wish: Wish, state: JobState) -> dict[str, Any]:
    base, path = base_of(request.app.state.settings.public_url, request.scope), f"/v1/jobs/{job.id}"
    places = {"self": path, "events": f"{path}/events", "log": f"{path}/log"}
    return {
        "id": job.id,
        **wish.model_dump(exclude={"once"}),
        **state.model_dump(),
        "cancelling": state.status == "running" and job.stopping,
        "links": [{"rel": rel, "href": address(base, there, {})} for rel, there in places.items()],
    }


def _readable(request: Request, job: Job) -> dict[str, Any] | None:
    """The document of a job; None where it is no more, or damaged."""
    try:
        return shown(request, job)
    except MdiError:
        return None


def _told(request: Request, job: Job, status: HTTPStatus) -> Response:
    """The document of a job that was changed, and where it is."""
    document = shown(request, job)
    headers = {"Location": document["links"][0]["href"], "Cache-Control": "no-store"}
    return Response(encoded(document), int(status), headers, JSON)
