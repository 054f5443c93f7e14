"""Years and versions: what may be compared, what changed, and what caused it."""

from mdi.comparison.attribution import Attribution, Version, attribute, shapley
from mdi.comparison.change import Comparison, compare
from mdi.comparison.composition import MeanChange, change_of_means
from mdi.comparison.mode import Mode, mode_in_words, mode_of, shared_mode
from mdi.comparison.refusal import not_comparable

__all__ = [
    "Attribution",
    "Comparison",
    "MeanChange",
    "Mode",
    "Version",
    "attribute",
    "change_of_means",
    "compare",
    "mode_in_words",
    "mode_of",
    "not_comparable",
    "shapley",
    "shared_mode",
]
