"""How surely an area is in the most deprived tenth, in one word."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from mdi.declaration import Declaration
from mdi.fitted import Floats

HERE = Path(__file__).parent

Share = Annotated[float, Field(gt=0, le=1)]


class Reliability(StrEnum):
    """Whether an area is in the most deprived tenth."""

    CERTAINLY = "certainly"
    PROBABLY = "probably"
    POSSIBLY = "possibly"
    NOT = "not"


class Thresholds(Declaration):
    """From which share of the draws on an area is certainly, probably or possibly in it."""

    id: str
    certainly: Share
    probably: Share
    possibly: Share

    @model_validator(mode="after")
    def _falling(self) -> Thresholds:
        if not self.certainly > self.probably > self.possibly:
            message = "expected 'certainly' above 'probably' above 'possibly'"
            raise ValueError(message)
        return self

    def of(self, shares: Floats) -> tuple[Reliability | None, ...]:
        """The class of every area; None where there is no share (NaN)."""
        reached = [shares >= least for least in (self.certainly, self.probably, self.possibly)]
        words = [*Reliability, None]
        place = np.select([np.isnan(shares), *reached], [4, 0, 1, 2], 3)
        return tuple(words[i] for i in place.tolist())


@cache
def thresholds() -> Thresholds:
    """The thresholds that are shipped."""
    return Thresholds.read(HERE / "reliability.toml")
