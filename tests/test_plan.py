"""A method laid over a tree: own rules first, and all that does not fit is told at once."""

import pytest

import mdi
from mdi.plan import plan_of
from mdi.tree import grow
from tests.nested import DOMAINS, METHODS, SCORES, WEIGHTS, compute, country, method

TREE = grow(DOMAINS, WEIGHTS)
NODES = {node.id: node for node in TREE.nodes()}


def refused(rules):
    with pytest.raises(mdi.DeclarationError) as raised:
        plan_of(TREE, rules)
    return [str(problem) for problem in raised.value.problems], str(raised.value)


def test_what_a_node_declares_goes_before_what_the_method_declares():
    rules = method(
        treatment={"by": "asinh"},
        domains={"by": "exponential_rank"},
        nodes={
            "jobs": {"normalisation": {"by": "zscore"}},
            "trust": {"treatment": {"by": "log1p"}},
            "street": {"transformation": {"by": "percentile_rank"}},
            "skills": {"aggregation": {"by": "geometric"}},
        },
    )
    plan = plan_of(TREE, rules)
    jobs, trust = plan.figures[NODES["jobs"].row], plan.figures[NODES["trust"].row]
    assert (jobs.treatment.by, jobs.normalisation.by) == ("asinh", "zscore")
    assert (trust.treatment.by, trust.normalisation.by) == ("log1p", "minmax")
    stage = {name: plan.parents[NODES[name].row].transformation for name in
             ("learning", "street", "children", "index")}  # fmt: skip
    assert stage["learning"].by == "exponential_rank"
    assert stage["street"].by == "percentile_rank"
    assert stage["children"] is None
    assert stage["index"] is None
    assert plan.parents[NODES["skills"].row].aggregation.by == "geometric"
    assert plan.parents[NODES["adults"].row].aggregation.by == "arithmetic"


def test_every_node_has_rules_and_bounds():
    for rules in METHODS.values():
        plan = plan_of(TREE, rules)
        assert set(plan.figures) | set(plan.parents) == set(range(TREE.rows))
        assert set(plan.bounds) == set(plan.positive) == set(range(TREE.rows))


def test_all_that_does_not_fit_is_told_at_once():
    rules = method(
        **SCORES,
        nodes={
            "skils": {"aggregation": {"by": "copeland"}},
            "absence": {"transformation": {"by": "zscore"}, "weighting": {"by": "equal"}},
            "adults": {"normalisation": {"by": "zscore"}, "weighting": {"by": "factor_analysis"}},
            "skills": {"aggregation": {"by": "geometric"}, "missing": {"by": "restored_spread"}},
            "index": {"aggregation": {"by": "power_mean", "power": 2}, "shrinkage": {"by": "mean"}},
        },
    )
    problems, message = refused(rules)
    expected = [
        ("'skils', which is no node", "did you mean 'skills'"),
        ("'transformation' for 'absence', which is a figure", "normalisation"),
        ("'weighting' for 'absence', which is a figure", "treatment"),
        ("'normalisation' for 'adults', which is a parent", "transformation"),
        ("factor_analysis weights for 'adults', which has 2 children", "3 or more"),
        ("aggregation 'geometric' for 'skills'", "language, numbers"),
        ("'restored_spread' for 'skills' with aggregation 'geometric'", "arithmetic"),
        ("'power_mean' for 'index' over points that may be below 0", "learning, thriving, street"),
        ("'shrinkage' for 'index', which is a parent", "transformation"),
    ]
    for words in expected:
        assert any(all(word in problem for word in words) for problem in problems), (words, message)
    assert len(problems) == len(expected)
    assert "Method 'own' does not fit the indicators" in message


def test_a_single_child_needs_no_weights():
    rules = method(indicators={"by": "zscore"}, nodes={"street": {"weighting": {"by": "critic"}}})
    assert compute(country(), rules).ranked > 0


