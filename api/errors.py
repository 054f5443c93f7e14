"""Errors as `application/problem+json` (RFC 9457): one table from error to status."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.http import methods
from api.http.formats import NotAcceptableError
from api.mistakes import mistakes
from api.problems import plain, short, told
from geodata.errors import ClassificationError, GeodataError
from mdi.errors import (
    ComputationError,
    DeclarationError,
    FileError,
    MdiError,
    TableError,
    UnknownAreaError,
)

PROBLEM = "application/problem+json"
INVALID = "The request is not valid"
LONGEST_DETAIL = 2_000  # signs
WAITING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
AGAIN = 5  # seconds after which to ask again, where nothing else is known

STATUS: dict[type[Exception], HTTPStatus] = {
    UnknownAreaError: HTTPStatus.NOT_FOUND,
    NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    DeclarationError: HTTPStatus.BAD_REQUEST,
    ComputationError: HTTPStatus.BAD_REQUEST,
    ClassificationError: HTTPStatus.BAD_REQUEST,
    TableError: HTTPStatus.SERVICE_UNAVAILABLE,
    FileError: HTTPStatus.SERVICE_UNAVAILABLE,
    MdiError: HTTPStatus.INTERNAL_SERVER_ERROR,
    GeodataError: HTTPStatus.SERVICE_UNAVAILABLE,
}

DETAIL = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address cannot be asked in this way.",
}

log = logging.getLogger("mdi.api")


class NotHereError(MdiError):
    """There is nothing at this address."""

    title = "Not found"


class GoneError(MdiError):
    """What was at this address is not kept any more."""

    title = "Gone"


class NothingToServeError(MdiError):
    """There is no edition that can be served."""

    title = "There is nothing to serve yet"


class BusyError(MdiError):
    """What is asked cannot be made at this moment."""

    title = "Busy"


STATUS[BusyError] = HTTPStatus.SERVICE_UNAVAILABLE
STATUS[GoneError] = HTTPStatus.GONE
STATUS[NotHereError] = HTTPStatus.NOT_FOUND
STATUS[NothingToServeError] = HTTPStatus.SERVICE_UNAVAILABLE


def problem(
    status: int,
    title: str,
    detail: str,
    hint: str | None = None,
    problems: Sequence[dict[str, Any]] = (),
) -> Response:
    """A problem document; where another time would do, it says when."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": short(detail, LONGEST_DETAIL),
    }
    if hint:
        content["hint"] = short(hint)
    if problems:
        content["problems"] = told(problems)
    headers = {"Content-Language": "en"}
    if status in WAITING:
        headers["Retry-After"] = str(AGAIN)
    return Response(orjson.dumps(content), int(status), headers, media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document."""
    for kind in (MdiError, GeodataError):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def status_of(error: Exception) -> HTTPStatus:
    """The status of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


async def _known(_: Request, error: Exception) -> Response:
    status = status_of(error)
    title, hint = getattr(error, "title", status.phrase), getattr(error, "hint", None)
    told = isinstance(error, NothingToServeError | BusyError)  # once, when it was found
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not told:
        log.error("%s: %s", title, error)
        return problem(status, title, "The data of this service cannot be used at the moment.")
    if status == HTTPStatus.BAD_REQUEST:
        title = INVALID
    found = [plain(each) for each in getattr(error, "problems", ())]
    return problem(status, title, getattr(error, "message", status.phrase), hint, found)


async def _invalid(request: Request, error: Exception) -> Response:
    """Parameters and bodies that do not hold up: 400, all of them at once."""
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    found = list(mistakes(request.scope.get("endpoint"), errors))
    detail = "; ".join(each.what for each in found)
    return problem(HTTPStatus.BAD_REQUEST, INVALID, detail, None, [plain(each) for each in found])


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status, headers = HTTPStatus(error.status_code), dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        if "path_of_ogc" not in request.scope:  # which tells it completely
            headers["Allow"] = methods.allowed(request) or headers.get("Allow", "")
        if request.method == "OPTIONS":
            return methods.told(headers["Allow"])
    detail = (
        str(error.detail)
        if error.detail != status.phrase
        else DETAIL.get(status, status.description)
    )
    answer = problem(status, status.phrase, detail)
    answer.headers.update(headers)
    return answer


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected error at %s", request.url.path, exc_info=error)
    detail = "This is our mistake, not yours. It has been written to the log."
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here", detail)
