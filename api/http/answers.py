"""Answers: a strong ETag for each representation, 304 where the client has it, the coding it reads.

Every representation (format, language, coordinate system, coding) has an ETag of its own. What
lies ready compressed is sent as it lies; what is made now is compressed now where that pays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool

from api.http.codings import coding_of, compressed

Buffer = bytes | memoryview
Pieces = Sequence[Buffer]

WORTH = 1400  # bytes; less fits into one packet as it is
RUN = 1 << 18  # bytes that are sent at a time
VARY = b"Accept, Accept-Encoding, Accept-Language"


@dataclass(frozen=True)
class Answer:
    """An answer, before it is known in which coding it goes out.

    Attributes:
        media: the media type.
        mark: what it follows from: answers of one mark at one address are the same bytes.
        make: makes the body; not called where the client has it.
        packed: makes it in a coding in which it lies ready, by the name of the coding, the best
            first.
        headers: more headers.
        heavy: whether the body takes longer to make than a moment; then others are answered
            meanwhile.
        large: whether it takes longer than a moment to compress it.
        status: of an answer that is not an error.
    """

    media: str
    mark: str
    make: Callable[[], Pieces]
    packed: Mapping[str, Callable[[], Pieces]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    heavy: bool = False
    large: bool = False
    status: int = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes out.

    Attributes:
        status: of HTTP.
        headers: names, in small letters, and values.
        pieces: of the body.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    pieces: Pieces


async def send_answer(answer: Answer, scope: Mapping[str, Any], send: Any, control: str) -> None:
    """Send an answer, or say that the client has it.

    Args:
        answer: the answer.
        scope: of the request.
        send: as ASGI has it.
        control: the header `Cache-Control`.
    """
    if takes_a_moment(answer, scope):
        reply = reply_of(answer, scope, control)
    else:
        reply = await run_in_threadpool(reply_of, answer, scope, control)
    pieces = () if scope["method"] == "HEAD" else reply.pieces
    await _send(send, reply.status, reply.headers, pieces)


def takes_a_moment(answer: Answer, scope: Mapping[str, Any]) -> bool:
    """Whether an answer is made and compressed so fast that others may wait for it."""
    if answer.heavy or not answer.large:
        return not answer.heavy
    coding = _coding(answer, dict(scope["headers"]))
    return coding is None or coding in answer.packed


def reply_of(answer: Answer, scope: Mapping[str, Any], control: str) -> Reply:
    """An answer in the coding of the client, or that the client has it (RFC 9110, 13.1.2)."""
    given = dict(scope["headers"])
    coding = _coding(answer, given)
    etag = _etag(answer, scope, coding)
    headers = [
        (b"etag", etag),
        (b"vary", VARY),
        (b"cache-control", control.encode()),
        *((name.lower().encode(), text.encode("latin-1")) for name, text in answer.headers.items()),
    ]
    if answer.status == HTTPStatus.NO_CONTENT:
        return Reply(answer.status, headers, ())
    if _has(given.get(b"if-none-match"), etag):
        return Reply(HTTPStatus.NOT_MODIFIED, headers, ())
    pieces, done = _body(answer, coding)
    if done:
        headers.append((b"content-encoding", done.encode()))
    headers.append((b"content-type", answer.media.encode()))
    headers.append((b"content-length", b"%d" % size_of(pieces)))
    return Reply(answer.status, headers, pieces)


def _coding(answer: Answer, given: Mapping[bytes, bytes]) -> str | None:
    """The coding that a client with these headers is sent."""
    return coding_of(given.get(b"accept-encoding", b"").decode("latin-1"), answer.packed)


def _body(answer: Answer, coding: str | None) -> tuple[Pieces, str | None]:
    """The body in a coding, and in which it is in the end."""
    if coding is None:
        return answer.make(), None
    if coding in answer.packed:
        return answer.packed[coding](), coding
    pieces = answer.make()
    if size_of(pieces) < WORTH:
        return pieces, None
    return [compressed(coding, pieces)], coding


def size_of(pieces: Pieces) -> int:
    """How many bytes pieces have together."""
    return sum([p.nbytes if isinstance(p, memoryview) else len(p) for p in pieces])


def _etag(answer: Answer, scope: Mapping[str, Any], coding: str | None) -> bytes:
    """A strong ETag of this representation."""
    parts = (answer.mark, answer.media, coding or "", scope["path"])
    whole = "\n".join(parts).encode() + b"?" + scope.get("query_string", b"")
    return b'"' + hashlib.blake2b(whole, digest_size=12).hexdigest().encode() + b'"'


def _has(known: bytes | None, etag: bytes) -> bool:
    """Whether the client has it; compared weakly, as `If-None-Match` is."""
    if known is None:
        return False
    return known.strip() == b"*" or etag in (
        tag.strip() for tag in known.replace(b"W/", b"").split(b",")
    )


async def _send(
    send: Any, status: int, headers: Sequence[tuple[bytes, bytes]], pieces: Pieces
) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": [*headers]})
    runs = list(_runs(pieces)) or [b""]
    for number, run in enumerate(runs, 1):
        more = number < len(runs)
        await send({"type": "http.response.body", "body": run, "more_body": more})


def _runs(pieces: Pieces) -> Iterator[Buffer]:
    """The pieces, small ones joined: every sending costs as much as some kilobytes."""
    small: list[Buffer] = []
    size = 0
    for piece in pieces:
        length = memoryview(piece).nbytes
        if length >= RUN:
            yield from _joined(small)
            yield piece
            small, size = [], 0
            continue
        small.append(piece)
        size += length
        if size >= RUN:
            yield from _joined(small)
            small, size = [], 0
    yield from _joined(small)


def _joined(pieces: Pieces) -> Iterator[Buffer]:
    if pieces:
        yield pieces[0] if len(pieces) == 1 else b"".join(pieces)
