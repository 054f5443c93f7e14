"""How sure the ranks of a folder or a plan are to be: what a declaration asks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from mdi.declaration import Declaration
from mdi.errors import MdiError, Problem
from mdi.result import IndexResult
from mdi.sensitivity.compute import MOST, sensitivity
from mdi.sensitivity.preparing import repeated
from mdi.sensitivity.uncertainties.model import Uncertainty, load_uncertainty

if TYPE_CHECKING:
    import pandas as pd

    from mdi.sensitivity.model import Sensitivity


class Asked(Declaration):
    """What `[sensitivity]` asks of every index of a catalogue or a plan.

    Attributes:
        vary: sources of uncertainty, by name, or by path relative to the file.
        draws: how many draws.
        seed: of all numbers.
    """

    vary: tuple[str, ...] = Field(min_length=1)
    draws: int = Field(default=1000, ge=1, le=MOST)
    seed: int = Field(default=1, ge=0)

    def question(self, folder: Path, problems: list[Problem] | None = None) -> Question:
        """The same with every source read.

        Args:
            folder: what paths are relative to.
            problems: is told what is wrong, instead of raising.

        Raises:
            DeclarationError, FileError: a source is not there or does not hold up.
        """
        found: list[Uncertainty] = []
        for name in self.vary:
            try:
                found.append(load_uncertainty(folder / name if name.endswith(".toml") else name))
            except MdiError as error:
                if problems is None:
                    raise
                problems += error.problems or [Problem(error.message.rstrip("."), hint=error.hint)]
        if problems is not None and found:
            problems += _twice([each.id for each in found])
            problems += repeated([each.varies for each in found])
        return Question(tuple(found), self.draws, self.seed)


def _twice(names: list[str]) -> list[Problem]:
    hint = "give every source an 'id' of its own"
    twice = sorted({name for name in names if names.count(name) > 1})
    return [Problem(f"names the source of uncertainty '{name}' twice", hint=hint) for name in twice]


@dataclass(frozen=True, slots=True)
class Question:
    """What varies in every index, and how often it is drawn.

    Attributes:
        sources: of uncertainty.
        draws: how many draws.
        seed: of all numbers.
    """

    sources: tuple[Uncertainty, ...]
    draws: int
    seed: int

    def left_out(self, result: IndexResult) -> dict[str, list[str]]:
        """The sources that cannot be drawn for a result, by id, each with why."""
        refusals = {each.id: each.varies.refusals(result) for each in self.sources}
        return {name: [str(each) for each in why] for name, why in refusals.items() if why}

    def answer(self, result: IndexResult) -> Answer | None:
        """How sure the ranks of a result are; None where there is nothing to draw or to rank.

        A source that cannot be drawn for this result is left out, and said.
        """
        left_out = self.left_out(result)
        drawn = tuple(each for each in self.sources if each.id not in left_out)
        if not drawn or not result.ranked:
            return None
        found = sensitivity(
            result.table,
            self.draws,
            self.seed,
            vary=drawn,
            weights=result.weights,
            method=result.method,
        )
        return Answer(found, left_out)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """How sure the ranks of a result are, as a file beside it tells.

    Attributes:
        found: what the draws say.
        left_out: sources that were asked for and could not be drawn, by id, each with why.
    """

    found: Sensitivity
    left_out: dict[str, list[str]]

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it came from, as plain data, with what was left out."""
        whole = self.found.provenance
        return {**whole, "sensitivity": {**whole["sensitivity"], "left_out": self.left_out}}

    def to_frame(self) -> pd.DataFrame:
        """One row for each area: its code, and what the frame of the result does not have."""
        frame = self.found.to_frame()
        known = set(self.found.result.to_frame().columns) - {"area_code"}
        return frame.drop(columns=[name for name in frame if name in known])