@pytest.mark.parametrize("by", ["geometric", "harmonic"])
def test_a_mean_that_cannot_bear_zeros_is_refused_where_a_zero_may_come(by):
    low = {"transformation": {"by": "exponential_rank", "convention": "scotland"}}
    problems, _ = refused(method(aggregation={"by": by}, nodes={"children": low}))
    found = f"aggregation '{by}' for 'learning' over points that may be 0 or less: children"
    assert problems[0].startswith(found)
    assert "floor above 0" in problems[0]
    assert "'index'" in problems[1]  # a mean over what may be 0 may be 0 as well
    assert len(problems) == 2
    high = {"transformation": {"by": "exponential_rank"}}
    plan_of(TREE, method(aggregation={"by": by}, nodes={"children": high}))


def test_a_geometric_mean_on_zeros_is_refused_when_it_is_declared():
    for by in ("geometric", "harmonic"):
        with pytest.raises(ValueError, match="needs points above 0"):
            method(indicators={"by": "minmax"}, aggregation={"by": by})
        with pytest.raises(ValueError, match="'skills' needs points above 0"):
            method(**SCORES, nodes={"skills": {"aggregation": {"by": by}}})


def test_a_restored_spread_takes_the_bounds_and_the_promise_of_points_above_0():
    within = {"missing": {"by": "restored_spread"}}
    plan = plan_of(TREE, method(nodes={"children": within}))
    assert plan.bounds[NODES["children"].row] is None
    assert plan.bounds[NODES["learning"].row] is None
    assert plan.bounds[NODES["street"].row] == (1, 100)
    problems, _ = refused(
        method(nodes={"children": within, "learning": {"aggregation": {"by": "geometric"}}})
    )
    assert len(problems) == 1
    assert "children" in problems[0]


def test_zero_is_refused_where_0_is_not_the_middle():
    problems, _ = refused(method(missing={"by": "zero"}))
    assert len(problems) == sum(bool(node.children) for node in NODES.values())
    assert all("0 is not the middle" in problem for problem in problems)
    problems, _ = refused(
        method(**SCORES, domains={"by": "exponential_rank"}, missing={"by": "zero"})
    )
    assert len(problems) == 1
    assert "'index'" in problems[0]
    plan_of(TREE, method(**SCORES, missing={"by": "zero"}))


def test_a_node_in_which_more_is_better_keeps_its_bounds():
    plan = plan_of(TREE, METHODS["means"])
    for name in ("worries", "thriving", "index"):
        assert plan.bounds[NODES[name].row] == (1, 100)
        assert plan.positive[NODES[name].row]


def test_linear_is_a_sum_of_figures_all_the_way_down():
    linear = plan_of(TREE, METHODS["means"])
    assert linear.linear(NODES["learning"])
    assert linear.linear(NODES["street"])
    assert not linear.linear(NODES["thriving"])  # turned
    assert not linear.linear(NODES["index"])
    assert linear.plain(NODES["index"])
    other = plan_of(TREE, method(nodes={"skills": {"transformation": {"by": "percentile_rank"}}}))
    assert other.linear(NODES["children"])
    assert not other.linear(NODES["learning"])
    assert other.plain(NODES["learning"])


def test_an_index_that_is_transformed_is_no_sum_of_its_domains():
    plan = plan_of(TREE, METHODS["every stage of ranks"])
    assert not plan.plain(NODES["index"])


def test_a_rule_that_cannot_bear_the_figures_names_the_node():
    rules = method(nodes={"jobs": {"normalisation": {"by": "goalposts", "best": 9, "worst": 1}}})
    with pytest.raises(mdi.ComputationError, match="jobs: Goalposts from 9"):
        compute(country(), rules)
    rules = method(nodes={"jobs": {"treatment": {"by": "box_cox", "shift": -1000}}})
    with pytest.raises(mdi.ComputationError, match="jobs: "):
        compute(country(), rules)
