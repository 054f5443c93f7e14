"""Correlations of siblings, and pairs that are redundant, negative or weak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from mdi.audit.ranked import Ranked, number
from mdi.audit.thresholds import Thresholds
from mdi.tree import Node

Flag = Literal["redundant", "negative", "weak"]


@dataclass(frozen=True, slots=True)
class Siblings:
    """The correlations of the children of a node.

    Attributes:
        node: the parent.
        children: (k,) its children.
        correlations: (k, k) their correlations, None where there is none.
    """

    node: str
    children: tuple[str, ...]
    correlations: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two siblings, or two figures from anywhere, whose correlation stands out.

    Attributes:
        left: the first of the two.
        right: the second.
        parent: their parent; None for figures with different parents.
        r: their correlation.
        flag: `redundant`, `negative` or `weak`.
    """

    left: str
    right: str
    parent: str | None
    r: float
    flag: Flag


def siblings_of(ranked: Ranked) -> tuple[Siblings, ...]:
    """The correlations below every node with children, from the index down."""
    return tuple(_matrix(ranked, node) for node in ranked.parents)


def pairs_of(ranked: Ranked, limits: Thresholds) -> tuple[Pair, ...]:
    """Flagged pairs of siblings, and redundant figures of different parents.

    Source: flags of the COIN tool, European Commission, Joint Research Centre.
    """
    return (*_within(ranked, limits), *_across(ranked, limits))


def flag_of(r: float, limits: Thresholds) -> Flag | None:
    """What stands out about a correlation; a redundant pair may run either way."""
    if abs(r) > limits.redundant:
        return "redundant"
    if r < 0:
        return "negative"
    return "weak" if r < limits.weak else None


def _matrix(ranked: Ranked, node: Node) -> Siblings:
    rows = node.child_rows()
    found = ranked.correlations[rows][:, rows].tolist()
    values = tuple(tuple(number(r) for r in row) for row in found)
    return Siblings(node.id, tuple(child.id for child in node.children), values)


def _within(ranked: Ranked, limits: Thresholds) -> Iterator[Pair]:
    for node in ranked.parents:
        for left, right in combinations(node.children, 2):
            r = ranked.between(left.row, right.row)
            flag = None if r is None else flag_of(r, limits)
            if r is not None and flag is not None:
                yield Pair(left.id, right.id, node.id, r, flag)


def _across(ranked: Ranked, limits: Thresholds) -> Iterator[Pair]:
    parent = {child.id: node.id for node in ranked.parents for child in node.children}
    for left, right in combinations(ranked.leaves, 2):
        r = ranked.between(left.row, right.row)
        apart = parent[left.id] != parent[right.id]
        if apart and r is not None and flag_of(r, limits) == "redundant":
            yield Pair(left.id, right.id, None, r, "redundant")
