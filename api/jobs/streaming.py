"""What becomes of a job, as it comes: Server-Sent Events (HTML Living Standard, 9.2).

An event has the number of its line, so that a client which lost its connection asks for what
came after the last one that it has (`Last-Event-ID`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson

from api.jobs.job import ENDED, Event, Job
from mdi.errors import MdiError

MEDIA = "text/event-stream"
PAUSE = 0.2  # seconds between two looks
BEAT = 15.0  # seconds after which a comment says that we are still there
RETRY = 2_000  # milliseconds after which a client that lost us asks again

Shown = Callable[[Event], dict[str, Any]]


async def events_of(
    job: Job, after: int, shown: Shown, leaving: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """The events of a job, until it has ended or the service is about to stop.

    Args:
        job: the job.
        after: the number of the last event that the client has; 0 for none.
        shown: the document of an event.
        leaving: whether the service is about to stop.
    """
    yield f"retry: {RETRY}\n\n".encode()
    events, quiet = job.events(), 0.0
    while True:
        try:
            new = list(events.new())
        except MdiError:  # the job was removed
            return
        for event in new:
            if event.number > after:
                yield written(event, shown(event))
        if leaving() or any(event.state.status in ENDED for event in new):
            return
        quiet = 0.0 if new else quiet + PAUSE
        if quiet >= BEAT:
            quiet = 0.0
            yield b": still there\n\n"
        await asyncio.sleep(PAUSE)


def written(event: Event, document: dict[str, Any]) -> bytes:
    """An event as it is sent."""
    data = orjson.dumps(document)
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.number, event.kind.encode(), data)
