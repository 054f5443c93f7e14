"""The tree of the index, flattened: index → domain → indicator → part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mdi.domains.model import Direction, Domains, Indicator
from mdi.weights.model import WeightSet

Kind = Literal["index", "domain", "indicator"]


@dataclass(frozen=True, slots=True)
class Node:
    """One node and its row in the matrix of points.

    Attributes:
        id: the id of the domain, indicator or part; ``index`` for the root.
        kind: domain, indicator (also its parts) or the index itself.
        row: its row; the leaves come first, the index is the last.
        weight: its weight among the children of its parent, as printed.
        sign: −1 where more of an inner node is better; the sign of a leaf is the table's.
        children: the nodes below it.
        indicator: the declaration of an indicator or part.
    """

    id: str
    kind: Kind
    row: int
    weight: float
    children: tuple[Node, ...] = ()
    indicator: Indicator | None = None
    sign: float = 1.0

    def child_rows(self) -> NDArray[np.int64]:
        """Rows of the children."""
        return np.array([child.row for child in self.children], np.int64)

    def child_weights(self) -> NDArray[np.float64]:
        """Weights of the children."""
        return np.array([child.weight for child in self.children], np.float64)


@dataclass(frozen=True, slots=True)
class Tree:
    """All nodes of an index.

    Attributes:
        root: the index.
        rows: how many nodes there are.
        leaves: how many of them are leaves; they have the first rows.
        scale: the sum of the weights ÷ what they are parts of; 0.999 for `mdi_nl`.
    """

    root: Node
    rows: int
    leaves: int
    scale: float

    @property
    def domains(self) -> tuple[Node, ...]:
        """The nodes of the domains, in order; their rows follow one another."""
        return self.root.children

    def groups(self) -> list[Node]:
        """Indicators with parts, the deepest first."""
        found: list[Node] = []
        level = [node for domain in self.domains for node in domain.children]
        while level:
            found = [node for node in level if node.children] + found
            level = [child for node in level for child in node.children]
        return found

    def nodes(self) -> list[Node]:
        """Every node, the root first."""
        found, stack = [], [self.root]
        while stack:
            node = stack.pop()
            found.append(node)
            stack += reversed(node.children)
        return found

    def leaf_nodes(self) -> list[Node]:
        """The nodes of the figures."""
        return [node for node in self.nodes() if not node.children]

    def leaf_weights(self) -> NDArray[np.float64]:
        """(leaves,) weight of each leaf: the domain's as printed × shares inside it."""
        weights = np.zeros(self.leaves)
        stack = [(domain, domain.weight) for domain in self.domains]
        while stack:
            node, weight = stack.pop()
            if not node.children:
                weights[node.row] = weight
            total = sum(child.weight for child in node.children)
            stack += [(child, weight * child.weight / total) for child in node.children]
        return weights


def grow(domains: Domains, weights: WeightSet) -> Tree:
    """Flatten the domains with their weights.

    Raises:
        DeclarationError: the weight set names a domain that does not exist.
    """
    leaves = {leaf.id: row for row, leaf in enumerate(domains.leaves())}
    following = iter(range(len(leaves), 10**9))

    def of(indicator: Indicator) -> Node:
        children = tuple(of(part) for part in indicator.parts)
        row = next(following) if children else leaves[indicator.id]
        sign = _sign(indicator.direction)
        return Node(indicator.id, "indicator", row, indicator.weight, children, indicator, sign)

    inside = [tuple(of(indicator) for indicator in domain.indicators) for domain in domains]
    nodes = tuple(
        Node(
            domain.id,
            "domain",
            next(following),
            weight,
            children,
            sign=_sign(domain.direction),
        )
        for domain, weight, children in zip(domains, weights.within(domains), inside, strict=True)
    )
    row = next(following)
    root = Node("index", "index", row, 1.0, nodes)
    return Tree(root, row + 1, len(leaves), weights.total / weights.base)


def _sign(direction: Direction) -> float:
    return 1.0 if direction == "worse" else -1.0
