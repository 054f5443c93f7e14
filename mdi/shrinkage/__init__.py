"""Small numbers: figures of small areas are drawn towards those of a larger group.

Every rule is a small declaration with a `by`; the union is the registry.
"""

from typing import Annotated

from pydantic import Field

from mdi.shrinkage.centres import GroupCentres
from mdi.shrinkage.event_rate import EventRate
from mdi.shrinkage.mean import Mean
from mdi.shrinkage.proportion import Proportion
from mdi.shrinkage.refusals import no_target, refusals
from mdi.shrinkage.shrunken import Shrunken

Shrinkage = Annotated[Proportion | EventRate | Mean, Field(discriminator="by")]

__all__ = [
    "EventRate",
    "GroupCentres",
    "Mean",
    "Proportion",
    "Shrinkage",
    "Shrunken",
    "no_target",
    "refusals",
]
