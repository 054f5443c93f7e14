"""What runs against its siblings is reported, and nothing is turned round."""

import numpy as np
import pytest

import mdi
from mdi.audit import audit
from tests.countries import LEAVES, table_of

SIGNS = {leaf.id: 1 if leaf.direction == "worse" else -1 for leaf in mdi.load_domains().leaves()}


def country(turned=(), n=200):
    """All indicators follow one factor, in the declared direction unless turned."""
    rng = np.random.default_rng(4)
    factor = rng.normal(size=n)
    columns = {}
    for leaf in LEAVES:
        sign = SIGNS[leaf] * (-1 if leaf in turned else 1)
        columns[leaf] = 50 + 5 * sign * (factor + 0.8 * rng.normal(size=n))
    return table_of(columns)


def signs(table, method="imd"):
    return {sign.id: sign for sign in audit(mdi.compute(table, method=method)).signs}


def test_every_node_below_the_index_has_a_sign_and_fits():
    found = signs(country())
    assert len(found) == 7 + 20 + 1
    assert {sign.against for sign in found.values()} == {None}
    assert {sign.reason for sign in found.values()} == {None}


def test_with_the_rest_is_the_correlation_with_the_mean_of_the_others():
    result = mdi.compute(country())
    row = {node.id: node.row for domain in result.tree.domains for node in domain.children}
    points = result.points
    expected = np.corrcoef(
        points[row["violent_offences"]],
        points[[row["property_offences"], row["road_accidents"]]].mean(axis=0),
    )[0, 1]
    found = signs(country())["violent_offences"]
    assert found.with_rest == pytest.approx(expected, abs=1e-11)
    domain = next(node for node in result.tree.domains if node.id == "safety")
    whole = np.corrcoef(points[row["violent_offences"]], points[domain.row])[0, 1]
    assert found.with_parent == found.with_domain == pytest.approx(whole, abs=1e-11)
    index = np.corrcoef(points[row["violent_offences"]], result.index)[0, 1]
    assert found.with_index == pytest.approx(index, abs=1e-11)


def test_the_rest_of_the_index_is_its_other_domains_by_weight():
    result = mdi.compute(country())
    rest = sum(n.weight * result.points[n.row] for n in result.tree.domains if n.id != "health")
    own = next(result.points[n.row] for n in result.tree.domains if n.id == "health")
    found = signs(country())["health"]
    assert found.with_rest == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=1e-11)
    assert found.domain is None


@pytest.mark.parametrize("method", ["imd", "zscore", "minmax"])
@pytest.mark.parametrize("name", ["violent_offences", "self_rated_health", "vandalism"])
def test_a_mirrored_indicator_runs_against_its_domain(name, method):
    found = signs(country([name]), method)
    assert found[name].against == found[name].domain
    others = {sign.domain for sign in found.values() if sign.against}
    assert others == {found[name].domain}
    said = audit(mdi.compute(country([name]), method=method)).findings[0]
    assert said.startswith(f"{name} runs against its domain {found[name].domain} (r = −0.")
    assert said.endswith("reported, not turned round")


def test_of_two_that_run_against_each_other_the_one_against_the_index_comes_first():
    found = audit(mdi.compute(country(["household_wealth"]))).findings
    assert found[0].startswith("household_wealth runs against its domain income")
    assert found[1].startswith("poor_households runs against its domain income")


def test_a_mirrored_part_of_a_group_runs_against_the_domain_above_it():
    found = signs(country(["alcohol_use"]))["alcohol_use"]
    assert (found.parent, found.domain) == ("healthy_lifestyle", "health")
    assert found.with_rest < 0
    assert found.against in {"healthy_lifestyle", "health"}
    said = audit(mdi.compute(country(["alcohol_use"]))).findings[0]
    assert said.startswith("alcohol_use runs against its ")


def test_a_mirrored_domain_runs_against_the_others():
    crime = ("violent_offences", "property_offences", "road_accidents")
    result = mdi.compute(country(crime))
    found = audit(result)
    assert next(sign for sign in found.signs if sign.id == "safety").against == "index"
    assert found.findings[0].startswith("safety runs against the other domains (r = −0.")
    assert "safety lowers the variance of the index" in " ".join(found.findings)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"low_educated": [1.0, 2, 3]}, "no_figures"),
        ({"low_educated": [1.0, 2, 3], "early_school_leavers": [5.0, 5, 5]}, "constant"),
        ({"low_educated": [1.0, 2, 3], "early_school_leavers": [5.0, np.nan, 4]}, "too_few_areas"),
    ],
)
def test_where_there_is_no_sign_a_word_says_why(columns, reason):
    found = signs(table_of(columns))["low_educated"]
    assert (found.with_rest, found.reason, found.against) == (None, reason, None)


def test_an_only_child_has_no_rest():
    domains = mdi.Domains.model_validate(
        {
            "domains": [
                {
                    "id": "a",
                    "name": {"nl": "a", "en": "a"},
                    "indicators": [{"id": "b", "name": {"nl": "b", "en": "b"}}],
                }
            ]
        }
    )
    result = mdi.compute(
        table_of({"b": [1.0, 2, 4]}, domains=domains), weights=mdi.WeightSet(weights={"a": 1})
    )
    assert [sign.reason for sign in audit(result).signs] == ["only_child", "only_child"]


def test_a_domain_that_is_declared_as_better_when_higher_is_no_contradiction():
    plain = mdi.load_domains().model_dump()["domains"]
    safety = next(domain for domain in plain if domain["id"] == "safety") | {"direction": "better"}
    domains = mdi.Domains.model_validate({"domains": [safety, plain[0]]})
    rng = np.random.default_rng(6)
    factor = rng.normal(size=100)
    columns = {
        name: 50 + sign * (factor + rng.normal(size=100))
        for name, sign in {
            "violent_offences": 1,
            "property_offences": 1,
            "road_accidents": 1,
            "poor_households": -1,
        }.items()
    }
    weights = mdi.WeightSet(weights={"safety": 1, "income": 1})
    result = mdi.compute(table_of(columns, domains=domains), weights=weights)
    found = {sign.id: sign for sign in audit(result).signs}
    assert found["violent_offences"].with_parent > 0.5
    assert found["violent_offences"].with_index > 0
    assert found["safety"].with_rest > 0
    assert {sign.against for sign in found.values()} == {None}
