"""What the addresses of jobs answer, for the OpenAPI document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.documents import JobDocument, JobsAnswer
from api.documents.promises import PROBLEM_MEDIA
from api.examples import JOB, JOB_EVENTS, JOB_LOG, JOBS, PROBLEM, answers
from api.jobs.streaming import MEDIA

Told = dict[int | str, dict[str, Any]]


def _refused(status: HTTPStatus, description: str, **headers: str) -> dict[str, Any]:
    example = {**PROBLEM, "title": status.phrase, "status": status.value, "detail": description}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "headers": {
            name: {"description": told, "schema": {"type": "string"}}
            for name, told in headers.items()
        },
        "content": {PROBLEM_MEDIA: {"schema": schema, "example": example}},
    }


def _text(media: str, example: str) -> Told:
    return {200: {"content": {media: {"schema": {"type": "string"}, "example": example}}}}


PLACE = {
    "Location": {
        "description": "Where the job is told of.",
        "schema": {"type": "string", "format": "uri"},
    }
}
KEYLESS: Told = {
    401: _refused(
        HTTPStatus.UNAUTHORIZED,
        "There is no key, or it opens nothing.",
        **{"WWW-Authenticate": "How a key is sent."},
    ),
    403: _refused(HTTPStatus.FORBIDDEN, "The key is made for something else."),
}
ONE: Told = answers(JobDocument, JOB)
MANY: Told = answers(JobsAnswer, JOBS)
CHANGED: Told = {200: {**ONE[200], "headers": PLACE}}
TAKEN: Told = {202: CHANGED[200]}
TWICE: Told = {409: _refused(HTTPStatus.CONFLICT, "The word was sent before, with another job.")}
STREAM: Told = {
    **_text(MEDIA, JOB_EVENTS),
    204: {"description": "The job has ended, and the client has all of its events."},
}
LOG: Told = _text("text/plain", JOB_LOG)
