"""Importance beside weight: examples with known answers, and a slow twin of the curve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.sensitivity.importance import importance
from mdi.sensitivity.smoothing import AREAS_PER_KNOT, KNOTS, PENALTIES, correlation_ratio
from tests.countries import LEAVES, random_table, table_of

RNG = np.random.default_rng(11)
NORMAL = RNG.standard_normal((2, 20_000))


def test_of_a_square_nothing_is_linear_and_all_is_explained():
    x = NORMAL[0]
    assert abs(np.corrcoef(x, x**2)[0, 1]) < 0.05
    assert correlation_ratio(x, x**2) > 0.97
    assert correlation_ratio(np.linspace(-1, 1, 5000), np.linspace(-1, 1, 5000) ** 2) > 0.999


@pytest.mark.parametrize("r", [0.0, 0.3, 0.8, -0.8, 1.0])
def test_of_two_normal_variables_it_is_the_square_of_their_correlation(r):
    y = r * NORMAL[0] + np.sqrt(1 - r * r) * NORMAL[1]
    assert correlation_ratio(NORMAL[0], y) == pytest.approx(r * r, abs=0.02)


def test_a_step_that_no_line_sees():
    x = RNG.uniform(0, 3, 30_000)
    y = np.where((x > 1) & (x < 2), 1.0, 0.0)  # E[y | x] is y itself
    assert correlation_ratio(x, y) > 0.9
    assert np.corrcoef(x, y)[0, 1] ** 2 < 0.01


def test_of_the_ishigami_function_it_is_the_first_order_index():
    x = RNG.uniform(-np.pi, np.pi, (3, 40_000))
    y = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    found = [correlation_ratio(each, y) for each in x]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)


def cox_de_boor(x, knots, i, degree):
    if degree == 0:
        return float(knots[i] <= x < knots[i + 1])
    left = (x - knots[i]) / (knots[i + degree] - knots[i])
    right = (knots[i + degree + 1] - x) / (knots[i + degree + 1] - knots[i + 1])
    below = cox_de_boor(x, knots, i, degree - 1), cox_de_boor(x, knots, i + 1, degree - 1)
    return left * below[0] + right * below[1]


def slow(x, y):
    """Cox and de Boor's recursion, and least squares for every penalty."""
    places = [(np.sum(x < v) + (np.sum(x == v) - 1) / 2) / (len(x) - 1) for v in x]
    pieces = int(np.clip(len(np.unique(x)) // AREAS_PER_KNOT, 1, KNOTS + 1))
    knots = [step / pieces for step in range(-3, pieces + 4)]
    size = pieces + 3
    basis = np.array(
        [[cox_de_boor(min(p, 1 - 1e-15), knots, i, 3) for i in range(size)] for p in places]
    )
    rough = np.diff(np.eye(size), 2, axis=0)
    best = (np.inf, None)
    for penalty in PENALTIES * len(x):
        stacked = np.vstack([basis, np.sqrt(penalty) * rough])
        hat = basis @ np.linalg.pinv(stacked, rcond=1e-12)[:, : len(x)]
        curve = hat @ (y - y.mean())
        gcv = np.sum((y - y.mean() - curve) ** 2) / max(len(x) - np.trace(hat), 1.0) ** 2
        best = min(best, (gcv, float(curve.var() / y.var())))
    return best[1]


@pytest.mark.parametrize("n", [9, 30, 120])
def test_the_slow_twin_finds_the_same(n):
    rng = np.random.default_rng(n)
    x = np.round(rng.uniform(0, 9, n), 1)
    y = np.sin(x) + rng.standard_normal(n) / 2
    assert correlation_ratio(x, y) == pytest.approx(slow(x, y), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(8, 60),
    seed=st.integers(0, 99),
    scale=st.sampled_from([1e-9, 1.0, 1e9]),
    shift=st.sampled_from([0.0, -3.0, 1e3]),
)
def test_it_lies_between_0_and_1_and_depends_on_no_scale(n, seed, scale, shift):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, n))
    y += x
    found = correlation_ratio(x, y)
    assert 0 <= found <= 1
    assert correlation_ratio(x, y * scale) == pytest.approx(found, rel=1e-6)
    assert correlation_ratio(x, y + shift) == pytest.approx(found, rel=1e-6)
    assert correlation_ratio(np.exp(x), y) == pytest.approx(found, rel=1e-12)
    assert correlation_ratio(-x, y) == pytest.approx(found, abs=1e-6)


