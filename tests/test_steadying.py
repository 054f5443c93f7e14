"""Figures of few people are steadied as the method declares, before anything else."""

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.reading import table_of_frame
from mdi.shrinkage import Proportion
from mdi.steadying import not_steadied, steady
from mdi.tree import grow
from tests.countries import codes
from tests.nested import DOMAINS, WEIGHTS, compute, method, points

TREE = grow(DOMAINS, WEIGHTS)
NATIONAL = {"by": "proportion", "target": "national"}
ROW = {leaf.id: leaf.row for leaf in TREE.leaf_nodes()}


def counts(seed=5, n=40):
    """Jobs and debts are shares with counts; income is an estimate of a model; litter is
    nothing but a figure."""
    rng = np.random.default_rng(seed)
    people = rng.integers(10, 400, n)
    frame = pd.DataFrame({"area_code": codes(n), "population": np.full(n, 900.0)})
    for name in ("jobs", "debts", "income"):
        frame[f"{name}_denominator"] = people
        frame[f"{name}_numerator"] = rng.binomial(people, rng.beta(4, 9, n))
    frame["litter"] = np.round(rng.uniform(1, 9, n), 2)
    return frame


def table_of(frame, domains=DOMAINS):
    count = {"numerator": "income_numerator", "denominator": "income_denominator"}
    source = mdi.Source(
        id="counted", name={"nl": "x", "en": "x"}, publisher="", code="area_code",
        population="population", own_names=True,
        indicators={"income": {**count, "estimator": "model"}},
    )  # fmt: skip
    return table_of_frame(frame, source, level="municipality", year=2021, domains=domains)


TABLE = table_of(counts())


def test_without_a_rule_the_figures_are_those_of_the_table_themselves():
    steadied = steady(TABLE, TREE, method())
    assert steadied.values is TABLE.values
    assert steadied.shrunken == {}


def test_a_general_rule_takes_what_it_fits_and_leaves_model_estimates_alone():
    rules = method(shrinkage=[NATIONAL])
    before = TABLE.values.tobytes()
    steadied = steady(TABLE, TREE, rules)
    assert {"jobs", "debts"} <= set(steadied.shrunken)
    assert not {"income", "litter"} & set(steadied.shrunken)
    assert TABLE.values.tobytes() == before
    for name in ("income", "litter"):
        np.testing.assert_array_equal(steadied.values[ROW[name]], TABLE.values[ROW[name]])
    left = not_steadied(TABLE, TREE, rules)
    assert "estimates of a model" in str(left["income"])
    assert "no counts of 'litter'" in str(left["litter"])


def test_what_enters_the_index_is_the_shrunken_figure_and_the_raw_one_is_kept():
    result = compute(TABLE, method(shrinkage=[NATIONAL]))
    found, raw = result.steadied.shrunken["jobs"], TABLE.values[ROW["jobs"]]
    np.testing.assert_array_equal(result.steadied.values[ROW["jobs"]], found.figures)
    np.testing.assert_allclose(100 * found.raw, raw)
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    low, high = found.figures.min(), found.figures.max()
    expected = 1 + 99 * (found.figures - low) / (high - low)
    np.testing.assert_allclose(points(result, "jobs"), expected)
    shown = {each.id: each for each in result.profile("GM0001").domains[1].indicators}
    assert shown["jobs"].value == pytest.approx(raw[0])
    assert shown["jobs"].shrunken == pytest.approx(found.figures[0])
    assert shown["income"].shrunken is None
    assert "jobs" in result.provenance["shrunken"]
    assert any(word.startswith("not shrunk: ") and "income" in word for word in result.warnings)


def test_the_rule_of_an_indicator_goes_before_those_of_the_method():
    own = {"by": "proportion", "target": "national", "variance": "iod"}
    rules = method(shrinkage=[NATIONAL], nodes={"jobs": {"shrinkage": own}})
    steadied = steady(TABLE, TREE, rules)
    expected = Proportion(target="national", variance="iod").shrink(TABLE, "jobs")
    np.testing.assert_array_equal(steadied.shrunken["jobs"].figures, expected.figures)
    general = Proportion(target="national").shrink(TABLE, "debts")
    np.testing.assert_array_equal(steadied.shrunken["debts"].figures, general.figures)


def test_the_first_general_rule_that_fits_is_taken():
    iod = NATIONAL | {"variance": "iod"}
    rules = method(shrinkage=[{"by": "mean", "target": "national"}, iod, NATIONAL])
    expected = Proportion(target="national", variance="iod").shrink(TABLE, "jobs")
    found = steady(TABLE, TREE, rules).shrunken["jobs"]
    np.testing.assert_array_equal(found.figures, expected.figures)


def test_an_indicator_that_declares_what_cannot_be_is_refused_with_all_the_others():
    rules = method(
        nodes={
            "income": {"shrinkage": NATIONAL},
            "litter": {"shrinkage": NATIONAL},
            "jobs": {"shrinkage": {"by": "proportion", "target": "kind"}},
            "debts": {"shrinkage": {"by": "event_rate", "target": "national"}},
        }
    )
    with pytest.raises(mdi.ComputationError, match="as declared") as raised:
        compute(TABLE, rules)
    message = str(raised.value)
    for words in ("'income' are estimates of a model", "no counts of 'litter'",
                  "no classes 'kind'", "'debts' is a share"):  # fmt: skip
        assert words in message, message


def test_an_area_without_a_figure_stays_without_one():
    frame = counts()
    frame["jobs_numerator"] = frame["jobs_numerator"].astype(float)
    frame.loc[3, ["jobs_numerator", "jobs_denominator"]] = np.nan
    steadied = steady(table_of(frame), TREE, method(shrinkage=[NATIONAL]))
    missing = np.isnan(steadied.values[ROW["jobs"]])
    assert np.flatnonzero(missing).tolist() == [3]
    assert np.isnan(steadied.shrunken["jobs"].weight[3])


def test_the_order_of_the_areas_does_not_matter():
    order = np.random.default_rng(1).permutation(40)
    rules = method(shrinkage=[NATIONAL])
    plain, other = compute(TABLE, rules), compute(table_of(counts().iloc[order]), rules)
    np.testing.assert_allclose(other.points, plain.points[:, order], rtol=1e-9)


def test_a_table_measured_with_itself_has_the_same_bits():
    plain = compute(TABLE, method(shrinkage=[NATIONAL]))
    assert mdi.compute(TABLE, reference=plain).points.tobytes() == plain.points.tobytes()
