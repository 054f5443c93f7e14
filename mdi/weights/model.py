"""Weight sets: how much each domain counts in the index."""

from __future__ import annotations

from math import fsum
from pathlib import Path
from typing import Annotated

from pydantic import Field, FiniteFloat, model_validator

from mdi.declaration import Declaration, Text, find
from mdi.domains.model import Domains
from mdi.errors import DeclarationError, Problem, did_you_mean

MOST = 1e100  # so that their sum is a number

HERE = Path(__file__).parent


class WeightSet(Declaration):
    """Weights of the domains as printed; shares are derived, never declared.

    Attributes:
        id: the name used on the command line and in addresses.
        name: Dutch and English name.
        note: where the weights come from.
        of: what the weights are parts of; where absent, their own sum. A set that is
            printed as percentages but sums to 99.9 declares 100, and its highest
            possible index is 99.9.
        weights: the weight of each domain, as printed. A domain that is not named
            does not count.
    """

    id: str = "own"
    name: Text | None = None
    note: Text | None = None
    of: Annotated[FiniteFloat, Field(gt=0)] | None = None
    weights: dict[str, float] = Field(min_length=1)

    @model_validator(mode="after")
    def _usable(self) -> WeightSet:
        wrong = [name for name, weight in self.weights.items() if not 0 <= weight <= MOST]
        if wrong:
            found = ", ".join(f"{name} = {self.weights[name]:g}" for name in wrong)
            message = f"expected weights from 0 to {MOST:g} (found {found})"
            raise ValueError(message)
        if self.total <= 0:
            message = "all weights are 0; expected at least one above 0"
            raise ValueError(message)
        return self

    @property
    def total(self) -> float:
        """The sum of the weights as printed."""
        return fsum(self.weights.values())

    @property
    def base(self) -> float:
        """What the weights are divided by in the index: `of`, or else their sum."""
        return self.of if self.of is not None else self.total

    def shares(self) -> dict[str, float]:
        """The weights divided by their sum; they sum to 1."""
        return {name: weight / self.total for name, weight in self.weights.items()}

    def within(self, domains: Domains) -> list[float]:
        """The weight of each domain, in their order; 0 where it is not named.

        Raises:
            DeclarationError: a weight is for a domain that does not exist.
        """
        known = [domain.id for domain in domains]
        problems = [
            Problem(f"weight for '{name}', which is no domain", hint=did_you_mean(name, known))
            for name in self.weights
            if name not in known
        ]
        if problems:
            raise DeclarationError(f"Weight set '{self.id}' does not fit the domains.", problems)
        return [self.weights.get(name, 0.0) for name in known]


def load_weights(name: str | Path = "mdi_nl") -> WeightSet:
    """A weight set by name, or from a TOML file of your own."""
    return find(WeightSet, HERE, name)
