"""What counts tell of the truth: against integrals, and against countries that were simulated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import binom, kstest, norm, poisson

import mdi
from mdi.core.posterior import posteriors as integrate
from mdi.sensitivity.posterior import posteriors
from mdi.sensitivity.seen_through import left_over
from tests.sensitivity.test_uncertainties import table_of

RULES = [{"by": each, "target": "national"} for each in ("proportion", "event_rate", "mean")]
METHOD = mdi.Method.parse({**dict(mdi.load_method("imd")), "shrinkage": RULES}, "a test")


def moments(chance, centre, between):
    """Mean and variance of x by brute force."""

    def density(x):
        return chance(x) * norm.pdf(x, centre, between**0.5)

    around = {"limit": 400, "points": np.linspace(centre - 10, centre + 10, 41)}
    limits = (centre - 12, centre + 12)
    total, first, second = (
        quad(lambda x, k=k: x**k * density(x), *limits, **around)[0] for k in range(3)
    )
    return first / total, second / total - (first / total) ** 2


@pytest.mark.parametrize(("r", "n"), [(0, 20), (1, 60), (3, 3), (12, 40), (300, 900), (2, 5000)])
@pytest.mark.parametrize("between", [0.05, 0.4, 1.5])
@pytest.mark.parametrize("people", [True, False])
def test_the_posterior_of_one_area_is_that_of_brute_force(r, n, between, people):
    def chance(x):
        return binom.pmf(r, n, expit(x)) if people else poisson.pmf(r, n * np.exp(x))

    mean, variance = np.empty(1), np.empty(1)
    given = (np.array([float(each)]) for each in (r, n, -1.0, between))
    integrate(people, *given, mean, variance)
    expected = moments(chance, -1.0, between)
    np.testing.assert_allclose(mean[0], expected[0], atol=2e-3 * expected[1] ** 0.5)
    np.testing.assert_allclose(variance[0], expected[1], rtol=4e-3)


def counted(kind, level, seed, n=3000, spread=0.5, groups=None):
    """A table of one indicator, and the truth on the scale of its posterior."""
    rng = np.random.default_rng(seed)
    people = np.maximum(20, rng.lognormal(5.0, 1.0, n)).astype(int)
    x = spread * rng.normal(size=n) + (0 if groups is None else groups)
    if kind == "mean":
        x = 250 + 40 * x
        error = 300 / np.sqrt(people)
        given = {"woz_value": x + error * rng.normal(size=n), "woz_value_standard_error": error}
        return table_of(**given), x
    x = x + (logit(level) if kind == "share" else np.log(level))
    leaf, chance = ("smoking", expit(x)) if kind == "share" else ("violent_offences", np.exp(x))
    r = rng.binomial(people, chance) if kind == "share" else rng.poisson(people * chance)
    return table_of(**{f"{leaf}_numerator": r, f"{leaf}_denominator": people}), x


CASES = [
    ("share", 0.01),
    ("share", 0.08),
    ("share", 0.4),
    ("rate", 0.01),
    ("rate", 0.1),
    ("mean", 0),
]


@pytest.mark.parametrize(("kind", "level"), CASES)
def test_the_truth_lies_where_the_posterior_says(kind, level):
    """Of small areas and of large ones: nothing of the truth is left but a normal variable."""
    table, x = counted(kind, level, seed=1)
    (known,) = posteriors(mdi.compute(table, method=METHOD), exact=True).values()
    scaled = (x - known.mean) / np.sqrt(known.variance)
    small = known.weight < np.median(known.weight)
    for part in (small, ~small):
        assert abs(scaled[part].mean()) < 4 / np.sqrt(part.sum())
        assert scaled[part].std() == pytest.approx(1, abs=0.06)
    assert kstest(scaled, "norm").pvalue > 0.001
    assert known.between[0] == pytest.approx(x.var(), rel=0.2)


def test_a_shrunken_share_of_a_rare_thing_is_too_high_and_the_exact_posterior_is_not():
    """Why draws of rare things do not lie around N(z*, w·s²)."""
    table, x = counted("share", 0.02, seed=2)
    result = mdi.compute(table, method=METHOD)
    (exact,), (rule,) = (posteriors(result, exact=each).values() for each in (True, False))
    off = {name: np.mean(x - each.mean) for name, each in (("exact", exact), ("rule", rule))}
    assert off["rule"] < -0.15
    assert abs(off["exact"]) < 0.03


def test_what_is_drawn_by_the_rule_of_shrinkage_is_f7():
    table, _ = counted("share", 0.1, seed=3, n=80)
    result = mdi.compute(table, method=METHOD)
    (known,) = posteriors(result, exact=False).values()
    shrunken = result.steadied.shrunken["smoking"]
    np.testing.assert_array_equal(known.mean, np.log(shrunken.value / (1 - shrunken.value)))
    np.testing.assert_array_equal(known.variance, shrunken.variance)


def test_groups_that_differ_have_centres_that_do_and_one_spread():
    """Twenty areas to a group: the spread in a group is hardly known by itself."""
    groups = np.repeat(np.random.default_rng(4).normal(0, 0.7, 100), 20)
    table, x = counted("share", 0.15, seed=4, n=2000, groups=groups)
    rules = [{"by": "proportion", "target": "urban"}]
    table = replace(table, classes={"urban": tuple(str(i // 20) for i in range(2000))})
    method = mdi.Method.parse({**dict(mdi.load_method("imd")), "shrinkage": rules}, "a test")
    (known,) = posteriors(mdi.compute(table, method=method), exact=True).values()
    scaled = (x - known.mean) / np.sqrt(known.variance)
    assert scaled.std() == pytest.approx(1, abs=0.05)
    centre = known.centre.reshape(100, 20)[:, 0] - logit(0.15)
    assert np.std(centre - groups[::20]) < 0.2
    assert np.median(known.between) == pytest.approx(0.25, rel=0.2)
    assert (known.doubt > 0).all()


def test_a_thing_that_nobody_has_still_has_a_posterior():
    table = table_of(smoking_numerator=[0, 0, 0, 0], smoking_denominator=[20, 50, 400, 10])
    (known,) = posteriors(mdi.compute(table, method=METHOD), exact=True).values()
    assert np.isfinite(known.mean).all()
    assert (known.variance > 0).all()


@pytest.mark.parametrize("kind", ["share", "rate", "mean"])
def test_no_order_of_the_areas_changes_a_bit(kind):
    table, _ = counted(kind, 0.1, seed=5, n=200)
    result = mdi.compute(table, method=METHOD)
    (known,) = posteriors(result, exact=True).values()
    turned = mdi.IndicatorTable.from_frame(
        table.to_frame().iloc[::-1], level="municipality", year=2022
    )
    (other,) = posteriors(mdi.compute(turned, method=METHOD), exact=True).values()
    np.testing.assert_array_equal(known.mean, other.mean[::-1])
    np.testing.assert_array_equal(known.variance, other.variance[::-1])


def two(correlation, seed=6, n=4000, people=60):
    """Two shares of areas of one size."""
    rng = np.random.default_rng(seed)
    one = rng.normal(size=n)
    other = correlation * one + np.sqrt(1 - correlation**2) * rng.normal(size=n)
    columns = {}
    for leaf, x in (("smoking", one), ("low_educated", other)):
        chance = expit(logit(0.3) + 0.5 * x)
        columns[f"{leaf}_numerator"] = rng.binomial(people, chance)
        columns[f"{leaf}_denominator"] = np.full(n, people)
    return table_of(**columns)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_how_much_noise_is_left_has_a_closed_form_where_areas_are_of_one_size(correlation):
    """λ = 1 ÷ w times what two say together: Var = U²V ÷ C² − U with a share w known of each."""
    method = mdi.Method.parse({**dict(mdi.load_method("zscore")), "shrinkage": RULES}, "a test")
    weights = mdi.WeightSet.parse({"id": "two", "weights": {"health": 1, "education": 1}}, "a test")
    result = mdi.compute(two(correlation), weights=weights, method=method)
    known = posteriors(result, exact=True)
    w = np.mean([each.weight.mean() for each in known.values()])
    a = np.ones(2)
    together = np.array([[1, correlation], [correlation, 1]])
    truth = a @ together @ a
    used = w**2 * truth + w * (1 - w) * (a @ a)
    expected = np.sqrt((used**2 / (w * truth) ** 2 * truth - used) / ((1 - w) * (a @ a)))
    np.testing.assert_allclose(np.median(left_over(result, known)), expected, rtol=0.06)
