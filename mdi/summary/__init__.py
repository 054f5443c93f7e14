"""Summaries of larger areas: how deprived is a municipality, by its neighbourhoods?

The mean hides the concentration and the other way round, so there are several measures.
Start with `summarise`; `level_gap` compares with the index that the larger areas have of
their own.
"""

from mdi.summary.compute import summarise
from mdi.summary.gap import level_gap
from mdi.summary.model import Summary
from mdi.summary.ranking import MEASURES

__all__ = ["MEASURES", "Summary", "level_gap", "summarise"]
