"""Normalisation: from raw figures to points where more is worse. The union is the registry.

Every rule is a small frozen model with a `by`; fitted on a reference it gives a `Scale`,
which scores any areas and survives a file.
"""

from typing import Annotated

from pydantic import Field

from mdi.normalisation.as_given import AsGiven
from mdi.normalisation.exponential_rank import ExponentialRank, constant_for
from mdi.normalisation.fixed_reference import FixedReference
from mdi.normalisation.goalposts import Goalposts
from mdi.normalisation.line_scale import LineScale
from mdi.normalisation.minmax import MinMax
from mdi.normalisation.normal_score import NormalScore
from mdi.normalisation.percentile_rank import PercentileRank
from mdi.normalisation.rank_scale import RankScale
from mdi.normalisation.ranks import LONGEST_TABLE, RankRule
from mdi.normalisation.rule import Rule
from mdi.normalisation.target_distance import TargetDistance
from mdi.normalisation.zscore import ZScore

Normalisation = Annotated[
    NormalScore
    | ExponentialRank
    | PercentileRank
    | ZScore
    | MinMax
    | Goalposts
    | TargetDistance
    | AsGiven
    | FixedReference,
    Field(discriminator="by"),
]

Scale = Annotated[RankScale | LineScale, Field(discriminator="kind")]

__all__ = [
    "LONGEST_TABLE",
    "AsGiven",
    "ExponentialRank",
    "FixedReference",
    "Goalposts",
    "LineScale",
    "MinMax",
    "NormalScore",
    "Normalisation",
    "PercentileRank",
    "RankRule",
    "RankScale",
    "Rule",
    "Scale",
    "TargetDistance",
    "ZScore",
    "constant_for",
]
