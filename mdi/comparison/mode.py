"""What the numbers of a result are measured against.

Source: formula F36; the Indices of Deprivation state that their editions cannot be
compared, the Dutch SES-WOA and the Human Development Index fix their scales so that they
can.
"""

from __future__ import annotations

from enum import StrEnum

from mdi.aggregation import AdjustedMazziottaPareto, Aggregation
from mdi.fitted import Fitted
from mdi.normalisation import FixedReference, Goalposts
from mdi.plan import FigureRules, ParentRules, Plan
from mdi.result import IndexResult
from mdi.treatment import Asinh, Log1p
from mdi.weighting import Declared, Equal


class Mode(StrEnum):
    """What a number is measured against.

    `relative`: the areas of its own year. A change is a change of place among the others;
    where all improve alike, nothing moves. `fixed`: the areas of one year, kept as a
    yardstick. `goalposts`: scales that were declared; no other area moves a score.
    """

    RELATIVE = "relative"
    FIXED = "fixed"
    GOALPOSTS = "goalposts"


def mode_of(result: IndexResult) -> Mode:
    """What the numbers of a result are measured against.

    A result on goalposts is that in every year, with a yardstick or without.
    """
    if _declared_throughout(result.scoring.plan):
        return Mode.GOALPOSTS
    return Mode.RELATIVE if result.measured_with is None else Mode.FIXED


def mode_in_words(result: IndexResult) -> str:
    """What the numbers of a result are measured against, as a part of a sentence."""
    mode, used = mode_of(result), result.measured_with
    if mode is Mode.GOALPOSTS:
        return "on declared goalposts"
    if used is None:
        return f"relative to its own areas of {result.table.year}"
    return f"fixed on the areas of {used.year} ({used.fingerprint[:12]})"


def shared_mode(earlier: IndexResult, later: IndexResult) -> Mode:
    """The mode of two results that may be compared.

    A base year and what is measured with it are fixed: measured with its own yardstick,
    the base year has the same scores to the last bit.
    """
    mode = mode_of(earlier)
    return mode if mode is mode_of(later) else Mode.FIXED


def measured_by(result: IndexResult) -> str:
    """The fingerprint of what a result is measured with; of a relative result its own."""
    used = result.measured_with
    return result.fingerprint if used is None else used.fingerprint


def _declared_throughout(plan: Plan) -> bool:
    """Whether every scale and every weight was declared, and nothing learnt from areas.

    Points as given are not: their publisher alone knows what they were measured against.
    """
    figures = all(_declared_figure(rules) for rules in plan.figures.values())
    return figures and all(_declared_parent(rules) for rules in plan.parents.values())


def _declared_figure(rules: FigureRules) -> bool:
    scale = isinstance(rules.normalisation, Goalposts | FixedReference)
    return scale and isinstance(rules.treatment, Log1p | Asinh | None)


def _declared_parent(rules: ParentRules) -> bool:
    gaps = rules.missing.fills or rules.missing.additive_only  # learn from complete rows
    return (
        not gaps
        and isinstance(rules.weighting, Declared | Equal)
        and _declared_mean(rules.aggregation)
        and isinstance(rules.transformation, Goalposts | FixedReference | None)
    )


def _declared_mean(rule: Aggregation) -> bool:
    """Whether a mean is its own fitted rule, or has its goalposts declared."""
    if isinstance(rule, AdjustedMazziottaPareto):
        return rule.goalposts is not None
    return isinstance(rule, Fitted)
