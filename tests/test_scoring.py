"""The pass through a tree of any depth: each node with its own rules, every step fitted once."""

import numpy as np
import pytest
from scipy.stats import rankdata

import mdi
from tests import reference
from tests.countries import random_table, table_of, twin_of
from tests.nested import (
    DOMAINS,
    LEAVES,
    METHODS,
    SCORES,
    SIGNS,
    compute,
    country,
    method,
    points,
)

TABLE = country()
every_method = pytest.mark.parametrize("rules", METHODS.values(), ids=METHODS.keys())
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def scaled(table, name, rule):
    row = table.values[LEAVES.index(name)].tolist()
    among = compute(table, METHODS["means"]).reference.tolist()
    return np.array(reference.scaled(row, SIGNS[name], among, rule))


def exponential(scores):
    ranks = np.full(scores.size, np.nan)
    known = ~np.isnan(scores)
    ranks[known] = rankdata(np.round(scores[known], 12))
    share = ranks / known.sum()
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def mean(rows, weights):
    rows, weights = np.array(rows), np.array(weights, float)[:, np.newaxis]
    here = ~np.isnan(rows)
    with np.errstate(invalid="ignore"):
        return np.where(here, weights * rows, 0).sum(axis=0) / (weights * here).sum(axis=0)


def test_sub_domains_that_are_exponentiated_are_halves_of_their_domain():
    """As the English domain of education: two sub-domains, transformed, a half each."""
    half = {"transformation": {"by": "exponential_rank"}}
    rules = method(
        **SCORES,
        domains={"by": "exponential_rank"},
        nodes={
            "children": half,
            "adults": half,
            "learning": {"weighting": {"by": "equal"}},
        },
    )
    table = country(gaps=0)
    result = compute(table, rules)
    z = {name: scaled(table, name, "normal_score") for name in LEAVES}
    children = exponential(mean([z["absence"], z["results"], z["exclusion"]], [1, 1, 1]))
    skills = mean([z["language"], z["numbers"]], [1, 3])
    adults = exponential(mean([z["no_degree"], skills], [1, 1]))
    np.testing.assert_allclose(points(result, "children"), children, **CLOSE)
    np.testing.assert_allclose(points(result, "adults"), adults, **CLOSE)
    learning = exponential(0.5 * children + 0.5 * adults)
    np.testing.assert_allclose(points(result, "learning"), learning, **CLOSE)


def test_a_group_in_which_more_is_better_is_mirrored_at_the_middle_of_its_bounds():
    result = compute(TABLE, METHODS["means"])
    inside = mean([scaled(TABLE, name, "minmax") for name in ("debts", "arrears")], [1, 1])
    inside = 1 + 0.99 * inside
    np.testing.assert_allclose(points(result, "worries"), 101 - inside, **CLOSE)


def test_normal_scores_of_a_group_in_which_more_is_better_change_sign():
    result = compute(TABLE, method(**SCORES))
    rows = [scaled(TABLE, name, "normal_score") for name in ("debts", "arrears")]
    np.testing.assert_allclose(points(result, "worries"), -mean(rows, [1, 1]), **CLOSE)


def test_a_domain_in_which_more_is_better_is_ranked_the_other_way_round():
    result = compute(TABLE, METHODS["england"])
    z = [scaled(TABLE, name, "normal_score") for name in ("income", "jobs", "trust")]
    score = mean([*z, points(result, "worries")], [1, 1, 1, 1])
    np.testing.assert_allclose(points(result, "thriving"), exponential(-score), **CLOSE)


def test_every_step_of_a_node_may_be_its_own():
    rules = method(
        nodes={
            "children": {
                "aggregation": {"by": "geometric"},
                "missing": {"by": "strict"},
                "weighting": {"by": "equal"},
                "transformation": {"by": "percentile_rank"},
            },
            "absence": {
                "treatment": {"by": "log1p"},
                "normalisation": {"by": "minmax", "floor": 2},
            },
        }
    )
    plain, own = compute(TABLE, METHODS["means"]), compute(TABLE, rules)
    above = {"absence", "children", "learning", "index"}
    for node in own.tree.nodes():
        same = np.array_equal(own.points[node.row], plain.points[node.row], equal_nan=True)
        assert same == (node.id not in above), node.id
    row = TABLE.values[LEAVES.index("absence")]
    absence = (
        2
        + 98
        * np.array(reference.scaled(np.log1p(row).tolist(), 1.0, own.reference.tolist(), "minmax"))
        / 100
    )
    np.testing.assert_allclose(points(own, "absence"), absence, **CLOSE)
    inside = np.array([absence, points(plain, "results"), points(plain, "exclusion")])
    score = np.exp(np.log(inside).mean(axis=0))  # NaN where a part is missing
    ranks = np.full(score.size, np.nan)
    known = ~np.isnan(score)
    ranks[known] = (rankdata(np.round(score[known], 12)) - 1) / (known.sum() - 1)
    np.testing.assert_allclose(points(own, "children"), 100 * ranks, **CLOSE)


def test_rules_that_are_spelt_out_at_every_node_give_the_same_bits():
    for rules in (METHODS["means"], METHODS["england"]):
        parent = {
            "missing": {"by": "renormalise"},
            "weighting": {"by": "declared"},
            "aggregation": {"by": "arithmetic"},
        }
        stage = {"transformation": rules.domains} if rules.domains else {}
        plain = compute(TABLE, rules)
        nodes = {
            node.id: parent | (stage if node.kind == "domain" else {})
            if node.children
            else {"normalisation": rules.indicators}
            for node in plain.tree.nodes()
        }
        spelt = compute(TABLE, rules.model_copy(update={"nodes": method(nodes=nodes).nodes}))
        assert spelt.points.tobytes() == plain.points.tobytes()
        np.testing.assert_array_equal(spelt.rank, plain.rank)


