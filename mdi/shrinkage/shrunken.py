"""What becomes of an indicator that is shrunk: raw figure, shrunken figure and weight."""

from __future__ import annotations

from dataclasses import dataclass

from mdi.fitted import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shrunken:
    """One indicator, shrunk; an area that could not be shrunk keeps its raw value.

    `raw`, `value` and `target` are on the scale of one count: the proportion of a share,
    the events per head of a rate, the mean itself.

    Attributes:
        raw: (n,) the value before, NaN where the table has no figure.
        value: (n,) the value after.
        weight: (n,) of the area's own value, from 0 to 1; NaN where nothing was shrunk.
        variance: (n,) of the shrunken value, as formula F7; for proportions on the scale
            of logits, otherwise of `value` itself; NaN where nothing was shrunk.
        target: (n,) the value of the group; NaN where nothing was shrunk.
        target_of: (n,) the group: the code of a larger area, a class or "national"; None
            where nothing was shrunk.
        figures: (n,) the shrunken figures in the unit of the indicator.
        flags: what a reader should know.
    """

    raw: Floats
    value: Floats
    weight: Floats
    variance: Floats
    target: Floats
    target_of: tuple[str | None, ...]
    figures: Floats
    flags: tuple[str, ...] = ()
