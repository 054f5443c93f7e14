"""From where on something that an audit measures is a finding."""

from __future__ import annotations

from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration


class Thresholds(Declaration):
    """Limits of an audit, as declared.

    Attributes:
        redundant: two that correlate more strongly than this, in either direction, say
            the same.
        weak: a correlation from 0 up to this is weak; below 0 it is negative.
        alpha: a lower Cronbach's α is low.
        kmo: a lower KMO is low; two children always have 0.5.
        influence: a lower covariance share, as a part of the weight, is little influence.
        observed: an indicator with figures in a smaller part of the areas has many gaps.

    Source: Joint Research Centre, COIN tool (0.92 and 0.3); Nunnally 1978 (0.7); Kaiser
    1974 (0.5); the last two are ours.
    """

    redundant: FiniteFloat = Field(default=0.92, gt=0, le=1)
    weak: FiniteFloat = Field(default=0.3, ge=0, le=1)
    alpha: FiniteFloat = Field(default=0.7, ge=0, le=1)
    kmo: FiniteFloat = Field(default=0.5, ge=0, le=1)
    influence: FiniteFloat = Field(default=0.5, ge=0, le=1)
    observed: FiniteFloat = Field(default=0.75, ge=0, le=1)
