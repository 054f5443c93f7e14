"""Sources of uncertainty as inputs of a model: which numbers of a point each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.preparing import Sources

STEPS = 1 << 30  # of a number of a Sobol sequence
WEIGHTS, INSIDE, IMPUTATION, CHOICES = "weights", "weights_inside", "imputation", "choices"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs, each with its columns of a point, one after another.

    The weights are one input, or one for each domain; every stage of the choices is one; and the
    noise of a source is one, whose single number says which draw of the noise it is.

    Attributes:
        sizes: how many columns each input has.
        separate: whether every domain has an input of its own.
    """

    sizes: dict[str, int]
    separate: bool

    @classmethod
    def of(cls, result: IndexResult, sources: Sources, *, separate: bool = False) -> Inputs:
        """The inputs of these sources, weights first."""
        return cls(dict(_sizes(result, sources, separate=separate)), separate)

    def columns(self, name: str) -> slice:
        """The columns of an input; `weights` and `choices` stand for all of theirs."""
        start = 0
        first, last = None, 0
        for each, size in self.sizes.items():
            if each == name or each.startswith(f"{name}:"):
                first = start if first is None else first
                last = start + size
            start += size
        return slice(first or 0, last)

    @property
    def lower(self) -> slice:
        """The columns of all that lies below the weights of the domains."""
        return slice(self.columns(WEIGHTS).stop, sum(self.sizes.values()))

    def draw(self, points: Floats, name: str) -> Ints:
        """(r,) which draw of the noise of a source each point says."""
        numbers = points[:, self.columns(name).start]
        return np.floor(numbers * STEPS).astype(np.int64)


def _sizes(result: IndexResult, sources: Sources, *, separate: bool) -> Iterator[tuple[str, int]]:
    domains = result.tree.domains
    if sources.weights is not None and separate:
        for domain in domains:
            yield f"{WEIGHTS}:{domain.id}", 1
    elif sources.weights is not None:
        yield WEIGHTS, len(domains)
    if sources.inside is not None:
        yield INSIDE, len(sources.inside.rows(result.tree))
    for each in sources.figures:
        yield each.noises(result)[0].stream, 1
    if sources.fillings is not None:
        yield IMPUTATION, 1
    for stage in sources.choices.stages() if sources.choices else ():
        yield f"{CHOICES}:{stage}", 1
