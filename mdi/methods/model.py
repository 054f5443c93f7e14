"""Methods: which rules lead from figures to the index."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from mdi.aggregation import Aggregation, Arithmetic
from mdi.declaration import Declaration, Text, find
from mdi.missing import MissingPolicy, Renormalise
from mdi.normalisation import Normalisation
from mdi.ranking import Deciles
from mdi.shrinkage import Shrinkage
from mdi.treatment import Treatment
from mdi.weighting import Declared, Weighting

HERE = Path(__file__).parent

INDEX = "index"


class NodeRules(Declaration):
    """The rules of one node, where they differ from those of the method.

    Attributes:
        shrinkage: of a figure: what steadies it where few people stand behind it.
        treatment: of a figure: what tames its outliers.
        normalisation: of a figure: from raw figures to points.
        missing: of a parent: what happens where a child is missing.
        weighting: of a parent: how its children are weighed.
        aggregation: of a parent: how their points become one score.
        transformation: of a parent: from that score to its points.
    """

    shrinkage: Shrinkage | None = None
    treatment: Treatment | None = None
    normalisation: Normalisation | None = None
    missing: MissingPolicy | None = None
    weighting: Weighting | None = None
    aggregation: Aggregation | None = None
    transformation: Normalisation | None = None

    def given(self) -> list[str]:
        """The names of the rules that are declared."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


NO_RULES = NodeRules()


class Method(Declaration):
    """The rules of each stage, and who counts. What a node declares itself goes first.

    Attributes:
        id: the name used on the command line and in addresses.
        name: Dutch and English name.
        note: what it does, in words.
        shrinkage: what steadies figures with few people behind them; each indicator takes
            the first rule that fits its measure, model estimates take none.
        treatment: what tames the outliers of figures.
        indicators: from the figures of an indicator to its points.
        missing: what happens where a child of a node is missing.
        weighting: how the children of a node are weighed.
        aggregation: how the points of children become one score.
        domains: from the score of a domain to its points; where absent, the score itself.
        index: `weights`: Σ weight × points ÷ what the weights are parts of; `shares`:
            the mean by shares, so that the index keeps the scale of the points.
        nodes: the rules of single nodes by their id; `index` is the root.
        min_population: areas with fewer inhabitants are not ranked.
        min_coverage: the least part of the offered weight that an area must have.
        min_for_deciles: with fewer ranked areas there are no deciles.
        deciles: how ranks become deciles.
    """

    id: str = "own"
    name: Text | None = None
    note: Text | None = None
    shrinkage: tuple[Shrinkage, ...] = ()
    treatment: Treatment | None = None
    indicators: Normalisation
    missing: MissingPolicy = Renormalise()
    weighting: Weighting = Declared()
    aggregation: Aggregation = Arithmetic()
    domains: Normalisation | None = None
    index: Literal["weights", "shares"] = "shares"
    nodes: dict[str, NodeRules] = Field(default_factory=dict)
    min_population: float = Field(default=50, ge=0, allow_inf_nan=False)
    min_coverage: float = Field(default=0.5, ge=0, le=1)
    min_for_deciles: int = Field(default=20, ge=1)
    deciles: Deciles = Deciles()

    @model_validator(mode="after")
    def _no_zeros(self) -> Method:
        """Refuse a mean that needs points above 0 over points that may be 0."""
        if any(rules.normalisation or rules.transformation for rules in self.nodes.values()):
            return self  # who lies under whom is known with the tree; `plan_of` looks there
        declared = {"every node": self.aggregation} | {
            f"'{name}'": rules.aggregation
            for name, rules in self.nodes.items()
            if rules.aggregation is not None
        }
        for node, aggregation in declared.items():
            below = (self.domains if node == f"'{INDEX}'" else None) or self.indicators
            low = (below.bounds() or (-1.0, 1.0))[0]
            if aggregation.needs_positive and not below.positive:
                message = (
                    f"aggregation '{aggregation.by}' of {node} needs points above 0, and "
                    f"'{below.by}' gives 0 or less; choose a scale with a floor above 0"
                )
                raise ValueError(message)
            if aggregation.refuses_negative and low < 0:
                message = (
                    f"aggregation '{aggregation.by}' of {node} needs points of 0 or more, and "
                    f"'{below.by}' gives less; choose a scale with a floor"
                )
                raise ValueError(message)
        return self

    def of(self, node: str) -> NodeRules:
        """What is declared for one node."""
        return self.nodes.get(node, NO_RULES)

    @property
    def linear(self) -> bool:
        """Whether the points of a domain are the plain mean of its children's points."""
        return self.domains is None and self.aggregation.additive and not self.nodes

    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest points of a domain, where the method has bounds."""
        return (self.domains or self.indicators).bounds()


def load_method(name: str | Path = "imd") -> Method:
    """A method by name, or from a TOML file of your own."""
    return find(Method, HERE, name)
