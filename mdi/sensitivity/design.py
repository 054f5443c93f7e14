"""The points at which a model is asked, so that its variance can be divided over its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mdi.errors import DeclarationError
from mdi.fitted import Floats


@dataclass(frozen=True, slots=True, eq=False)
class SobolDesign:
    """Two independent samples of N points in the unit cube, and all their mixtures.

    An input may have several columns: inputs that hang together, such as the weights of a set,
    or all indicators of a domain, are one group with one index.

    Attributes:
        inputs: how many of the d columns each input has, in order.
        a: (N, d) numbers from 0 to 1.
        b: (N, d) as many others.

    Source: formula F28; Saltelli et al. (2010), Computer Physics Communications 181.
    """

    inputs: Mapping[str, int]
    a: Floats
    b: Floats

    @classmethod
    def drawn(cls, inputs: Mapping[str, int], size: int, seed: int = 0) -> SobolDesign:
        """Draw from a Sobol sequence scrambled as Owen did; the same seed, the same points.

        Args:
            inputs: how many columns each input has.
            size: N, a power of 2, in which the sequence is balanced.
            seed: of the scrambling.

        Raises:
            DeclarationError: there is no input, one has no column, or N is no power of 2.
        """
        from scipy.stats.qmc import Sobol  # noqa: PLC0415

        if not inputs or min(inputs.values()) < 1:
            raise DeclarationError("Every input needs a column or more, and there is one at least.")
        if size < 2 or size & (size - 1):
            raise DeclarationError(
                f"The size is {size}, and a Sobol sequence is balanced in powers of 2.",
                hint=f"Ask for {1 << max(size - 1, 1).bit_length()} points.",
            )
        width = sum(inputs.values())
        points = Sobol(2 * width, rng=np.random.default_rng(seed)).random(size)
        return cls(dict(inputs), points[:, :width].copy(), points[:, width:].copy())

    @property
    def runs(self) -> int:
        """How often the model is asked: N(k + 2) times for k inputs."""
        return len(self.a) * (len(self.inputs) + 2)

    def mixed(self, name: str) -> Floats:
        """(N, d) the points of a, with the columns of one input from b."""
        return self._with(name, self.a, self.b)

    def turned(self, name: str) -> Floats:
        """(N, d) the points of b, with the columns of one input from a."""
        return self._with(name, self.b, self.a)

    def _with(self, name: str, points: Floats, others: Floats) -> Floats:
        """(N, d) points, with the columns of one input from others."""
        start = sum(
            self.inputs[each] for each in list(self.inputs)[: list(self.inputs).index(name)]
        )
        columns = slice(start, start + self.inputs[name])
        mixed = points.copy()
        mixed[:, columns] = others[:, columns]
        return mixed

    def blocks(self) -> Iterator[Floats]:
        """The (N, d) points at which the model is asked: a, b, and a mixture for each input."""
        yield self.a
        yield self.b
        for name in self.inputs:
            yield self.mixed(name)
