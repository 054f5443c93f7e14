"""The ranks of an index at points of the unit cube: what it would be if the sources fell out so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.drawing import Ranks, rank_type
from mdi.sensitivity.drawn_figures import Keys, draw_figures, keys_of
from mdi.sensitivity.drawn_scoring import DrawnScoring
from mdi.sensitivity.inner_weights import DrawnInside
from mdi.sensitivity.inputs import CHOICES, IMPUTATION, INSIDE, STEPS, WEIGHTS, Inputs
from mdi.sensitivity.preparing import Sources, chosen_of, variant_of
from mdi.sensitivity.weights_alone import WeightsAlone
from mdi.sensitivity.whole import Variant, signs_of
from mdi.tree import Tree

HALF_STEP = 0.5 / STEPS


@dataclass(frozen=True, eq=False)
class PointModel:
    """An index whose sources of uncertainty are given as numbers from 0 to 1.

    The same point gives the same ranks, bit for bit, whoever asks and after whatever other point.

    Attributes:
        result: the index as it is.
        sources: what varies.
        inputs: which numbers of a point each source has.
        areas: (m,) the areas that are ranked, as positions in the table.
        seed: of the noise.
        variants: the combinations of choices.
        keys: (n,) the key of each area.
        alone: the kernel's own layout, where nothing but weights varies; its weights are not used.
    """

    result: IndexResult
    sources: Sources
    inputs: Inputs
    areas: Ints
    seed: int
    variants: tuple[Variant, ...]
    keys: Keys
    alone: WeightsAlone | None

    @classmethod
    def of(
        cls, result: IndexResult, sources: Sources, seed: int, *, separate: bool = False
    ) -> PointModel:
        """The model of these sources.

        Args:
            result: the index as it is.
            sources: what varies.
            seed: of the noise.
            separate: whether the weight of every domain is an input of its own.

        Raises:
            ComputationError: a choice cannot be computed for this table.
        """
        inputs, choices = Inputs.of(result, sources, separate=separate), sources.choices
        alone = None
        if sources.nothing_below and WeightsAlone.bearable(result):
            alone = WeightsAlone.of(result, np.empty((0, len(result.tree.domains))))
        methods = [result.method] if choices is None else choices.methods(result.method)
        variants = () if alone else (variant_of(result, each, sources, seed) for each in methods)
        return cls(
            result=result,
            sources=sources,
            inputs=inputs,
            areas=np.flatnonzero(result.reference) if alone is None else alone.areas,
            seed=seed,
            variants=tuple(variants),
            keys=keys_of(result.table.codes),
            alone=alone,
        )

    def tell(self, points: Floats, told: Callable[[int, Ranks], None]) -> None:
        """Rank at (r, d) points, in an order in which what they share is made once.

        Args:
            points: numbers from 0 to 1.
            told: is told the place of a point and its (m,) ranks, which are then overwritten.
        """
        points = np.clip(points, HALF_STEP, 1 - HALF_STEP)
        weights = self._weights(points)
        if self.alone is None or weights is None:
            self._whole(points, told)
            return
        ranks = np.empty((len(points), len(self.areas)), rank_type(len(self.areas)))
        replace(self.alone, weights=weights).fill(0, ranks)
        for place, row in enumerate(ranks):
            told(place, row)

    def _whole(self, points: Floats, told: Callable[[int, Ranks], None]) -> None:
        """Whole passes; where only the weights differ from the point before, just its last step."""
        from mdi.core.ranking import ranks_downward  # noqa: PLC0415

        draws = _Draws.at(self, points)
        lower = [row.tobytes() for row in points[:, self.inputs.lower]]
        ranks, scoring, before = np.empty(len(self.areas), np.int32), None, None
        for place in sorted(range(len(points)), key=lambda at: lower[at]):
            if scoring is None or lower[place] != before:
                scoring = self._passed(draws, place)
            else:
                scoring = self._weighed(scoring, draws, place)
            before = lower[place]
            ranks_downward(scoring.points[self.result.tree.root.row][self.areas], ranks)
            told(place, ranks)

    def _passed(self, draws: _Draws, place: int) -> DrawnScoring:
        """A whole pass through the tree."""
        variant = self.variants[draws.chosen[place]]
        figures = variant.values.copy()
        for noise, key in variant.noises:
            draw = int(draws.noise[noise.stream][place])
            draw_figures(noise, key, draw, self.keys, figures[noise.row])
        tree, reference = self._tree(draws, place), self.result.reference
        scoring = DrawnScoring(
            tree,
            variant.plan,
            reference,
            np.empty((tree.rows, len(reference))),
            seed=self.seed,
            draw=int(draws.filled[place]),
            areas=self.keys if self.sources.fillings is not None else None,
        )
        scoring.run(figures, signs_of(self.result), variant.factor)
        return scoring

    def _weighed(self, before: DrawnScoring, draws: _Draws, place: int) -> DrawnScoring:
        """The pass before, its domains added up anew."""
        tree = self._tree(draws, place)
        scoring = replace(before, tree=tree, filled={})
        for domain in tree.domains:
            if domain.row in before.filled:  # they are filled in again
                scoring.points[domain.row][before.filled[domain.row]] = np.nan
        factor = self.variants[draws.chosen[place]].factor
        known = {node.row for node in tree.nodes()} - {tree.root.row}
        scoring.run(np.empty((0, 0)), np.empty(0), factor, known)
        return scoring

    def _tree(self, draws: _Draws, place: int) -> Tree:
        """The tree with the weights of a point."""
        tree = self.result.tree
        root = tree.root if draws.inside is None else draws.inside.of(place, tree.root)
        if draws.weights is not None:
            pairs = zip(root.children, draws.weights[place].tolist(), strict=True)
            children = tuple(replace(child, weight=weight) for child, weight in pairs)
            root = replace(root, children=children)
        return tree if root is tree.root else replace(tree, root=root)

    def _weights(self, points: Floats) -> Floats | None:
        """(r, k) weights of the domains; None where they do not vary."""
        if self.sources.weights is None:
            return None
        printed = self.result.tree.root.child_weights()
        numbers = points[:, self.inputs.columns(WEIGHTS)]
        return self.sources.weights.weights(printed / printed.sum(), numbers)


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """What (r,) points say of every source."""

    weights: Floats | None
    inside: DrawnInside | None
    chosen: Ints
    noise: dict[str, Ints]
    filled: Ints

    @classmethod
    def at(cls, model: PointModel, points: Floats) -> _Draws:
        inputs, sources, tree = model.inputs, model.sources, model.result.tree
        stages = () if sources.choices is None else sources.choices.stages().values()
        inside = None
        if sources.inside is not None:
            inside = sources.inside.weights(tree, points[:, inputs.columns(INSIDE)])
        streams = {noise.stream for variant in model.variants for noise, _ in variant.noises}
        fills = sources.fillings is not None
        return cls(
            weights=model._weights(points),  # noqa: SLF001
            inside=inside,
            chosen=chosen_of(points[:, inputs.columns(CHOICES)], [len(each) for each in stages]),
            noise={stream: inputs.draw(points, stream) for stream in streams},
            filled=inputs.draw(points, IMPUTATION) if fills else np.zeros(len(points), np.int64),
        )
