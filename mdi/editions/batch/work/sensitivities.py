"""Draw how sure the ranks of a result are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import mdi
from mdi.editions.batch.work.checks import CheckWork
from mdi.editions.batch.work.made import Clock, Made, kept, made
from mdi.methods.model import Method
from mdi.sensitivity.asked import Answer, Question
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    from mdi.sensitivity.certainty import Certainty

SENSITIVITY = "sensitivity.parquet"


@dataclass(frozen=True)
class SensitivityWork:
    """Draw how sure the ranks of a result are.

    Attributes:
        key: of the step.
        table: how the table is read.
        weights: the weight set.
        method: the method.
        question: what varies.
    """

    key: str
    table: CheckWork
    weights: WeightSet
    method: Method
    question: Question

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Compute, draw and count; where nothing can be drawn, there is no file."""
        from mdi.writing import WRITERS  # noqa: PLC0415

        clock, table = Clock(), self.table.read()
        begun = perf_counter()
        result = mdi.compute(table, weights=self.weights, method=self.method)
        answer = self.question.answer(result)
        computing, outputs = perf_counter() - begun, dict[str, Path]()
        if answer is not None:
            content = WRITERS[".parquet"](answer)
            outputs[SENSITIVITY] = kept(scratch, self.key, SENSITIVITY, content)
        told = {"left_out": self.question.left_out(result)} if answer is None else _account(answer)
        yield made(self.key, outputs, {"rows": len(result), **told}, clock, computing)


def _account(answer: Answer) -> dict[str, Any]:
    """What a report tells of the draws."""
    told = answer.provenance["sensitivity"]
    names = ("draws", "seed", "classes", "stability", "left_out", "fingerprint")
    vary = [each.id for each in answer.found.uncertainties]
    return {"vary": vary, **{name: told[name] for name in names}}


def certainty_of(file: Path | None, result: mdi.IndexResult) -> Certainty | None:
    """How sure the ranks of a result are, from the file that an earlier step has made of it."""
    from mdi.sensitivity.certainty import read_certainty  # noqa: PLC0415

    return None if file is None else read_certainty(file, result)
