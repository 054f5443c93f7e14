"""Every rule of every union by itself: one method for each, in which it stands at its place.

The rules are read from the unions, so that a new member is tried as soon as it exists. What
has no default is set in `SETTINGS`; what is to be tried beside the defaults in `VARIANTS`.
What a rule does not promise is data as well, in `LIMITS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from mdi.aggregation import Aggregation
from mdi.declaration import Declaration
from mdi.domains.model import Domain
from mdi.methods.model import INDEX, Method, NodeRules
from mdi.missing import MissingPolicy
from mdi.normalisation import MinMax, Normalisation, NormalScore, ZScore
from mdi.shrinkage import Shrinkage
from mdi.treatment import Treatment
from mdi.weighting import Weighting
from tests.battery.areas import DOMAINS, TURNED, inner

UNIONS = {
    "shrinkage": Shrinkage,
    "treatment": Treatment,
    "normalisation": Normalisation,
    "missing": MissingPolicy,
    "weighting": Weighting,
    "aggregation": Aggregation,
}

SETTINGS: dict[str, dict[str, Any]] = {
    "proportion": {"target": "region"},
    "event_rate": {"target": "region"},
    "mean": {"target": "region"},
    "winsorise": {"share": 0.1},
    "asinh": {"unit": 10.0},
    "box_cox": {"shift": 1.0},
    "goalposts": {"best": 0.0, "worst": 100.0},
    "target_distance": {"target": 10.0},
    "fixed_reference": {
        "rule": {"by": "percentile_rank"},
        "values": tuple(float(figure) for figure in range(0, 101, 4)),
    },
    "power_mean": {"power": 2.0},
    "alkire_foster": {"cutoff": 50.0, "k": 0.3},
}

VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "proportion": ({"variance": "iod"}, {"variance": "pm"}),
    "box_cox": ({"power": 0.0},),
    "normal_score": ({"ties": "as_published"},),
    "exponential_rank": ({"convention": "scotland"},),
    "goalposts": ({"truncate": False},),
    "factor_analysis": ({"weights": "regression"}, {"weights": "bartlett"}),
    "power_mean": ({"power": -0.5},),
    "adjusted_mazziotta_pareto": ({"goalposts": (-50.0, 150.0)},),
}

# Where more is better, the declared ends of these lie the other way round.
OTHER_WAY_ROUND: dict[str, dict[str, float]] = {
    "goalposts": {"best": 100.0, "worst": 0.0},
    "target_distance": {"target": 90.0},
}


@dataclass(frozen=True)
class Limits:
    """What a rule does not promise.

    Attributes:
        points: a worse figure may lower the points of its own indicator, because all the
            other figures change with it.
        index: a worse figure may lower the index, also where scales were fitted beforehand.
        afresh: a worse figure may lower the index where everything is fitted anew.
        flat: it may refuse children of which all areas are equal, with a clear message.
        beyond: it may refuse points of figures beyond those that scales were fitted on.
        ranks: a cell less may move other ranks of its indicator by more than one, because
            the figures of other areas follow.
        close: how near points are that are the same on paper.
    """

    points: bool = False
    index: bool = False
    afresh: bool = False
    flat: bool = False
    beyond: bool = False
    ranks: bool = False
    close: float = 1e-9


LEARNT = Limits(afresh=True, flat=True)  # the weights follow the figures
SIGNED = Limits(index=True, afresh=True, flat=True)  # … and may be negative
SEARCHED = replace(SIGNED, close=1e-6)  # … at the top of a likelihood that may be flat
UNBALANCED = Limits(index=True, afresh=True)  # the penalty may weigh more than the child
ABOVE_ZERO = Limits(beyond=True)  # a min-max goes on below its floor
SHRUNKEN = Limits(ranks=True)  # the group of an area moves with it
# … and an extreme share has a larger error, so that more is drawn to the target
OF_LOGITS = replace(SHRUNKEN, points=True, index=True, afresh=True)

LIMITS: dict[str, Limits] = {
    "proportion": OF_LOGITS,
    "event_rate": SHRUNKEN,
    "mean": SHRUNKEN,
    "entropy": LEARNT,
    "critic": LEARNT,
    "first_component": SIGNED,
    "factor_analysis": SEARCHED,
    "copula": Limits(index=True, afresh=True),  # what is expected may fall with a figure
    "restored_spread": Limits(afresh=True),  # the spread follows the figures
    "winsorise": Limits(ranks=True),  # one area less, and another tail is pulled in
    "geometric": ABOVE_ZERO,
    "harmonic": ABOVE_ZERO,
    "power_mean": ABOVE_ZERO,
    "mazziotta_pareto": UNBALANCED,
    "adjusted_mazziotta_pareto": UNBALANCED,
}


@dataclass(frozen=True)
class Case:
    """One rule at its place.

    Attributes:
        family: the union it is a member of.
        place: where in the method it stands.
        rule: the rule.
        method: a method that uses it.
    """

    family: str
    place: str
    rule: Declaration
    method: Method

    @property
    def limits(self) -> Limits:
        """What the rule does not promise."""
        return LIMITS.get(self.rule.by, Limits())

    def __str__(self) -> str:
        settings = self.rule.model_dump(exclude_defaults=True, exclude={"by", "target", "values"})
        words = [f"{key}={value}" for key, value in settings.items() if key != "rule"]
        return " ".join([self.place, self.rule.by, *words])


def members(union: Any) -> tuple[type[Declaration], ...]:
    """The rules of a union."""
    return get_args(get_args(union)[0])


def rules(union: Any) -> Iterator[Declaration]:
    """Every rule of a union with its settings, and its variants."""
    for member in members(union):
        by = member.model_fields["by"].default
        base = SETTINGS.get(by, {})
        for variant in ({}, *VARIANTS.get(by, ())):
            yield member(**{**base, **variant})


def turned(rule: Declaration) -> Declaration:
    """The rule for figures of which more is better."""
    ends = OTHER_WAY_ROUND.get(rule.by)
    return type(rule)(**{**dict(rule), **ends}) if ends else rule


def of_figures(rule: Normalisation) -> Method:
    """From raw figures to points, declared for each direction."""
    other = NodeRules(normalisation=turned(rule))
    return Method(indicators=rule, nodes=dict.fromkeys(TURNED, other))


def of_domains(rule: Normalisation) -> Method:
    """From the percentile scale of a domain to its points."""
    other = NodeRules(transformation=turned(rule))
    better = [domain.id for domain in DOMAINS if domain.direction == "better"]
    return Method(indicators=MinMax(), domains=rule, nodes=dict.fromkeys(better, other))


def of_parents(rule: Weighting) -> Method:
    """The weighing of every node that has enough children for it."""
    nodes = {node.id: NodeRules(weighting=rule) for node in inner() if count(node) >= rule.least}
    return Method(indicators=ZScore(), nodes={**nodes, INDEX: NodeRules(weighting=rule)})


def count(node: Any) -> int:
    """How many children a domain or a group has."""
    return len(node.indicators if isinstance(node, Domain) else node.parts)


PLACES = {
    "shrinkage": {"shrinkage": lambda rule: Method(shrinkage=(rule,), indicators=ZScore())},
    "treatment": {"treatment": lambda rule: Method(treatment=rule, indicators=MinMax())},
    "normalisation": {"indicators": of_figures, "domains": of_domains},
    "missing": {"missing": lambda rule: Method(missing=rule, indicators=NormalScore())},
    "weighting": {"weighting": of_parents},
    "aggregation": {
        "aggregation": lambda rule: Method(aggregation=rule, indicators=MinMax(floor=1.0))
    },
}

CASES = [
    Case(family, place, rule, method(rule))
    for family, union in UNIONS.items()
    for place, method in PLACES[family].items()
    for rule in rules(union)
]
