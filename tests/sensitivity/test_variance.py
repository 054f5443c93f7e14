"""Indices of the variance, on functions of which they are known, and beside scipy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import mdi
from mdi.sensitivity.design import SobolDesign
from mdi.sensitivity.outputs import extent_of, mean_shift, overlap
from mdi.sensitivity.variance import indices_of, sobol_indices
from mdi.summary.measures import extent

ISHIGAMI = (7.0, 0.1)
G = np.array([0.0, 0.5, 3.0, 9.0, 99.0])


def ishigami(points):
    """sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁, x from −π to π."""
    x = (2 * points - 1) * np.pi
    a, b = ISHIGAMI
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices():
    """Ishigami and Homma (1990), by hand."""
    a, b = ISHIGAMI
    one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    two = a**2 / 8
    both = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both
    return np.array([one, two, 0]) / variance, np.array([one + both, two, both]) / variance


def sobol_g(points):
    """Π (|4x − 2| + a) ÷ (1 + a)."""
    return np.prod((np.abs(4 * points - 2) + G) / (1 + G), axis=1)


def sobol_g_indices():
    """Sobol (1993): V_i = 1 ÷ 3(1 + a)², and the product of the others for the total."""
    own = 1 / (3 * (1 + G) ** 2)
    variance = np.prod(1 + own) - 1
    return own / variance, own * np.prod(1 + own) / (1 + own) / variance


@pytest.mark.parametrize(
    ("model", "known", "inputs"),
    [(ishigami, ishigami_indices, 3), (sobol_g, sobol_g_indices, 5)],
    ids=["ishigami", "sobol_g"],
)
def test_the_indices_are_those_known_within_their_error(model, known, inputs):
    design = SobolDesign.drawn({f"x{i}": 1 for i in range(inputs)}, 4096, seed=3)
    found = indices_of(model, design)
    first, total = known()
    assert np.abs(found.first - first).max() < 0.01
    assert np.abs(found.total - total).max() < 0.01
    for interval, truth in ((found.first_interval, first), (found.total_interval, total)):
        half = (interval[:, 1] - interval[:, 0]) / 2
        middle = interval.mean(axis=1)
        assert (np.abs(middle - truth) <= 2 * half + 1e-9).all()
        assert (half < 0.06).all()
    assert found.runs == design.runs == 4096 * (inputs + 2)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    first, total = ishigami_indices()
    covered = []
    for seed in range(40):
        rng = np.random.default_rng(seed)  # independent rows, as the bootstrap supposes
        design = SobolDesign({"x": 1, "y": 1, "z": 1}, rng.random((512, 3)), rng.random((512, 3)))
        found = indices_of(ishigami, design, replicates=200, seed=seed)
        for interval, truth in ((found.first_interval, first), (found.total_interval, total)):
            covered += ((interval[:, 0] <= truth) & (truth <= interval[:, 1])).tolist()
    assert 0.84 <= np.mean(covered) <= 0.96


def test_they_are_those_of_scipy_to_the_last_digits():
    design = SobolDesign.drawn({"x": 1, "y": 1, "z": 1}, 256, seed=1)
    a, b, *mixed = (ishigami(points) for points in design.blocks())
    found = sobol_indices(a, b, mixed, ("x", "y", "z"), replicates=0)
    runs = {"f_A": a[None], "f_B": b[None], "f_AB": np.stack(mixed)[:, None]}
    expected = stats.sobol_indices(func=runs, n=256)
    assert np.allclose(found.first, expected.first_order, rtol=1e-12)
    assert np.allclose(found.total, expected.total_order, rtol=1e-12)


def test_a_group_has_the_share_of_its_columns_and_of_what_they_do_together():
    design = SobolDesign.drawn({"first and third": 1, "third": 1, "second": 1}, 4096, seed=2)
    grouped = SobolDesign.drawn({"pair": 2, "alone": 1}, 4096, seed=2)

    def model(points):
        return ishigami(points[:, [0, 2, 1]])

    single, pair = indices_of(model, design), indices_of(model, grouped)
    first, total = ishigami_indices()
    assert pair.first[0] == pytest.approx(total[0], abs=0.01)  # x₁, x₃ and both together
    assert pair.first[1] == pytest.approx(first[1], abs=0.01)
    assert pair.first.sum() == pytest.approx(1, abs=0.01)
    assert single.first[1] == pytest.approx(0, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(
    weights=st.lists(st.floats(-5, 5), min_size=1, max_size=5).filter(
        lambda w: max(map(abs, w)) > 0.1
    ),
    shift=st.floats(-1e6, 1e6),
    scale=st.sampled_from([1e-6, 1.0, 1e6]),
)
def test_of_a_sum_first_and_total_are_the_same_and_sum_to_one(weights, shift, scale):
    design = SobolDesign.drawn({f"x{i}": 1 for i in range(len(weights))}, 1024, seed=5)
    expected = np.array(weights) ** 2 / np.sum(np.array(weights) ** 2)
    found = indices_of(lambda x: scale * (x @ np.array(weights) + shift), design, replicates=0)
    assert np.abs(found.first - expected).max() < 0.03
    assert np.abs(found.total - expected).max() < 0.03


def test_where_nothing_varies_there_is_no_share():
    design = SobolDesign.drawn({"x": 1}, 16)
    found = indices_of(lambda x: np.full(len(x), 7.0), design, replicates=10)
    assert np.isnan([found.first[0], found.total[0]]).all()
    assert found.variance == 0


def test_the_same_seed_gives_the_same_points_and_a_mixture_takes_one_input():
    one, other = (SobolDesign.drawn({"x": 2, "y": 1}, 64, seed=9) for _ in range(2))
    assert one.a.tobytes() == other.a.tobytes()
    assert not np.array_equal(one.a, SobolDesign.drawn({"x": 2, "y": 1}, 64, seed=8).a)
    mixed = one.mixed("x")
    assert np.array_equal(mixed[:, :2], one.b[:, :2])
    assert np.array_equal(mixed[:, 2], one.a[:, 2])


def test_what_cannot_be_is_refused_with_a_way_out():
    with pytest.raises(mdi.DeclarationError, match="powers of 2") as caught:
        SobolDesign.drawn({"x": 1}, 1000)
    assert "1024" in caught.value.hint
    with pytest.raises(mdi.DeclarationError, match="column"):
        SobolDesign.drawn({"x": 0}, 8)
    with pytest.raises(mdi.ComputationError, match="do not go together"):
        sobol_indices([1, 2], [1, 2], [[1, 2], [1, 2]], ("x",))
    with pytest.raises(mdi.ComputationError, match="1 of 6 runs"):
        sobol_indices([1, 2], [1, np.nan], [[1, 2]], ("x",))


def test_the_frame_names_every_input():
    design = SobolDesign.drawn({"x": 1, "y": 1, "z": 1}, 64)
    frame = indices_of(ishigami, design, replicates=20).to_frame()
    assert frame["input"].tolist() == ["x", "y", "z"]
    assert (frame["first_low"] <= frame["first_high"]).all()


def test_outputs_of_a_draw():
    ranks, before = np.array([1, 3, 0, 2]), np.array([2, 1, 3, 0])
    assert mean_shift(ranks, before) == 1.5
    assert mean_shift(np.zeros(2, int), np.ones(2, int)) == 0
    sets = np.array([[1, 1, 0, 0], [0, 1, 1, 0]], bool)
    assert overlap(*sets) == pytest.approx(1 / 3)
    assert overlap(sets[0] & False, sets[0] & False) == 1
    ranks = np.random.default_rng(1).permutation(200) + 1
    people = np.random.default_rng(2).integers(1, 900, 200).astype(float)
    groups = np.arange(200) % 7
    expected = extent(ranks, 200, people, groups, 7)
    assert [extent_of(ranks, people, groups == g) for g in range(7)] == pytest.approx(expected)
