"""Shares are drawn to their group on the scale of logits: F3 to F7."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.shrinkage import Proportion
from tests.shrinkage import twin
from tests.shrinkage.places import SHARE, counted, shares

WAYS = ("iod", "dl", "pm")
every_way = pytest.mark.parametrize("way", WAYS)
ways = st.sampled_from(WAYS)
relaxed = settings(deadline=None, max_examples=30)


def shrink(groups, r, n, way="dl", **how):
    return Proportion(variance=way, **how).shrink(counted(SHARE, groups, r, n), SHARE)


@given(places=shares(), way=ways)
@relaxed
def test_it_is_what_the_slow_twin_finds(places, way):
    groups, r, n = places
    found = shrink(groups, r, n, way)
    for group in (1, 2):
        rows = np.array(groups) == group
        value, weight, variance = zip(
            *twin.proportion(list(zip(r[rows], n[rows], strict=True)), way), strict=True
        )
        np.testing.assert_allclose(found.value[rows], value, rtol=1e-9)
        np.testing.assert_allclose(found.weight[rows], weight, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(found.variance[rows], variance, rtol=1e-7, atol=1e-9)


@given(places=shares(), way=ways)
@relaxed
def test_a_share_comes_to_lie_between_itself_and_its_group(places, way):
    groups, r, n = places
    found = shrink(groups, r, n, way)
    own = (r + 0.5) / (n + 1)  # the empirical logit as a proportion
    low, high = np.minimum(own, found.target), np.maximum(own, found.target)
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    assert (found.value >= low - 1e-12).all()
    assert (found.value <= high + 1e-12).all()
    np.testing.assert_allclose(found.figures, 100 * found.value, rtol=1e-15)


@given(places=shares(), way=ways, data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(places, way, data):
    groups, r, n = places
    order = data.draw(st.permutations(range(len(r))))
    table = counted(SHARE, groups, r, n)
    shuffled = counted(SHARE, [groups[i] for i in order], r[order], n[order])
    plain, other = (Proportion(variance=way).shrink(t, SHARE) for t in (table, shuffled))
    np.testing.assert_allclose(other.value, plain.value[order], rtol=1e-9)
    np.testing.assert_allclose(other.weight, plain.weight[order], rtol=1e-7, atol=1e-9)
    assert other.target_of == tuple(plain.target_of[i] for i in order)


# Three neighbourhoods by hand, r/n = 1/20, 6/40, 30/100: the logits are ln(1.5/19.5),
# ln(6.5/34.5), ln(30.5/70.5); their variances 21·22/(20·2·20), 41·42/(40·7·35) and
# 101·102/(100·31·71).
R, N = [1, 6, 30], [20, 40, 100]
LOGITS = np.array([-2.5649494, -1.6691571, -0.8378860])
ERRORS = np.array([0.5775, 0.1757143, 0.0468060])


def test_the_logit_of_all_counts_is_the_target_of_iod():
    found = shrink([1, 1, 1], R, N, "iod")
    np.testing.assert_allclose(found.target, 37.5 / 161, rtol=1e-12)  # 37 of 160, and halves
    # Z = ln(37.5/123.5) = −1.1919002; t² = (1.8853 + 0.2278 + 0.1253) ÷ 2
    np.testing.assert_allclose(found.weight, 1.1191821 / (1.1191821 + ERRORS), rtol=1e-6)


def test_the_moments_of_dl_are_those_worked_out_by_hand():
    # a = 1.73160, 5.69106, 21.36478; z̄ = −1.1061070; Q = 7.0264769;
    # t² = (7.0264769 − 2) ÷ (28.78744 − 491.84099 ÷ 28.78744)
    found = shrink([1, 1, 1], R, N, "dl")
    np.testing.assert_allclose(found.weight, [0.4265331, 0.7096817, 0.9017380], rtol=1e-6)
    own = 1 / (ERRORS + 0.4295328)
    centre = (own * LOGITS).sum() / own.sum()
    np.testing.assert_allclose(found.target, 1 / (1 + np.exp(-centre)), rtol=1e-6)
    np.testing.assert_allclose(found.variance, found.weight * ERRORS, rtol=1e-6)


def test_the_solution_of_pm_is_that_worked_out_by_hand():
    # Σ(z−Z)² ÷ (s²+t²) = 2 at t² = 0.4611025, by halving an interval
    found = shrink([1, 1, 1], R, N, "pm")
    np.testing.assert_allclose(found.weight, 0.4611025 / (0.4611025 + ERRORS), rtol=1e-6)


@given(places=shares())
@relaxed
def test_the_variance_of_pm_solves_its_equation(places):
    groups, r, n = places
    found = shrink(groups, r, n, "pm")
    for group in (1, 2):
        rows = (np.array(groups) == group) & (found.weight > 1e-9)
        if not rows.any():
            continue
        errors = np.array([twin.sampling(*each) for each in zip(r[rows], n[rows], strict=True)])
        w = found.weight[rows]
        t2 = errors * w / (1 - w)
        z = np.array([twin.logit(*each) for each in zip(r[rows], n[rows], strict=True)])
        centre = np.log(found.target[rows] / (1 - found.target[rows]))
        np.testing.assert_allclose(((z - centre) ** 2 / (errors + t2)).sum(), len(w) - 1, rtol=1e-6)


@every_way
def test_an_area_of_very_many_people_keeps_its_share(way):
    found = shrink([1] * 4, [10, 30, 20, 0.4e9], [100, 100, 100, 1e9], way)
    assert found.weight[3] > 1 - 1e-6
    np.testing.assert_allclose(found.value[3], 0.4, rtol=1e-6)


@pytest.mark.parametrize("way", ["dl", "pm"])
def test_areas_that_differ_by_chance_alone_take_the_share_of_their_group(way):
    found = shrink([1] * 4, [10, 11, 9, 10], [100] * 4, way)
    assert found.weight.tolist() == [0] * 4
    np.testing.assert_allclose(found.value, found.target)
    (flag,) = found.flags
    assert "GM0001" in flag


@every_way
def test_nobody_and_everybody_are_shares_too(way):
    found = shrink([1] * 3, [0, 5, 20], [20, 20, 20], way)
    assert ((found.value > 0) & (found.value < 1)).all()


def simulated(seed):
    """Neighbourhoods of very different sizes in 60 municipalities, as in the Netherlands."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(1, 61), 40)
    n = np.exp(rng.normal(5.5, 1.3, groups.size)).astype(int) + 5
    centre = rng.normal(-2, 0.3, 61)[groups]
    p = 1 / (1 + np.exp(-(centre + rng.normal(0, 0.4, groups.size))))
    return groups.tolist(), rng.binomial(n, p), n, p


@every_way
def test_small_areas_come_nearer_to_the_truth(way):
    groups, r, n, truth = simulated(1)
    found = shrink(groups, r, n, way)
    small = n < 100

    def error(values):
        return np.sqrt(np.mean((values[small] - truth[small]) ** 2))

    assert error(found.value) < 0.85 * error(found.raw)
    raw_top, top, true_top = (
        np.mean(x[small] >= np.quantile(x, 0.9)) for x in (found.raw, found.value, truth)
    )
    assert abs(top - true_top) < abs(raw_top - true_top)


def test_the_method_of_moments_shrinks_more_than_the_plain_spread():
    groups, r, n, _ = simulated(2)
    iod, dl = (shrink(groups, r, n, way).weight.mean() for way in ("iod", "dl"))
    assert dl < iod
