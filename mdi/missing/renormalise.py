"""The weights of missing children pass to those that are there."""

from __future__ import annotations

from typing import ClassVar, Literal

from mdi.fitted import Bools, Floats
from mdi.missing.policy import Completing, Policy
from mdi.status import Filled


class HandedOver(Completing):
    """Nothing to learn: the aggregation divides by the weight that was observed."""

    kind: Literal["renormalise"] = "renormalise"


class Renormalise(Policy):
    """The score of what is observed: Σ_o w x ÷ Σ_o w.

    Source: formula F23; OECD/JRC Handbook on Constructing Composite Indicators.
    """

    by: Literal["renormalise"] = "renormalise"
    filled: ClassVar[Filled] = Filled.HANDED_OVER

    def fit(self, rows: Floats, reference: Bools) -> HandedOver:  # noqa: ARG002
        """See `Policy.fit`."""
        return HandedOver()
