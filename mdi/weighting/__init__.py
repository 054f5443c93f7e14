"""How the children of a node are weighed against each other.

A weighting is declared by its `by`, fitted on the areas of the reference in which all
children are observed, and gives `ChildWeights`: the weights, and flags for whoever reads
the results. Signs are reported and never flipped. What it costs in clarity:

==================  =========================================================================
`declared`          the weights as declared: a choice that people make
`equal`             all the same
`factor_analysis`   what the children have in common, as in England and Scotland
`first_component`   the direction in which the children vary most together
`entropy`           more for a child of which the areas differ more; as a diagnostic
`critic`            the same, and less for a child that repeats others; as a diagnostic
==================  =========================================================================
"""

from typing import Annotated

from pydantic import Field

from mdi.weighting.child_weights import ChildWeights
from mdi.weighting.critic import Critic
from mdi.weighting.declared import Declared
from mdi.weighting.entropy import Entropy
from mdi.weighting.equal import Equal
from mdi.weighting.factor_analysis import FactorAnalysis
from mdi.weighting.first_component import FirstComponent

Weighting = Annotated[
    Declared | Equal | FactorAnalysis | FirstComponent | Entropy | Critic,
    Field(discriminator="by"),
]

__all__ = [
    "ChildWeights",
    "Critic",
    "Declared",
    "Entropy",
    "Equal",
    "FactorAnalysis",
    "FirstComponent",
    "Weighting",
]