def test_too_few_areas_and_what_does_not_differ_have_none():
    line = np.arange(10.0)
    assert np.isnan(correlation_ratio(line[:7], line[:7]))
    assert np.isnan(correlation_ratio(np.ones(10), line))
    assert np.isnan(correlation_ratio(line, np.ones(10)))
    gaps = np.where(line < 4, np.nan, line)
    assert np.isnan(correlation_ratio(gaps, line))


def independent(n=6000):
    """Seven domains that have nothing in common, each with one spread."""
    figures = np.random.default_rng(5).standard_normal((len(LEAVES), n))
    domains = mdi.load_domains()
    first = {domain.leaves().__next__().id for domain in domains}
    return table_of(
        {leaf: 50 + row for leaf, row in zip(LEAVES, figures, strict=True) if leaf in first}
    )


def test_where_domains_are_independent_importance_is_the_square_of_the_weight():
    method = mdi.load_method("zscore").model_copy(update={"min_population": 0.0})
    found = importance(mdi.compute(independent(), weights="mdi_nl", method=method))
    weights = np.array([part.weight for part in found.domains])
    expected = weights**2 / np.sum(weights**2)
    for name in ("covariance", "main_effect", "linear", "importance"):
        values = np.array([getattr(part, name) for part in found.domains])
        assert np.abs(values - expected).max() < 0.03, name
    assert found.discrepancy == pytest.approx(np.abs(expected - weights).max(), abs=0.03)


def test_covariance_and_weight_are_those_of_the_audit_and_the_frame_has_all():
    result = mdi.compute(random_table(300, 4))
    found = importance(result)
    audited = {each.id: each for each in mdi.audit(result).influence}
    for part in (*found.domains, *found.figures):
        assert part.weight == audited[part.id].weight
        assert part.carried == audited[part.id].carried
        assert part.covariance == audited[part.id].covariance
    assert sum(part.importance for part in found.domains) == pytest.approx(1)
    assert sum(part.importance for part in found.figures) == pytest.approx(1)
    assert found.discrepancy == max(abs(part.importance - part.carried) for part in found.domains)
    frame = found.to_frame()
    assert len(frame) == 27
    assert frame["gap"].tolist() == [p.gap for p in (*found.domains, *found.figures)]


def test_a_domain_without_figures_leaves_its_weight_to_the_others():
    rng = np.random.default_rng(4)
    table = table_of({"smoking": rng.uniform(0, 100, 99), "low_educated": rng.uniform(0, 100, 99)})
    method = mdi.load_method("zscore").model_copy(update={"min_coverage": 0.0})
    found = importance(mdi.compute(table, weights="equal", method=method))
    health, education = (part for part in found.domains if part.importance is not None)
    assert health.weight == pytest.approx(1 / 7)
    assert health.carried == education.carried == pytest.approx(1 / 2)
    assert health.gap == pytest.approx(health.importance - 1 / 2)
    assert health.gap == pytest.approx(-education.gap)
    assert found.discrepancy == pytest.approx(abs(health.gap))


def test_nothing_ranked_has_no_importance():
    method = mdi.load_method("imd").model_copy(update={"min_population": 1e9})
    found = importance(mdi.compute(random_table(30), method=method))
    assert found.discrepancy is None
    assert all(part.main_effect is None for part in found.domains)
