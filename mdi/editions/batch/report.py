"""What a run did: for people on the screen, for machines in a file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import orjson

from mdi.editions.batch.marks import software
from mdi.editions.batch.steps import Step
from mdi.editions.batch.work import Made, peak_memory
from mdi.editions.clock import now
from mdi.errors import MdiError


@dataclass(eq=False)
class Report:
    """A report of one run.

    Attributes:
        steps: what every step did.
        edition: the name of the edition; None where none was published.
        published: whether this run published it.
        software: what it is made with. Looked up before a step begins: it loads libraries, and one
            that is broken off while it loads cannot be loaded again.
    """

    steps: list[dict[str, Any]] = field(default_factory=list)
    edition: str | None = None
    published: bool = False
    software: dict[str, str] = field(default_factory=software)
    _begun: str = field(default_factory=now)
    _start: float = field(default_factory=perf_counter)

    def reuse(self, step: Step, account: dict[str, Any]) -> None:
        """A step that was done before."""
        self.steps.append(_entry(step, "not changed") | {"reused": True, "account": account})

    def done(self, step: Step, made: Made, why: str) -> None:
        """A step that was carried out."""
        spent = {
            "seconds": round(made.seconds, 4),
            "computing_seconds": round(made.computing, 4),
            "memory_bytes": made.memory,
        }
        told = {"reused": False, **spent, "account": made.account}
        self.steps.append(_entry(step, why) | told)

    def reject(self, step: Step, error: MdiError) -> None:
        """A step that the data did not allow."""
        problems = [str(problem) for problem in error.problems] or [error.message]
        told = {"reused": False, "problems": problems, "account": {}}
        spent = {"seconds": 0.0, "computing_seconds": 0.0, "memory_bytes": 0}
        self.steps.append(_entry(step, "rejected") | told | spent)

    @property
    def name(self) -> str:
        """A name for its file."""
        return f"{self._begun.replace(':', '').replace('-', '')}-{os.getpid()}.json"

    def written(self) -> bytes:
        """The report as a file of JSON."""
        return orjson.dumps(self.plain(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def plain(self) -> dict[str, Any]:
        """The report as plain data."""
        made = [step for step in self.steps if not step["reused"]]
        worked = sum(step["seconds"] for step in made)
        computing = sum(step["computing_seconds"] for step in made)
        return {
            "edition": self.edition,
            "published": self.published,
            "begun": self._begun,
            "seconds": round(perf_counter() - self._start, 3),
            "worked_seconds": round(worked, 3),
            "computing_share": round(computing / worked, 4) if worked else None,
            "memory_bytes": max([peak_memory(), *(step["memory_bytes"] for step in made)]),
            "software": self.software,
            "reused": len(self.steps) - len(made),
            "made": len(made),
            "rejected": sum("problems" in step for step in self.steps),
            "steps": self.steps,
        }


def _entry(step: Step, why: str) -> dict[str, Any]:
    return {"kind": step.kind, "what": step.what, "key": step.key, "why": why}
