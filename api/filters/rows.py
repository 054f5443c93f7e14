"""Which areas a filter chooses."""

from __future__ import annotations

import numpy as np

from api.filters.checking import check
from api.filters.evaluation import Evaluation
from api.filters.layer import Layer
from api.filters.limits import DEFAULT, Limits
from api.filters.model import Expression
from api.filters.truth import Bools


def rows(expression: Expression, layer: Layer, limits: Limits = DEFAULT) -> Bools:
    """The areas for which a filter is true (n,); not those for which it is false or unknown.

    Args:
        expression: the filter.
        layer: the areas.
        limits: how much work it may be.

    Raises:
        FilterError: it does not fit the layer, or is too much work.
    """
    check(expression, layer)
    return np.broadcast_to(Evaluation(layer, limits).truth(expression).yes, len(layer)).copy()
