"""Files as they lie: with their digest, from any byte on, and not again to who has them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.digests import repr_digest
from api.http.refusals import Refusal
from mdi.errors import FileError

RUN = 1 << 20  # bytes that are read at a time
RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class File:
    """A file that never changes. One that was made may go when nobody holds this any more.

    Attributes:
        path: where it lies.
        sha256: of its bytes, in hexadecimal.
        media: the media type.
        name: under which readers save it.
    """

    path: Path
    sha256: str
    media: str
    name: str


class FileAnswer(Response):
    """Sends a file, or the part of it that is asked for (RFC 9110, 14; RFC 9530).

    One range is sent; where several are asked for, the whole file is, as the standard allows.

    Args:
        file: the file.
        control: the header `Cache-Control`.
    """

    def __init__(self, file: File, control: str) -> None:
        super().__init__(
            media_type=file.media,
            headers={
                "ETag": f'"{file.sha256}"',
                "Repr-Digest": repr_digest(file.sha256),
                "Accept-Ranges": "bytes",
                "Cache-Control": control,
                "Content-Disposition": f'attachment; filename="{file.name}"',
            },
        )
        self.file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it.

        Raises:
            FileError: it is not there any more.
        """
        try:
            file = await run_in_threadpool(self.file.path.open, "rb")
        except OSError:
            raise FileError(f"'{self.file.path}' is not there any more.") from None
        with file:
            await self._answer(file, scope, receive, send)

    async def _answer(self, file: BinaryIO, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is asked for of the open file, which may lose its name meanwhile."""
        request = Request(scope)
        size, etag = os.fstat(file.fileno()).st_size, self.headers["etag"]
        begin, end = 0, size
        if _has(request.headers.get("if-none-match"), etag):
            self.status_code, end = HTTPStatus.NOT_MODIFIED, 0
        elif part := _part(request, etag, size):
            begin, end = part
            if begin >= end:
                detail = f"The file has {size} bytes; there are none where you ask."
                headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
                status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
                await Refusal(status, detail, headers)(scope, receive, send)
                return
            self.status_code = HTTPStatus.PARTIAL_CONTENT
            self.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
        if self.status_code != HTTPStatus.NOT_MODIFIED:
            self.headers["Content-Length"] = str(end - begin)
        else:
            del self.headers["content-length"]
        head = "head" in scope.get("state", {})
        await self._send(send, _runs(file, begin, begin if head else end))

    async def _send(self, send: Send, runs: Iterator[bytes]) -> None:
        status = int(self.status_code)
        await send({"type": "http.response.start", "status": status, "headers": self.raw_headers})
        async for run in iterate_in_threadpool(runs):
            await send({"type": "http.response.body", "body": run, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _runs(file: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    file.seek(begin)
    while begin < end:
        run = file.read(min(RUN, end - begin))
        if not run:
            return
        begin += len(run)
        yield run


def _has(known: str | None, etag: str) -> bool:
    """Whether the client has it; compared weakly, as `If-None-Match` is."""
    if known is None:
        return False
    return known.strip() == "*" or etag in re.findall(r'"[^"]*"', known)


def _part(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """The first byte that is asked for and the one behind the last; None for all of them."""
    asked = RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is None or not any(asked.groups()):
        return None
    if request.headers.get("if-range", etag) != etag:
        return None
    first, last = asked.groups()
    if first is None:
        return max(size - int(last), 0), size
    if last is not None and int(last) < int(first):
        return None
    return int(first), size if last is None else min(int(last) + 1, size)
