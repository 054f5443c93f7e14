"""What happens where a child is missing: one policy per file, and their union.

A policy is fitted on the reference. What is fitted fills gaps before the children are
aggregated, or settles the scores afterwards, for any areas.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mdi.missing.copula import Copula, GaussianCopula
from mdi.missing.renormalise import HandedOver, Renormalise
from mdi.missing.restored_spread import RestoredSpread, SpreadRestored
from mdi.missing.strict import Strict, Whole
from mdi.missing.zero import AtMedian, Zero

MissingPolicy = Annotated[
    Renormalise | RestoredSpread | Strict | Zero | Copula, Field(discriminator="by")
]
Completion = Annotated[
    HandedOver | SpreadRestored | Whole | AtMedian | GaussianCopula, Field(discriminator="kind")
]

__all__ = [
    "AtMedian",
    "Completion",
    "Copula",
    "GaussianCopula",
    "HandedOver",
    "MissingPolicy",
    "Renormalise",
    "RestoredSpread",
    "SpreadRestored",
    "Strict",
    "Whole",
    "Zero",
]
