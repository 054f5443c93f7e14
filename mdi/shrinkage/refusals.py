"""Why an indicator of a table cannot be shrunk by a rule."""

from __future__ import annotations

from collections.abc import Iterator

from mdi.errors import Problem, did_you_mean
from mdi.shrinkage.groups import NATIONAL, PARENT
from mdi.shrinkage.rule import ShrinkageRule
from mdi.table import Figures, IndicatorTable

RULE_OF = {"share": "proportion", "rate": "event_rate", "mean": "mean", "score": "mean"}


def refusals(table: IndicatorTable, leaf: str, rule: ShrinkageRule) -> list[Problem]:
    """Everything that keeps a rule from shrinking an indicator; nothing where it can.

    An indicator of which the table has no figures is not refused for its counts: there is
    nothing to be shrunk.

    Args:
        table: figures of n areas.
        leaf: the id of the indicator.
        rule: the rule of shrinkage.
    """
    figures = next((each for each in table.figures if each.indicator.id == leaf), None)
    if figures is None:
        known = [each.indicator.id for each in table.figures]
        return [Problem(f"there is no indicator '{leaf}'", hint=did_you_mean(leaf, known))]
    return [*_of_figures(figures, rule), *_of_table(table, figures, rule)]


def _of_figures(figures: Figures, rule: ShrinkageRule) -> Iterator[Problem]:
    leaf, measure = figures.indicator.id, figures.indicator.measure
    if figures.estimator == "model":
        yield Problem(
            f"the figures of '{leaf}' are estimates of a model",
            hint="to shrink them again would shrink them twice; leave them as they are",
        )
    if measure not in rule.measures:
        name = RULE_OF[rule.measures[0]]
        yield Problem(
            f"'{leaf}' is a {measure}, and the rule '{name}' is for a {' or a '.join(rule.measures)}",
            hint=f"use '{RULE_OF[measure]}'",
        )


def _of_table(table: IndicatorTable, figures: Figures, rule: ShrinkageRule) -> Iterator[Problem]:
    leaf = figures.indicator.id
    counts = rule.needs == "counts"
    here = table.counts if counts else table.standard_errors
    if figures.offered and figures.indicator.measure in rule.measures and leaf not in here:
        keys = ("numerator", "denominator") if counts else ("standard_error",)
        keyed, named = (
            " and ".join(f"'{start}{key}'" for key in keys) for start in ("", f"{leaf}_")
        )
        yield Problem(
            f"the table has no {rule.needs} of '{leaf}'",
            hint=f"declare {keyed} in the source, or add {named} to the table",
        )
    yield from no_target(table, rule)


def no_target(table: IndicatorTable, rule: ShrinkageRule) -> Iterator[Problem]:
    """The table does not have the classes that a rule shrinks to."""
    known = [PARENT, NATIONAL, *table.classes]
    if rule.target not in known:
        yield Problem(
            f"the table has no classes '{rule.target}' to shrink to",
            hint=did_you_mean(rule.target, known),
        )
