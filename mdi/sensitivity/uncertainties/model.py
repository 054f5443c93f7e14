"""Sources of uncertainty: what varies, and by which distribution."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mdi.declaration import Declaration, Text, find
from mdi.sensitivity.choices import Choices
from mdi.sensitivity.dirichlet import Dirichlet
from mdi.sensitivity.imputation import Imputation
from mdi.sensitivity.inner_weights import InnerWeights
from mdi.sensitivity.model_error import ModelError
from mdi.sensitivity.rounding import Rounding
from mdi.sensitivity.sampling import Sampling
from mdi.sensitivity.suppression import Suppression
from mdi.sensitivity.uniform_weights import UniformWeights

HERE = Path(__file__).parent

Cause = Annotated[
    Dirichlet
    | UniformWeights
    | InnerWeights
    | Sampling
    | Rounding
    | Suppression
    | ModelError
    | Imputation
    | Choices,
    Field(discriminator="by"),
]


class Uncertainty(Declaration):
    """One source of uncertainty.

    Attributes:
        id: the name used on the command line.
        name: Dutch and English name.
        note: what it is, in words.
        varies: what varies, and by which distribution.
    """

    id: str = "own"
    name: Text | None = None
    note: Text | None = None
    varies: Cause


def load_uncertainty(name: str | Path) -> Uncertainty:
    """A source of uncertainty by name, or from a TOML file of your own."""
    return find(Uncertainty, HERE, name)


def load_uncertainties(
    given: Iterable[str | Path | Uncertainty],
) -> tuple[Uncertainty, ...]:
    """Several sources, each declared, or by its name or file."""
    return tuple(
        each if isinstance(each, Uncertainty) else load_uncertainty(each) for each in given
    )
