"""Numbers that follow from their key alone."""

import numpy as np
import pytest
from scipy.special import expit, ndtri
from scipy.stats import gamma, kstest

from mdi.core import noise
from tests.sensitivity import plain

AREAS = np.random.default_rng(1).integers(0, 2**64, 20_000, dtype=np.uint64)
KEY = np.uint64(0xFEDCBA9876543210)


def drawn(kind=noise.uniforms, key=KEY, draw=0, areas=AREAS):
    numbers = np.empty(areas.size)
    kind(key, draw, areas, numbers)
    return numbers


def test_numbers_are_those_of_the_published_generator():
    state = plain.mixed((int(KEY) + 0x9E3779B97F4A7C15 * 8) & plain.MASK)
    expected = [((plain.mixed(state ^ int(a)) >> 11) + 0.5) * 2.0**-53 for a in AREAS[:50]]
    assert drawn(draw=7)[:50].tolist() == expected


def test_numbers_are_spread_evenly_over_areas_and_over_draws():
    assert kstest(drawn(), "uniform").pvalue > 1e-3
    over_draws = np.array([drawn(draw=d, areas=AREAS[:1])[0] for d in range(4000)])
    assert kstest(over_draws, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(drawn(draw=1), drawn(draw=2))[0, 1]) < 0.03
    assert abs(np.corrcoef(drawn(), drawn(key=np.uint64(int(KEY) + 1)))[0, 1]) < 0.03


def test_areas_that_follow_one_another_have_nothing_in_common():
    numbers = drawn(areas=np.arange(20_000, dtype=np.uint64))
    assert kstest(numbers, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 0.03


@pytest.mark.parametrize("share", [1e-300, 1e-16, 1e-5, 0.07, 0.075, 0.3, 0.5, 0.8, 1 - 1e-12])
def test_normal_variables_are_the_quantiles_of_the_numbers(share):
    assert noise._quantile(share) == pytest.approx(ndtri(share), rel=1e-14)


def test_normals_use_the_same_numbers():
    np.testing.assert_allclose(drawn(noise.normals), ndtri(drawn()), rtol=1e-13, atol=1e-15)


def made(kind, numbers, centre, spread, scale=1.0, start=5.0):
    out = np.full(numbers.size, start)
    kind(numbers, np.full(numbers.size, centre), np.full(numbers.size, spread), scale, out)
    return out


def test_what_is_made_of_the_numbers():
    z, u = drawn(noise.normals), drawn()
    np.testing.assert_allclose(made(noise.as_logits, z, -2, 0.5, 100), 100 * expit(-2 + 0.5 * z))
    np.testing.assert_allclose(made(noise.as_normals, z, 3, 2, 10), 30 + 20 * z)
    np.testing.assert_allclose(made(noise.as_rounding, u, 0, 0.1), 5 + 0.1 * (u - 0.5))
    counts = made(noise.as_counts, u, 5, 100, 100)
    assert set(np.round(counts).tolist()) == {0, 1, 2, 3, 4}
    assert np.bincount(np.round(counts).astype(int)).min() > 3700


@pytest.mark.parametrize("shape", [0.5, 3.0, 40.0])
def test_gamma_variables_are_nearly_those_of_the_quantile_function(shape):
    z, u = drawn(noise.normals), drawn()
    found = made(noise.as_gammas, z, shape, 2.0, 10)
    assert found.min() >= 0
    assert abs(found - 20 * gamma.ppf(u, shape)).mean() < 0.03 * 20 * shape


@pytest.mark.parametrize("kind", ["logits", "gammas", "normals", "rounding", "counts"])
def test_without_a_spread_nothing_is_written(kind):
    out = made(getattr(noise, f"as_{kind}"), drawn(), 1.0, np.nan)
    assert (out == 5.0).all()


def test_figures_stay_within_what_can_be():
    out = np.array([-1.0, 0.0, 50.0, 101.0, np.nan])
    noise.clip(0.0, 100.0, out)
    assert out[:4].tolist() == [0, 0, 50, 100]
    assert np.isnan(out[4])
