"""Methods: which rules lead from figures to the index."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from mdi.declaration import Declaration, Text, find
from mdi.normalisation import Normalisation

HERE = Path(__file__).parent


class Method(Declaration):
    """The rules of each stage, and who counts.

    Attributes:
        id: the name used on the command line and in addresses.
        name: Dutch and English name.
        note: what it does, in words.
        indicators: from the figures of an indicator to its points.
        domains: from the mean of a domain's children to its points; where absent, the
            mean itself.
        index: `weights`: Σ weight × points ÷ what the weights are parts of; `shares`:
            the mean by shares, so that the index keeps the scale of the points.
        min_population: areas with fewer inhabitants are not ranked.
        min_coverage: the least part of the offered weight that an area must have.
        min_for_deciles: with fewer ranked areas there are no deciles.
    """

    id: str = "own"
    name: Text | None = None
    note: Text | None = None
    indicators: Normalisation
    domains: Normalisation | None = None
    index: Literal["weights", "shares"] = "shares"
    min_population: float = Field(default=50, ge=0, allow_inf_nan=False)
    min_coverage: float = Field(default=0.5, ge=0, le=1)
    min_for_deciles: int = Field(default=20, ge=1)

    @property
    def linear(self) -> bool:
        """Whether the points of a domain are the plain mean of its children's points."""
        return self.domains is None

    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest points of a domain, where the method has bounds."""
        return (self.domains or self.indicators).bounds()


def load_method(name: str | Path = "imd") -> Method:
    """A method by name, or from a TOML file of your own."""
    return find(Method, HERE, name)
