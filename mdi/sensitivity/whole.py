"""Draws in which figures, rules or fillings vary: every draw is a whole pass through the tree."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mdi.fitted import Bools, Floats, Ints
from mdi.plan import Plan
from mdi.result import IndexResult
from mdi.scoring import Scoring
from mdi.sensitivity.drawing import FEW, Ranks
from mdi.sensitivity.drawn_figures import Keys, draw_figures
from mdi.sensitivity.drawn_scoring import DrawnScoring
from mdi.sensitivity.inner_weights import DrawnInside
from mdi.sensitivity.varying import Noise
from mdi.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One combination of choices.

    Attributes:
        plan: the rules of every node.
        values: (leaves, n) the figures that enter the index.
        noises: what is drawn of them, each with the key of its numbers.
        factor: multiplies the index.
    """

    plan: Plan
    values: Floats
    noises: tuple[tuple[Noise, int], ...]
    factor: float


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """All that a draw is made of. See `Drawing`.

    The areas that count are those of the result in every draw.

    Attributes:
        areas: (m,) the areas that count.
        tree: the nodes, with the weights of the result.
        signs: (leaves,) +1 where a higher figure is worse, −1 where it is better.
        reference: (n,) the areas that count.
        keys: (n,) the key of each area.
        variants: the combinations of choices.
        chosen: (draws,) which of them.
        weights: (draws, k) weights of the domains; None where they do not vary.
        inside: weights inside the domains; None where they do not vary.
        seed: of the noise.
        fillings: whether what is missing is drawn.
    """

    areas: Ints
    tree: Tree
    signs: Floats
    reference: Bools
    keys: Keys
    variants: tuple[Variant, ...]
    chosen: Ints
    weights: Floats | None
    inside: DrawnInside | None
    seed: int
    fillings: bool

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.chosen)

    @property
    def most(self) -> int:
        """See `Drawing.most`."""
        return len(self.areas)

    @property
    def light(self) -> bool:
        """See `Drawing.light`."""
        return len(self.areas) < FEW

    def fill(self, first: int, ranks: Ranks) -> None:
        """See `Drawing.fill`."""
        from mdi.core.ranking import ranks_downward  # noqa: PLC0415

        points = np.empty((self.tree.rows, len(self.reference)))
        given = np.empty(len(self.areas), np.int32)
        for draw, row in enumerate(ranks, first):
            self.score(draw, points)
            ranks_downward(points[self.tree.root.row][self.areas], given)
            row[:] = given

    def score(self, draw: int, points: Floats) -> None:
        """Write the (rows, n) points of every node in one draw."""
        variant = self.variants[self.chosen[draw]]
        figures = variant.values.copy()
        for noise, key in variant.noises:
            draw_figures(noise, key, draw, self.keys, figures[noise.row])
        keys = self.keys if self.fillings else None
        of_draw = (self._tree(draw), variant.plan, self.reference, points)
        scoring: Scoring = DrawnScoring(*of_draw, seed=self.seed, draw=draw, areas=keys)
        scoring.run(figures, self.signs, variant.factor)

    def _tree(self, draw: int) -> Tree:
        """The tree with the weights of a draw."""
        root = self.tree.root if self.inside is None else self.inside.of(draw, self.tree.root)
        if self.weights is not None:
            pairs = zip(root.children, self.weights[draw].tolist(), strict=True)
            children = tuple(replace(child, weight=weight) for child, weight in pairs)
            root = replace(root, children=children)
        return self.tree if root is self.tree.root else replace(self.tree, root=root)


def signs_of(result: IndexResult) -> Floats:
    """(leaves,) +1 where a higher figure is worse, −1 where it is better."""
    return np.array([figures.sign for figures in result.table.figures])
