"""The yardstick: all that was fitted on one reference, to measure other areas or years with."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from mdi.aggregation import Combiner
from mdi.domains.model import Direction, Domains
from mdi.errors import DeclarationError, FileError
from mdi.faults import problems_of
from mdi.fitted import Fitted
from mdi.methods.model import Method
from mdi.missing import Completion
from mdi.normalisation import Scale
from mdi.shrinkage import GroupCentres
from mdi.treatment import Treated
from mdi.weighting import ChildWeights
from mdi.weights.model import WeightSet


class NodeFit(Fitted):
    """What was fitted for one node.

    Attributes:
        drawn_to: what the figures of small areas are drawn to.
        treated: how its outliers are tamed.
        completion: how gaps among its children are filled.
        weights: how its children are weighed.
        combiner: how their points become its score.
        scale: from its figures, or its score, to points.
    """

    drawn_to: tuple[GroupCentres, ...] = ()
    treated: Treated | None = None
    completion: Completion | None = None
    weights: ChildWeights | None = None
    combiner: Combiner | None = None
    scale: Scale | None = None


class Yardstick(Fitted):
    """All that was fitted on one reference: the areas of one level in one year.

    Scores of other areas or years that are measured with one yardstick can be compared.

    Attributes:
        fingerprint: of the result it was fitted for.
        engine: the version that fitted it.
        level: the level of the areas.
        year: their year.
        areas: how many areas the reference has.
        domains: the tree.
        offered: the indicators of which the reference had figures.
        better: the indicators of which more is better.
        method: the rules.
        weights: the weights of the domains.
        fits: what was fitted, by node.
    """

    fingerprint: str
    engine: str
    level: str
    year: int
    areas: int
    domains: Domains
    offered: tuple[str, ...]
    better: tuple[str, ...] = ()
    method: Method
    weights: WeightSet
    fits: dict[str, NodeFit] = Field(repr=False)

    def turned(self, direction: Direction) -> set[str]:
        """The indicators with figures that do not run in this direction."""
        better = set(self.better) & set(self.offered)
        return better if direction == "worse" else set(self.offered) - better

    def save(self, path: str | Path) -> Path:
        """Write it as JSON, whole or not at all; it comes back to the last bit.

        Raises:
            FileError: the file cannot be written.
        """
        from mdi.writing import write_bytes  # noqa: PLC0415

        return write_bytes(Path(path), self.model_dump_json().encode())

    @classmethod
    def load(cls, path: str | Path) -> Yardstick:
        """Read one that was saved.

        Raises:
            FileError: the file cannot be read.
            DeclarationError: it is no yardstick.
        """
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            raise FileError(f"{path} cannot be read: {reason}.") from None
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise DeclarationError(f"{path} is not a yardstick.", problems_of(error, cls)) from None
