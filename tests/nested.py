"""An index with sub-domains in sub-domains and nodes of which more is better, for tests."""

from __future__ import annotations

import numpy as np

import mdi
from tests.countries import table_of

WEIGHTS = mdi.WeightSet(weights={"learning": 2, "thriving": 1, "street": 1})


def leaf(name, **more):
    """An indicator, or a group if it has parts."""
    return {"id": name, "name": {"nl": name, "en": name}, **more}


def domain(name, *children, **more):
    return leaf(name, indicators=list(children), **more)


DOMAINS = mdi.Domains.model_validate(
    {
        "domains": [
            domain(
                "learning",
                leaf(
                    "children",
                    parts=[leaf("absence"), leaf("results", direction="better"), leaf("exclusion")],
                ),
                leaf(
                    "adults",
                    weight=2,
                    parts=[
                        leaf("no_degree"),
                        leaf("skills", parts=[leaf("language"), leaf("numbers", weight=3)]),
                    ],
                ),
            ),
            domain(
                "thriving",
                leaf("income"),
                leaf("jobs"),
                leaf("trust"),
                leaf("worries", direction="better", parts=[leaf("debts"), leaf("arrears")]),
                direction="better",
            ),
            domain("street", leaf("litter")),
        ]
    }
)
LEAVES = tuple(leaf.id for leaf in DOMAINS.leaves())
SIGNS = {leaf.id: 1.0 if leaf.direction == "worse" else -1.0 for leaf in DOMAINS.leaves()}


def figures(n=80, seed=3, gaps=0.12):
    """Figures above 0 that hang together, with ties and gaps; litter is never missing."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    found = {}
    for name in LEAVES:
        values = np.exp(0.5 * (common + rng.normal(size=n))) * 20
        values = np.round(values if SIGNS[name] > 0 else 2000 / values, 1)
        found[name] = np.where((rng.uniform(size=n) < gaps) & (name != "litter"), np.nan, values)
    return found


def country(n=80, seed=3, gaps=0.12, *, small=3):
    """A table over all leaves; the last few areas are too small to count."""
    people = np.full(n, 500.0)
    people[n - small :] = 10
    return table_of(figures(n, seed, gaps), population=people, domains=DOMAINS)


def method(**rules):
    """A method over points above 0, so that every aggregation can be declared."""
    base = {"indicators": {"by": "minmax", "floor": 1, "ceiling": 100}}
    return mdi.Method.model_validate(base | rules)


def compute(table, rules, **more):
    return mdi.compute(table, weights=WEIGHTS, method=rules, **more)


def points(result, name):
    """(n,) points of a node."""
    return result.points[next(node.row for node in result.tree.nodes() if node.id == name)]


def table_part(table, rows):
    """Some areas of a table, in this order."""
    columns = {f.indicator.id: v[rows] for f, v in zip(table.figures, table.values, strict=True)}
    return table_of(columns, population=table.population[rows], domains=table.domains)


SCORES = {"indicators": {"by": "normal_score"}}
METHODS = {
    "means": method(),
    "england": method(**SCORES, domains={"by": "exponential_rank"}, index="weights"),
    "every stage of ranks": method(
        indicators={"by": "percentile_rank", "ties": "as_published"},
        domains={"by": "exponential_rank", "convention": "scotland"},
        nodes={"index": {"transformation": {"by": "normal_score"}}},
    ),
    "z-scores": method(indicators={"by": "zscore"}, domains={"by": "zscore"}),
    "goalposts and target": method(
        nodes={
            "absence": {"normalisation": {"by": "goalposts", "best": 0, "worst": 100}},
            "results": {"normalisation": {"by": "goalposts", "best": 300, "worst": 20}},
            "exclusion": {"normalisation": {"by": "target_distance", "target": 10}},
            "litter": {"normalisation": {"by": "as_given"}},
            "income": {
                "normalisation": {
                    "by": "fixed_reference",
                    "rule": {"by": "exponential_rank"},
                    "values": [3, 10, 20, 30],
                }
            },
        }
    ),
    "sub-domains": method(
        **SCORES,
        domains={"by": "exponential_rank"},
        nodes={name: {"transformation": {"by": "exponential_rank"}} for name in ("children", "adults")},
    ),
    **{
        f"aggregation {by['by']}": method(aggregation=by)
        for by in (
            {"by": "geometric"},
            {"by": "harmonic"},
            {"by": "power_mean", "power": 3},
            {"by": "mazziotta_pareto"},
            {"by": "adjusted_mazziotta_pareto"},
            {"by": "copeland"},
            {"by": "alkire_foster", "cutoff": 40, "k": 0.3},
        )
    },
    **{
        " ".join(["weights", *by.values()]): method(
            indicators={"by": "zscore"}, nodes={"children": {"weighting": by}, "thriving": {"weighting": by}}
        )
        for by in (
            {"by": "equal"},
            {"by": "factor_analysis"},
            {"by": "factor_analysis", "weights": "regression"},
            {"by": "first_component"},
            {"by": "entropy"},
            {"by": "critic"},
        )
    },
    **{
        f"missing {by}": method(**SCORES, missing={"by": by})
        for by in ("restored_spread", "strict", "zero", "copula")
    },
    "missing copula over ranks": method(
        **SCORES, domains={"by": "exponential_rank"}, missing={"by": "copula"}, index="weights"
    ),
    **{
        f"treatment {by['by']}": method(indicators={"by": "zscore"}, treatment=by)
        for by in (
            {"by": "winsorise", "share": 0.05},
            {"by": "log1p"},
            {"by": "asinh"},
            {"by": "box_cox"},
        )
    },
}  # fmt: skip
