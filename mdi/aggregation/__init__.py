"""Children → parent: the rules of aggregation, and what they become when fitted.

Every rule renormalises the weights over the children that are observed (F23), and gives
NaN where none is. Points and scores are worse when higher.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mdi.aggregation.adjusted_mazziotta_pareto import AdjustedMazziottaPareto
from mdi.aggregation.alkire_foster import AlkireFoster
from mdi.aggregation.arithmetic import Arithmetic
from mdi.aggregation.copeland import Copeland, Outranking
from mdi.aggregation.geometric import Geometric
from mdi.aggregation.harmonic import Harmonic
from mdi.aggregation.mazziotta_pareto import MazziottaPareto
from mdi.aggregation.penalised import Penalised
from mdi.aggregation.power_mean import PowerMean

Aggregation = Annotated[
    Arithmetic
    | Geometric
    | Harmonic
    | PowerMean
    | MazziottaPareto
    | AdjustedMazziottaPareto
    | Copeland
    | AlkireFoster,
    Field(discriminator="by"),
]

Combiner = Annotated[
    Arithmetic | Geometric | Harmonic | PowerMean | AlkireFoster | Penalised | Outranking,
    Field(discriminator="by"),
]

__all__ = [
    "AdjustedMazziottaPareto",
    "Aggregation",
    "AlkireFoster",
    "Arithmetic",
    "Combiner",
    "Copeland",
    "Geometric",
    "Harmonic",
    "MazziottaPareto",
    "Outranking",
    "Penalised",
    "PowerMean",
]
