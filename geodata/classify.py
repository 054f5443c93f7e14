"""Values into classes: declared rules, with the breaks that mapclassify makes, to the last bit.

Quantiles and equal intervals are some lines of numpy, in the order of mapclassify's steps, because
mapclassify takes seconds to import; natural breaks are asked of it. A class holds the values above
its lower and up to its upper bound; the lowest class holds its lower bound too. The rules are small
frozen models that know themselves by `by`, so the same words work in TOML, in a request and in
Python.
"""

from __future__ import annotations

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
    """Classes with equally many areas each; classes that ties empty are merged.

    Between two values a break is weighted by how near each is (`mapclassify.Quantiles`; type 7 of
    Hyndman and Fan 1996).
    """

    by: Literal["quantiles"] = "quantiles"

    def _upper(self, known: Values) -> Values:
        step = 100.0 / self.classes
        percentages = np.minimum(np.arange(step, 100.0 + step, step), 100.0)
        place = percentages / 100.0 * (known.size - 1)
        below = place.astype(np.intp)
        above = np.minimum(below + 1, known.size - 1)
        near, far = below + 1 - place, place - below
        return _filled((known[below] * near + known[above] * far) / (near + far), known)


class EqualInterval(Counted):
    """Classes of equal width from the lowest to the highest value; some may be empty.

    The same as `mapclassify.EqualInterval`.
    """

    by: Literal["equal_interval"] = "equal_interval"

    def _upper(self, known: Values) -> Values:
        low, high = known[0], known[-1]
        step = (high - low) / self.classes
        if step <= 4 * np.spacing(np.abs(known).max()):  # too narrow to be told apart
            return known[-1:]
        bins = np.arange(low + step, high + step, step)[: self.classes]
        return np.append(bins[:-1], high)


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
        for low, high in pairwise(breaks):
            if low >= high:
                message = (
                    f"expected rising numbers, each above the one before: {high:g} follows {low:g}"
                )
                raise ValueError(message)
        return breaks

    def _upper(self, known: Values) -> Values:
        return np.array([*self.breaks, max(self.breaks[-1], known[-1])])


Classification = Annotated[
    Quantile | EqualInterval | NaturalBreaks | Fixed, Field(discriminator="by")
]


def _filled(bins: Any, known: Values) -> Values:
    """Upper bounds with at least one value in each class, the last at the highest value."""
    inner = np.unique(np.asarray(bins, dtype=np.float64))
    upper = np.append(inner[inner < known[-1]], known[-1])
    index = np.searchsorted(upper[:-1], known, side="left")
    filled: Values = upper[np.bincount(index, minlength=upper.size) > 0]
    return filled
