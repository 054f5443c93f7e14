"""Filters: CQL2 in, the areas that fit out.

    expression = parse("decile = 1 AND area_name LIKE 'A%'", "cql2-text")
    chosen = rows(expression, layer)

A filter becomes a tree of small classes (`model`) and is worked out over columns with NumPy;
no text is ever put together from it.
"""

from __future__ import annotations

from api.filters.columns import Kind
from api.filters.conformance import CONFORMANCE
from api.filters.errors import FilterError
from api.filters.layer import Layer, Outlines
from api.filters.limits import Limits
from api.filters.model import Expression
from api.filters.names import properties_of
from api.filters.parsing import LANGUAGES, Language, parse
from api.filters.plain import equals, every
from api.filters.rows import rows

__all__ = [
    "CONFORMANCE",
    "LANGUAGES",
    "Expression",
    "FilterError",
    "Kind",
    "Language",
    "Layer",
    "Limits",
    "Outlines",
    "equals",
    "every",
    "parse",
    "properties_of",
    "rows",
]
