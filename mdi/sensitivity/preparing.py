"""From a result and its sources of uncertainty to what draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mdi.errors import ComputationError, Problem
from mdi.fitted import Floats, Ints
from mdi.methods.model import Method
from mdi.plan import plan_of
from mdi.result import IndexResult
from mdi.sensitivity.choices import Choices
from mdi.sensitivity.drawing import Drawing
from mdi.sensitivity.drawn_figures import key_of, keys_of
from mdi.sensitivity.imputation import Imputation
from mdi.sensitivity.inner_weights import DrawnInside, InnerWeights
from mdi.sensitivity.sequence import further, sobol
from mdi.sensitivity.uncertainties.model import Uncertainty
from mdi.sensitivity.varying import Varying, VaryingFigures, VaryingWeights
from mdi.sensitivity.weights_alone import WeightsAlone
from mdi.sensitivity.whole import Variant, Whole, signs_of
from mdi.steadying import steady


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of uncertainty, sorted by what they vary.

    Attributes:
        weights: of the domains.
        inside: weights inside the domains.
        figures: single figures, in the order in which they are drawn.
        fillings: what is missing.
        choices: of the method.
    """

    weights: VaryingWeights | None
    inside: InnerWeights | None
    figures: tuple[VaryingFigures, ...]
    fillings: Imputation | None
    choices: Choices | None

    @classmethod
    def of(cls, uncertainties: Sequence[Uncertainty], result: IndexResult) -> Sources:
        """Sort the sources.

        Raises:
            ComputationError: some cannot be drawn for this result; all reasons at once.
        """
        varying: list[Varying] = [each.varies for each in uncertainties]
        problems = list(repeated(varying))
        problems += [problem for each in varying for problem in each.refusals(result)]
        if problems:
            raise ComputationError("Not all sources of uncertainty can be drawn.", problems)
        return cls(
            weights=next((each for each in varying if isinstance(each, VaryingWeights)), None),
            inside=next((each for each in varying if isinstance(each, InnerWeights)), None),
            figures=tuple(each for each in varying if isinstance(each, VaryingFigures)),
            fillings=next((each for each in varying if isinstance(each, Imputation)), None),
            choices=next((each for each in varying if isinstance(each, Choices)), None),
        )

    @property
    def nothing_below(self) -> bool:
        """Whether nothing but the weights of the domains varies."""
        return not (self.inside or self.figures or self.fillings or self.choices)


def repeated(varying: Sequence[Varying]) -> list[Problem]:
    """Nothing at all, or two sources of the same kind."""
    if not varying:
        hint = "name at least one, such as 'weights' or 'sampling'"
        return [Problem("no source of uncertainty is named", hint=hint)]
    kinds = ["weights" if isinstance(v, VaryingWeights) else type(v).__name__ for v in varying]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    return [Problem(f"two sources vary the same: {kind}", hint="keep one") for kind in twice]


def prepare(result: IndexResult, sources: Sources, draws: int, seed: int) -> Drawing:
    """What draws.

    Args:
        result: the index.
        sources: what varies.
        draws: how many draws.
        seed: of the sequence and of the noise.

    Raises:
        ComputationError: a choice cannot be computed for this table.
    """
    domains = len(result.tree.domains)
    stages = () if sources.choices is None else tuple(sources.choices.stages().values())
    numbers = sobol(draws, domains + len(stages), seed)
    weights = None
    if sources.weights is not None:
        printed = result.tree.root.child_weights()
        weights = sources.weights.weights(printed / printed.sum(), numbers[:, :domains])
        if sources.nothing_below and WeightsAlone.bearable(result):
            return WeightsAlone.of(result, weights)
    methods = [result.method] if sources.choices is None else sources.choices.methods(result.method)
    return Whole(
        areas=np.flatnonzero(result.reference),
        tree=result.tree,
        signs=signs_of(result),
        reference=result.reference,
        keys=keys_of(result.table.codes),
        variants=tuple(variant_of(result, method, sources, seed) for method in methods),
        chosen=chosen_of(numbers[:, domains:], [len(options) for options in stages]),
        weights=weights,
        inside=_inside(result, sources, draws, seed, numbers.shape[1]),
        seed=seed,
        fillings=sources.fillings is not None,
    )


def _inside(
    result: IndexResult, sources: Sources, draws: int, seed: int, after: int
) -> DrawnInside | None:
    """The weights inside the domains, where they vary."""
    if sources.inside is None:
        return None
    columns = len(sources.inside.rows(result.tree))
    return sources.inside.weights(result.tree, further(draws, columns, seed, after))


def variant_of(result: IndexResult, method: Method, sources: Sources, seed: int) -> Variant:
    """The plan, figures and noise under one combination of choices."""
    table, tree = result.table, result.tree
    steadied = result.steadied
    if method is not result.method:
        steadied = steady(table, tree, method)
    of_method = replace(result, method=method, steadied=steadied)
    noises = [noise for each in sources.figures for noise in each.noises(of_method)]
    noises.sort(key=lambda noise: noise.moves)
    names = [figures.indicator.id for figures in table.figures]
    return Variant(
        plan=plan_of(tree, method),
        values=steadied.values,
        noises=tuple((n, key_of(seed, n.stream, names[n.row] + n.part)) for n in noises),
        factor=tree.scale if method.index == "weights" else 1.0,
    )


def chosen_of(numbers: Floats, options: Sequence[int]) -> Ints:
    """(draws,) the combination of choices: the last stage changes first."""
    chosen = np.zeros(len(numbers), np.int64)
    for column, count in zip(numbers.T, options, strict=True):
        chosen = chosen * count + np.minimum((column * count).astype(np.int64), count - 1)
    return chosen
