"""Weights inside the domains between bounds: everywhere as likely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.errors import Problem
from mdi.fitted import Floats
from mdi.result import IndexResult
from mdi.sensitivity.varying import Varying
from mdi.tree import Node, Tree

Level = Literal["indicators", "parts"]


class InnerWeights(Varying):
    """Each weight lies between (1 − f) and (1 + f) times its own; siblings are ÷ their sum after that.

    The weights inside a domain are seldom printed, and then taken to be equal. The weights of the
    domains themselves are another source.

    Attributes:
        within: f, how far a weight may be from the declared one, as a part of it.
        levels: whose weights: of indicators in their domain, and of the parts of indicators.

    Source: formula F27.
    """

    by: Literal["inner_weights"] = "inner_weights"
    within: FiniteFloat = Field(default=0.25, gt=0, lt=1)
    levels: tuple[Level, ...] = Field(default=("indicators", "parts"), min_length=1)

    def rows(self, tree: Tree) -> tuple[int, ...]:
        """The rows of the nodes whose weight varies: those that have siblings."""
        return tuple(child.row for parent in self._parents(tree) for child in parent.children)

    def weights(self, tree: Tree, numbers: Floats) -> DrawnInside:
        """The weights of every draw.

        Args:
            tree: the nodes, with their declared weights.
            numbers: (draws, m) numbers from 0 to 1, for the m nodes that vary.
        """
        rows = self.rows(tree)
        weight = {node.row: node.weight for node in tree.nodes()}
        declared = np.array([weight[row] for row in rows])
        return DrawnInside(rows, declared * (1 - self.within + 2 * self.within * numbers))

    def refusals(self, result: IndexResult) -> list[Problem]:
        """See `Varying.refusals`."""
        parents = list(self._parents(result.tree))
        learnt = [node.id for node in parents if result.scoring.learns(node.id)]
        if learnt:
            what = f"inner weights: the method finds those of {', '.join(learnt)} in the data"
            return [Problem(what, hint="leave them out, or declare 'declared' weighting")]
        if parents:
            return []
        levels = " or ".join(self.levels)
        return [Problem(f"inner weights: there are no {levels} with a sibling")]

    def _parents(self, tree: Tree) -> Iterator[Node]:
        """The nodes whose children have another weight in every draw."""
        parents = [*tree.domains] if "indicators" in self.levels else []
        parents += tree.groups() if "parts" in self.levels else []
        return (node for node in parents if len(node.children) > 1)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnInside:
    """Weights inside the domains, of every draw.

    Attributes:
        rows: (m,) the rows of the nodes.
        weights: (draws, m).
    """

    rows: tuple[int, ...]
    weights: Floats

    def __len__(self) -> int:
        return len(self.weights)

    def of(self, draw: int, root: Node) -> Node:
        """The tree below a node, with the weights of a draw."""
        own = dict(zip(self.rows, self.weights[draw].tolist(), strict=True))

        def drawn(node: Node) -> Node:
            weight = own.get(node.row, node.weight)
            return replace(node, weight=weight, children=tuple(map(drawn, node.children)))

        return drawn(root)