@every_method
def test_only_areas_that_count_have_points_and_they_are_finite(rules):
    result = compute(TABLE, rules)
    assert np.isnan(result.points[:, ~result.reference]).all()
    assert not np.isinf(result.points).any()
    assert result.ranked > 10


@every_method
def test_the_order_of_the_areas_does_not_matter_to_any_method(rules):
    order = np.random.default_rng(8).permutation(len(TABLE))
    shuffled = country()
    columns = {name: row[order] for name, row in zip(LEAVES, shuffled.values, strict=True)}
    other = table_of(columns, population=TABLE.population[order], domains=DOMAINS)
    mine, theirs = compute(TABLE, rules), compute(other, rules)
    np.testing.assert_allclose(theirs.points, mine.points[:, order], rtol=1e-7, atol=1e-7)


@every_method
def test_one_thread_or_many_give_the_same_bits_and_the_same_words(rules, monkeypatch):
    monkeypatch.setenv("MDI_THREADS", "1")
    one = compute(TABLE, rules)
    monkeypatch.setenv("MDI_THREADS", "3")
    many = compute(TABLE, rules)
    assert many.points.tobytes() == one.points.tobytes()
    assert list(many.node_weights) == list(one.node_weights)
    assert many.warnings == one.warnings
    assert many.yardstick.model_dump_json() == one.yardstick.model_dump_json()


@every_method
def test_an_area_of_which_a_node_has_nothing_observed_has_no_points_there(rules):
    result = compute(TABLE, rules)
    for node in result.tree.nodes():
        if node.children and node.row not in result.scoring.filled:
            rows = [child.row for child in node.children]
            nothing = np.isnan(result.points[rows]).all(axis=0)
            assert np.isnan(result.points[node.row, nothing]).all()


def test_a_score_beyond_its_bounds_is_not_promised_bounds():
    rules = method(missing={"by": "restored_spread"})
    assert compute(TABLE, rules).score_max is None
    assert compute(TABLE, METHODS["means"]).score_max == 100
    assert compute(TABLE, METHODS["means"]).score_min == 1


@every_method
def test_the_index_stays_inside_the_bounds_that_are_shown(rules):
    result = compute(TABLE, rules)
    if result.score_max is not None:
        assert np.nanmax(result.index) <= result.score_max + 1e-9
        assert np.nanmin(result.index) >= result.score_min - 1e-9


def test_scoring_arrays_alone_gives_the_points_of_the_result():
    from mdi.engine import score  # noqa: PLC0415

    result = compute(TABLE, METHODS["sub-domains"])
    signs = np.array([SIGNS[name] for name in LEAVES])
    found = score(TABLE.values, signs, result.reference, result.tree, METHODS["sub-domains"])
    assert found.tobytes() == result.points.tobytes()


def test_domains_of_any_depth_are_read_from_files(tmp_path):
    (tmp_path / "deep.toml").write_text(
        'id = "deep"\nname = { nl = "d", en = "d" }\ndirection = "better"\n'
        '[[indicators]]\nid = "group"\nname = { nl = "g", en = "g" }\n'
        '[[indicators.parts]]\nid = "one"\nname = { nl = "1", en = "1" }\n'
        '[[indicators.parts]]\nid = "inner"\nname = { nl = "i", en = "i" }\ndirection = "better"\n'
        '[[indicators.parts.parts]]\nid = "two"\nname = { nl = "2", en = "2" }\n'
    )
    table = table_of({"one": [0.0, 1, 2], "two": [1.0, 0, 2]}, domains=mdi.load_domains(tmp_path))
    result = mdi.compute(table, weights=mdi.WeightSet(weights={"deep": 1}), method=method())
    one, two = np.array([1, 50.5, 100]), np.array([50.5, 1, 100])
    np.testing.assert_allclose(result.index, 101 - (one + 101 - two) / 2)


@pytest.mark.parametrize("ties", ["average", "as_published"])
@pytest.mark.parametrize("convention", ["exponential_rank", "scotland"])
def test_conventions_of_ranks_are_those_of_the_slow_twin(ties, convention):
    """Over the shipped domains, with percentile ranks of figures and ties of all kinds."""
    rule = {"by": "exponential_rank", "ties": ties}
    rules = mdi.Method.model_validate(
        {
            "indicators": {"by": "percentile_rank", "ties": ties},
            "domains": rule | ({"convention": "scotland"} if convention == "scotland" else {}),
            "index": "weights",
        }
    )
    table, weights = random_table(150), mdi.load_weights("mdi_nl")
    result = mdi.compute(table, method=rules)
    domains, _ = twin_of(table, weights, rules)
    recipe = reference.Recipe(
        indicators=f"percentile_rank/{ties}", domains=f"{convention}/{ties}", of=weights.base
    )
    outcome = reference.compute(domains, table.population.tolist(), recipe)
    for node in result.tree.nodes():
        np.testing.assert_allclose(
            result.points[node.row], outcome.points[node.id], **CLOSE, err_msg=node.id
        )
    np.testing.assert_array_equal(result.rank, outcome.rank)
