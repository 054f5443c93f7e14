"""Answers: a strong ETag for each representation, 304 where the client has it, the coding it reads.

Every representation (format, language, coordinate system, coding) has an ETag of its own. What
lies ready compressed is sent as it lies; what is made now is compressed now where that pays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool

Buffer = bytes | memoryview
Pieces = Sequence[Buffer]

CODINGS = ("zstd", "gzip")  # the best first
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
        packed: makes it in a coding in which it lies ready, by the name of the coding.
        headers: more headers.
        heavy: whether the body takes longer to make than a moment; then others are answered
            meanwhile.
        status: of an answer that is not an error.
    """

    media: str
    mark: str
    make: Callable[[], Pieces]
    packed: Mapping[str, Callable[[], Pieces]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    heavy: bool = False
    status: int = HTTPStatus.OK


async def send_answer(answer: Answer, scope: Mapping[str, Any], send: Any, control: str) -> None:
    """Send an answer, or say that the client has it (RFC 9110, 13.1.2).

    Args:
        answer: the answer.
        scope: of the request.
        send: as ASGI has it.
        control: the header `Cache-Control`.
    """
    given = dict(scope["headers"])
    coding = _coding(given.get(b"accept-encoding", b"").decode("latin-1"), answer)
    etag = _etag(answer, scope, coding)
    headers = [
        (b"etag", etag),
        (b"vary", VARY),
        (b"cache-control", control.encode()),
        *((name.lower().encode(), text.encode("latin-1")) for name, text in answer.headers.items()),
    ]
    if answer.status == HTTPStatus.NO_CONTENT:
        await _send(send, answer.status, headers, ())
        return
    if _has(given.get(b"if-none-match"), etag):
        await _send(send, HTTPStatus.NOT_MODIFIED, headers, ())
        return
    if answer.heavy:
        pieces, done = await run_in_threadpool(_body, answer, coding)
    else:
        pieces, done = _body(answer, coding)
    if done:
        headers.append((b"content-encoding", done.encode()))
    headers.append((b"content-type", answer.media.encode()))
    headers.append((b"content-length", b"%d" % size_of(pieces)))
    await _send(send, answer.status, headers, () if scope["method"] == "HEAD" else pieces)


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
    return sum(memoryview(piece).nbytes for piece in pieces)


def compressed(coding: str, pieces: Pieces) -> bytes:
    """A body in one of `CODINGS`, as fast as goes."""
    if coding == "gzip":
        from isal import isal_zlib  # noqa: PLC0415

        made = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31)
        return b"".join([*map(made.compress, pieces), made.flush()])
    import pyarrow as pa  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, coding) as stream:
        for piece in pieces:
            stream.write(piece)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _coding(accepted: str, answer: Answer) -> str | None:
    """The coding in which an answer goes out; one that lies ready goes before others."""
    read = _codings(accepted)
    ready = [coding for coding in read if coding in answer.packed]
    return next(iter(ready or read), None)


@lru_cache(256)
def _codings(header: str) -> tuple[str, ...]:
    """Which of ours a client reads, the best first (RFC 9110, 12.5.3)."""
    told: dict[str, bool] = {}
    for part in header.lower().split(","):
        name, _, parameter = (each.strip() for each in part.partition(";"))
        told[name] = parameter.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return tuple(coding for coding in CODINGS if told.get(coding, told.get("*", False)))


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
