"""Estimates of a model have an error that is published."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.fitted import Floats
from mdi.rates import SCALE
from mdi.result import IndexResult
from mdi.sensitivity.varying import Noise, VaryingFigures
from mdi.table import Figures

Positive = Annotated[FiniteFloat, Field(gt=0)]


class ModelError(VaryingFigures):
    """N(p̂, se²), for shares on the scale of logits, where se ÷ (p(1 − p)) is the error.

    Attributes:
        errors: the standard error of all areas, in the unit of the indicator, by its id. The
            standard errors of the table go first; they count for estimates of a model.

    Source: formula F26.
    """

    by: Literal["model_error"] = "model_error"
    errors: dict[str, Positive] = Field(default_factory=dict)

    nothing: ClassVar[str] = (
        "model errors: no estimate of a model has a standard error; add columns "
        "'<indicator>_standard_error', or declare 'errors'"
    )

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        table, found = result.table, []
        for row, figures in enumerate(table.figures):
            leaf, model = figures.indicator.id, figures.estimator == "model"
            if not figures.offered or not (model or leaf in self.errors):
                continue
            declared = np.full(len(table), self.errors.get(leaf, np.nan))
            errors = table.standard_errors.get(leaf, declared)
            errors = np.where(np.isnan(errors), declared, errors)
            if not np.isnan(errors).all():
                found.append(_noise(row, figures, result.steadied.values[row], errors))
        return found


def _noise(row: int, figures: Figures, values: Floats, errors: Floats) -> Noise:
    """Around the estimates; nothing is drawn of a share of nobody or of everybody."""
    indicator = figures.indicator
    kind, scale = "normals", SCALE[indicator.measure]
    centre, spread = values / scale, np.where(errors > 0, errors / scale, np.nan)
    if indicator.measure == "share":
        kind = "logits"
        inside = (centre > 0) & (centre < 1)
        p = np.where(inside, centre, 0.5)
        centre, spread = np.log(p / (1 - p)), np.where(inside, spread / (p * (1 - p)), np.nan)
    spread = np.where(np.isnan(values), np.nan, spread)
    return Noise("model", row, kind, centre, spread, scale, indicator.range)
