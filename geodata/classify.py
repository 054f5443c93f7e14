"""Values into classes: declared rules, their breaks by mapclassify.

A class holds the values above its lower and up to its upper bound; the lowest class holds its
lower bound too. The rules are small frozen models that know themselves by `by`, so the same
words work in TOML, in a request and in Python.
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, field_validator

from geodata.errors import ClassificationError

Values = np.ndarray[Any, np.dtype[np.float64]]
Count = Annotated[int, Field(ge=2, le=9)]
EXACT = 5_000  # natural breaks take n² steps: beyond this, that many evenly spaced ranks stand in


@dataclass(frozen=True, eq=False)
class Classes:
    """Which class each value is in; classes go from low to high.

    Attributes:
        index: class of each value, 0 to k − 1; −1 where it is missing (n,).
        lower: lower bound of each class (k).
        upper: upper bound of each class, itself included (k).
        counts: how many values are in each class (k).
        missing: how many values are missing.
        notes: why there are fewer classes than were asked for, in words.
    """

    index: np.ndarray[Any, np.dtype[np.int8]]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    counts: tuple[int, ...]
    missing: int
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many classes there are."""
        return len(self.upper)


class Rule(BaseModel, ABC):
    """What all classifications share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def classify(self, values: Values) -> Classes:
        """Put every value in one class.

        Args:
            values: numbers (n,), NaN where missing.

        Raises:
            ClassificationError: infinite values.
        """
        values = np.asarray(values, dtype=np.float64)
        if np.isinf(values).any():
            message = f"{np.isinf(values).sum()} values are infinite."
            raise ClassificationError(message, hint="Classes are made of finite numbers.")
        known = np.sort(values[~np.isnan(values)])
        if not known.size:
            index = np.full(values.shape, -1, dtype=np.int8)
            return Classes(index, (), (), (), values.size, ("there are no values",))
        return self._place(values, known)

    def _place(self, values: Values, known: Values) -> Classes:
        upper = self._upper(known)
        missing = np.isnan(values)
        index = np.searchsorted(upper[:-1], values, side="left").astype(np.int8)
        index[missing] = -1
        counts = np.bincount(index[~missing], minlength=upper.size)
        lower = (min(known[0].item(), upper[0].item()), *upper[:-1].tolist())
        return Classes(
            index,
            lower,
            tuple(upper.tolist()),
            tuple(counts.tolist()),
            int(missing.sum()),
            self._notes(known, upper.size),
        )

    @abstractmethod
    def _upper(self, known: Values) -> Values:
        """Upper bounds of the classes, ascending; no value lies above the last."""

    def _notes(self, known: Values, made: int) -> tuple[str, ...]:  # noqa: ARG002 -- for children
        """What is to be said about the number of classes."""
        return ()


class Counted(Rule):
    """A rule that is told how many classes to make: `Quantile(5)` or `Quantile(classes=5)`."""

    classes: Count = 5

    def __init__(self, classes: int = 5, **given: Any) -> None:
        BaseModel.__init__(self, classes=classes, **given)

    def _notes(self, known: Values, made: int) -> tuple[str, ...]:
        if made == self.classes:
            return ()
        few = np.unique(known).size == made
        why = "there are no more different values" if few else "many areas tie at a break"
        return (f"{made} of the {self.classes} classes could be made: {why}",)


class Quantile(Counted):
    """Classes with equally many areas each; classes that ties empty are merged."""

    by: Literal["quantiles"] = "quantiles"

    def _upper(self, known: Values) -> Values:
        from mapclassify import Quantiles  # noqa: PLC0415

        with warnings.catch_warnings():  # ties are said in the notes
            warnings.simplefilter("ignore", UserWarning)
            return _filled(Quantiles(known, k=self.classes).bins, known)


class EqualInterval(Counted):
    """Classes of equal width from the lowest to the highest value; some may be empty."""

    by: Literal["equal_interval"] = "equal_interval"

    def _upper(self, known: Values) -> Values:
        from mapclassify import EqualInterval as Intervals  # noqa: PLC0415

        step = (known[-1] - known[0]) / self.classes
        if step <= 4 * np.spacing(np.abs(known).max()):  # too narrow to be told apart
            return known[-1:]
        bins = np.asarray(Intervals(known, k=self.classes).bins, dtype=np.float64)
        return np.append(bins[:-1], known[-1])


class NaturalBreaks(Counted):
    """Classes that are as alike inside as can be (Fisher 1958; Jenks 1977).

    mapclassify sums squares in single precision, so values are standardised first: natural
    breaks do not depend on the unit. Above 5,000 values the breaks are those of 5,000 evenly
    spaced ranks: no chance is involved.
    """

    by: Literal["natural_breaks"] = "natural_breaks"

    def _upper(self, known: Values) -> Values:
        from mapclassify import FisherJenks  # noqa: PLC0415

        ranks = np.linspace(0, known.size - 1, min(known.size, EXACT)).round().astype(np.intp)
        sample = known[ranks]
        spread = sample.std()
        if not spread > 0:
            return known[-1:]
        standard = (sample - sample.mean()) / spread
        bins = FisherJenks(standard, k=min(self.classes, np.unique(standard).size)).bins
        return _filled(sample[np.searchsorted(standard, bins)], known)


class Fixed(Rule):
    """Breaks of your own: k breaks make k + 1 classes, empty ones included.

    The outer bounds are the lowest and the highest value, or the outer breaks where the
    values do not reach them.
    """

    by: Literal["fixed"] = "fixed"
    breaks: tuple[FiniteFloat, ...] = Field(min_length=1, max_length=8)

    @field_validator("breaks")
    @classmethod
    def _ascending(cls, breaks: tuple[float, ...]) -> tuple[float, ...]:
        if any(low >= high for low, high in pairwise(breaks)):
            message = "breaks go up, each above the one before"
            raise ValueError(message)
        return breaks

    def _upper(self, known: Values) -> Values:
        return np.array([*self.breaks, max(self.breaks[-1], known[-1])])


Classification = Annotated[
    Quantile | EqualInterval | NaturalBreaks | Fixed, Field(discriminator="by")
]


def prepare() -> None:
    """Import mapclassify now: it takes seconds, which a server can spend before it is asked."""
    import mapclassify  # noqa: F401, PLC0415


def _filled(bins: Any, known: Values) -> Values:
    """Upper bounds with at least one value in each class, the last at the highest value."""
    inner = np.unique(np.asarray(bins, dtype=np.float64))
    upper = np.append(inner[inner < known[-1]], known[-1])
    index = np.searchsorted(upper[:-1], known, side="left")
    filled: Values = upper[np.bincount(index, minlength=upper.size) > 0]
    return filled
