"""The ranked areas of a result: what an audit looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mdi.audit.correlation import correlations
from mdi.fitted import Bools, Floats
from mdi.tree import Node

if TYPE_CHECKING:
    from mdi.result import IndexResult


@dataclass(frozen=True, eq=False)
class Ranked:
    """A result without the areas that are not ranked.

    Attributes:
        result: the index of n areas, m of them ranked.
    """

    result: IndexResult

    @cached_property
    def here(self) -> Bools:
        """(n,) the ranked areas."""
        return np.asarray(self.result.rank > 0)

    @cached_property
    def areas(self) -> int:
        """How many areas are ranked."""
        return int(self.here.sum())

    @cached_property
    def coverage(self) -> float | None:
        """Their mean coverage; None where no area is ranked."""
        return float(self.result.coverage[self.here].mean()) if self.areas else None

    @cached_property
    def points(self) -> Floats:
        """(rows, m) points of every node, more is worse."""
        return np.ascontiguousarray(self.result.points[:, self.here])

    @cached_property
    def correlations(self) -> Floats:
        """(rows, rows) correlations of all nodes."""
        return correlations(self.points)

    @cached_property
    def observed(self) -> Bools:
        """(rows,) whether a node has points in any ranked area."""
        return np.asarray(~np.isnan(self.points).all(axis=1))

    @cached_property
    def parents(self) -> tuple[Node, ...]:
        """All nodes with children, from the index down."""
        found = [self.result.tree.root]
        for node in found:
            found += [child for child in node.children if child.children]
        return tuple(found)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """All leaves, by row."""
        found = [child for node in self.parents for child in node.children if not child.children]
        return tuple(sorted(found, key=lambda node: node.row))

    @cached_property
    def domain_of(self) -> dict[str, str]:
        """The domain of every node below the domains."""
        found: dict[str, str] = {}
        for parent in self.parents[1:]:
            domain = found.get(parent.id, parent.id)
            found |= {child.id: domain for child in parent.children}
        return found

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of every node."""
        below = {child.id: child.row for node in self.parents for child in node.children}
        return {self.result.tree.root.id: self.result.tree.root.row, **below}

    @cached_property
    def turned(self) -> dict[str, float]:
        """−1 where a node is turned round, by declaration, on its way to the domain."""
        found = {domain.id: 1.0 for domain in self.result.tree.domains}
        for parent in self.parents[1:]:
            sign = found[parent.id] * parent.sign
            found |= {child.id: sign for child in parent.children}
        return found

    def weights(self, node: Node) -> Floats:
        """(k,) the weights of the children of a node, as they were used; they sum to 1."""
        given = self.result.weights_of(node)
        return np.asarray(given / given.sum())

    def between(self, left: int, right: int, sign: float = 1.0) -> float | None:
        """The correlation of two rows, times a sign; None where there is none."""
        return number(sign * float(self.correlations[left, right]) + 0.0)


def number(value: float) -> float | None:
    """A number for readers: None where there is none."""
    return value if np.isfinite(value) else None
