"""What a service with jobs needs, and asking it while it runs."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from api.jobs.job import ENDED
from api.jobs.place import JobsPlace
from api.keyring import add_key
from api.settings import Settings
from mdi.editions.store.store import Store
from mdi.errors import MdiError
from tests.api.serving import Serving, serving


class Office:
    """A folder with plans, a store and keys.

    Attributes:
        folder: the folder.
        key: a key that opens jobs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = add_key(folder / "keys.toml", "planner", ("jobs",)).written

    def places(self) -> dict[str, Path]:
        names = {"store": "store", "jobs": "jobs", "plans": "plans", "keys": "keys.toml"}
        return {setting: self.folder / name for setting, name in names.items()}

    def settings(self, **more: Any) -> Settings:
        return Settings(**self.places(), **more)

    @property
    def place(self) -> JobsPlace:
        return JobsPlace(self.folder / "jobs")

    @property
    def store(self) -> Store:
        return Store.open(self.folder / "store")

    @contextmanager
    def serving(self, **more: Any) -> Iterator[Jobs]:
        """The service as a real process."""
        with serving(self.folder, **self.places(), **more) as service:
            yield Jobs(service, self.key)

    def end_jobs(self) -> None:
        """End the processes of jobs that still run."""
        for job in self.place.jobs() if self.place.root.exists() else ():
            with suppress(MdiError):
                if job.state().status in ENDED:
                    continue
                for group in processes(job.log.read_text()):
                    with suppress(ProcessLookupError):
                        os.killpg(group, signal.SIGKILL)


class Jobs:
    """Jobs of a service that runs.

    Attributes:
        service: the service.
    """

    def __init__(self, service: Serving, key: str) -> None:
        self.service, self._key = service, key

    def ask(self, method: str, address: str = "", body: Any = None, **headers: str) -> Any:
        """Status, headers and document."""
        content = json.dumps(body) if body is not None else None
        told = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        status, heads, found = self.service.get(
            f"/v1/jobs{address}", method, content, **{**told, **headers}
        )
        return status, heads, json.loads(found)

    def start(self, plan: str, **more: Any) -> str:
        status, _, document = self.ask("POST", "", {"plan": plan, **more})
        assert status == 202, document
        return document["id"]

    def one(self, job: str) -> dict[str, Any]:
        status, _, document = self.ask("GET", f"/{job}")
        assert status == 200, document
        return document

    def until(self, job: str, patience: float = 90, **wanted: Any) -> dict[str, Any]:
        """Its document, once it has these members; `done` counts finished steps."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            document = self.one(job)
            if all(_has(document, name, value) for name, value in wanted.items()):
                return document
            if document["status"] in ENDED:
                break
            time.sleep(0.05)
        raise AssertionError((document, self.log(job), self.service.log.read_text()))

    def log(self, job: str) -> str:
        return self.service.get(
            f"/v1/jobs/{job}/log", "GET", None, Authorization=f"Bearer {self._key}"
        )[2].decode()

    @contextmanager
    def stream(self, job: str, after: int | None = None) -> Iterator[Iterator[dict[str, Any]]]:
        """The events of a job as they come; each says when it came."""
        connection = HTTPConnection("127.0.0.1", self.service.port, timeout=90)
        headers = {"Authorization": f"Bearer {self._key}"}
        if after is not None:
            headers["Last-Event-ID"] = str(after)
        try:
            connection.request("GET", f"/v1/jobs/{job}/events", headers=headers)
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.headers["content-type"] == "text/event-stream"
            yield events_in(answer)
        finally:
            connection.close()


def _has(document: dict[str, Any], name: str, value: Any) -> bool:
    if name == "done":
        return document["progress"]["done"] >= value
    return document[name] == value


def events_in(answer: Any) -> Iterator[dict[str, Any]]:
    """Events as the standard says that a stream is read."""
    event: dict[str, Any] = {}
    for raw in answer:
        line = raw.decode().removesuffix("\n")
        if line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif "data" in event:
            yield {
                "id": int(event["id"]),
                "event": event["event"],
                "came": time.monotonic(),
                "data": json.loads(event["data"]),
            }
            event = {}


def processes(log: str) -> list[int]:
    """The processes that a log tells of."""
    return [int(each) for each in re.findall(r"process (\d+),", log)]


def gone(group: int, patience: float = 30) -> bool:
    """Until a process and all that it started are no more."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
