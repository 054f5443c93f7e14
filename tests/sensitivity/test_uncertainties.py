"""Each source of uncertainty draws from the distribution that it declares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from scipy.stats import kstest

import mdi
from mdi.declaration import names
from mdi.sensitivity.dirichlet import Dirichlet
from mdi.sensitivity.drawn_figures import draw_figures, key_of, keys_of
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.sampling import Sampling
from mdi.sensitivity.sequence import sobol
from mdi.sensitivity.uncertainties import model
from mdi.sensitivity.uncertainties.model import load_uncertainties
from mdi.sensitivity.uniform_weights import UniformWeights
from tests.sensitivity.simulated import shrinking

SHARES = np.array([0.5, 0.3, 0.2, 0.0])
DRAWS = 400


def one(varies) -> mdi.Uncertainty:
    return mdi.Uncertainty.parse({"varies": varies}, "a test")


def table_of(**columns):
    n = len(next(iter(columns.values())))
    codes = [f"GM{i:04d}" for i in range(1, n + 1)]
    frame = pd.DataFrame({"area_code": codes, **columns})
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2022)


def drawn(result, varies, row, draws=DRAWS):
    """(draws, n) figures of one indicator."""
    (noise,) = [each for each in one(varies).varies.noises(result) if each.row == row]
    keys, name = keys_of(result.table.codes), result.table.figures[row].indicator.id
    found = np.tile(result.steadied.values[row], (draws, 1))
    for draw, figures in enumerate(found):
        draw_figures(noise, key_of(1, noise.stream, name), draw, keys, figures)
    return found


def row_of(table, name):
    return [figures.indicator.id for figures in table.figures].index(name)


@pytest.mark.parametrize("name", names(model.HERE))
def test_every_source_that_is_shipped_can_be_read_and_is_named_in_both_languages(name):
    found = mdi.load_uncertainty(name)
    assert found.id == name
    assert found.name.nl
    assert found.note.en


def test_the_numbers_of_the_sequence_are_spread_evenly_and_extend():
    numbers = sobol(1024, 5, 7)
    assert (numbers > 0).all()
    assert (numbers < 1).all()
    assert (np.bincount((numbers[:, 3] * 1024).astype(int), minlength=1024) == 1).all()
    np.testing.assert_array_equal(numbers[:100], sobol(100, 5, 7))
    np.testing.assert_array_equal(numbers[:, :3], sobol(1024, 3, 7))


def test_dirichlet_weights_have_the_mean_and_spread_that_are_declared():
    drawn = Dirichlet(concentration=50).weights(SHARES, sobol(4096, 4, 1))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), SHARES, atol=1e-3)
    np.testing.assert_allclose(drawn.std(axis=0), np.sqrt(SHARES * (1 - SHARES) / 51), atol=1e-3)
    assert not drawn[:, 3].any()


def test_uniform_weights_stay_within_their_bounds():
    drawn = UniformWeights(within=0.2).weights(SHARES, sobol(1024, 4, 1))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    ratio = drawn[:, 0] / drawn[:, 1] / (SHARES[0] / SHARES[1])
    assert 0.8 / 1.2 <= ratio.min() < 0.72
    assert 1.39 < ratio.max() <= 1.2 / 0.8
    assert not drawn[:, 3].any()


def test_even_a_tiny_concentration_leaves_every_domain_some_weight():
    drawn = Dirichlet(concentration=0.01).weights(SHARES, sobol(1024, 4, 1))
    assert (drawn[:, :3] > 0).all()


COUNTED = table_of(
    smoking_numerator=[0, 3, 30, 300, 5],
    smoking_denominator=[40, 40, 400, 1000, 40],
    violent_offences_numerator=[0, 2, 20, 500, 9],
    violent_offences_denominator=[100, 100, 2000, 9000, 700],
    woz_value=[200.0, 250, 300, 180, np.nan],
    woz_value_standard_error=[10.0, np.nan, 5, 2, 3],
)


def test_a_share_is_drawn_by_its_counts():
    found = logit(drawn(mdi.compute(COUNTED), {"by": "sampling"}, row_of(COUNTED, "smoking")) / 100)
    r, n = np.array([0, 3, 30, 300, 5]), np.array([40, 40, 400, 1000, 40])
    np.testing.assert_allclose(
        found.mean(axis=0), np.log((r + 0.5) / (n - r + 0.5)), atol=0.12 * found.std(axis=0).max()
    )
    error = np.sqrt((n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1)))
    np.testing.assert_allclose(found.std(axis=0), error, rtol=0.12)


def test_a_rate_is_drawn_as_a_count_of_events():
    found = drawn(mdi.compute(COUNTED), {"by": "sampling"}, row_of(COUNTED, "violent_offences"))
    events = found / 1000 * np.array([100, 100, 2000, 9000, 700])
    r = np.array([0.5, 2, 20, 500, 9])
    np.testing.assert_allclose(events.mean(axis=0), r, rtol=0.15)
    np.testing.assert_allclose(events.var(axis=0)[1:], r[1:], rtol=0.3)


def test_a_mean_is_drawn_by_its_standard_error_and_what_has_none_stays():
    found = drawn(mdi.compute(COUNTED), {"by": "sampling"}, row_of(COUNTED, "woz_value"))
    np.testing.assert_allclose(found.std(axis=0)[[0, 2, 3]], [10, 5, 2], rtol=0.1)
    assert set(found[:, 1]) == {250}
    assert np.isnan(found[:, 4]).all()


def test_shrunken_figures_are_drawn_around_themselves():
    """As the rule of shrinkage has them, where nothing else is asked for."""
    rng = np.random.default_rng(1)
    n = rng.integers(30, 400, 60)
    table = table_of(smoking_numerator=rng.binomial(n, rng.beta(8, 32, 60)), smoking_denominator=n)
    result = mdi.compute(table, method=shrinking())
    shrunken = result.steadied.shrunken["smoking"]
    varies = {"by": "sampling", "exact": False}
    found = logit(drawn(result, varies, row_of(table, "smoking")) / 100)
    scatter = found.std(axis=0) / np.sqrt(shrunken.variance)
    np.testing.assert_allclose(scatter, 1, atol=0.15)  # one indicator: nothing to see through
    away = (found.mean(axis=0) - logit(shrunken.value)) / np.sqrt(shrunken.variance)
    assert abs(away).max() < 0.2
    assert abs(away.mean()) < 0.05


def test_rounding_moves_a_figure_by_half_a_unit_at_most():
    result = mdi.compute(COUNTED)
    varies = {"by": "rounding", "unit": 0.1, "units": {"woz_value": 10}}
    moved = (
        drawn(result, varies, row_of(COUNTED, "woz_value"))
        - result.steadied.values[row_of(COUNTED, "woz_value")]
    )
    assert np.nanmax(abs(moved)) <= 5
    assert np.nanmax(abs(moved)) > 4.9
    share = drawn(result, varies, row_of(COUNTED, "smoking"))
    assert share.min() >= 0  # never below


ROUNDED = table_of(
    smoking_numerator=[0, 5, 45, 300],
    smoking_denominator=[10, 20, 100, 1000],
    violent_offences_numerator=[0, 5, 20, 500],
    violent_offences_denominator=[100, 5, 2000, 9000],
)


@pytest.mark.parametrize(("leaf", "scale"), [("smoking", 100), ("violent_offences", 1000)])
def test_rounded_counts_lie_half_a_unit_around_and_never_below_nobody(leaf, scale):
    counts = ROUNDED.counts[leaf]
    found = drawn(mdi.compute(ROUNDED), {"by": "rounding", "numerators": 5}, row_of(ROUNDED, leaf))
    numerators = found / scale * counts.denominator
    low = np.maximum(counts.numerator - 2.5, 0)
    high = counts.numerator + 2.5
    for drawn_of, least, most in zip(numerators.T, low, high, strict=True):
        assert kstest(drawn_of, "uniform", args=(least, most - least)).pvalue > 0.01


def test_rounded_denominators_divide():
    varies = {"by": "rounding", "denominators": 5}
    found = drawn(mdi.compute(ROUNDED), varies, row_of(ROUNDED, "violent_offences"))
    people = 1000 * np.array([5, 20, 500]) / found[:, 1:]
    for drawn_of, n in zip(people.T, (5, 2000, 9000), strict=True):
        assert kstest(drawn_of, "uniform", args=(n - 2.5, 5)).pvalue > 0.01
    assert not found[:, 0].any()


def test_a_shrunken_figure_takes_its_weight_of_what_rounding_took_away():
    rng = np.random.default_rng(1)
    n = 5 * rng.integers(6, 80, 60)
    table = table_of(
        smoking_numerator=5 * rng.binomial(n // 5, rng.beta(8, 32, 60)), smoking_denominator=n
    )
    result = mdi.compute(table, method=shrinking())
    w, at = result.steadied.shrunken["smoking"].weight, row_of(table, "smoking")
    found = drawn(result, {"by": "rounding", "unit": 1}, at) - result.steadied.values[at]
    np.testing.assert_allclose(abs(found).max(axis=0), w / 2, rtol=0.05)


def test_a_figure_that_is_rounded_at_its_border_lies_within():
    found = drawn(mdi.compute(COUNTED), {"by": "rounding", "unit": 2}, row_of(COUNTED, "smoking"))
    assert kstest(found[:, 0], "uniform", args=(0, 1)).pvalue > 0.01


def test_suppressed_counts_are_anything_below_the_border():
    table = table_of(
        smoking=[20.0, np.nan, 10.0],
        smoking_status=["observed", "suppressed", "observed"],
        smoking_numerator=[20, np.nan, 10],
        smoking_denominator=[100, 50, 100],
        low_educated=[10.0, 20, 30],
    )
    found = drawn(mdi.compute(table), {"by": "suppression", "below": 4}, row_of(table, "smoking"))
    assert set(np.round(found[:, 1], 9)) == {0, 2, 4, 6}
    assert set(found[:, 0]) == {20}


def test_estimates_of_a_model_are_drawn_by_their_published_error():
    varies = {"by": "model_error", "errors": {"smoking": 2.0}}
    result = mdi.compute(COUNTED)
    found = drawn(result, varies, row_of(COUNTED, "smoking"))
    assert set(found[:, 0]) == {0}  # a share of nobody has no logit
    assert found[:, 3].std() == pytest.approx(2.0, rel=0.12)


def chosen_methods(result, varies, draws=300):
    drawing = prepare(result, Sources.of((one(varies),), result), draws, 1)
    return drawing, np.bincount(drawing.chosen, minlength=len(drawing.variants))


def test_every_combination_of_choices_is_as_likely():
    result = mdi.compute(COUNTED)
    cs = [{"by": "exponential_rank", "c": c} for c in (10, 23, 40)]
    varies = {"by": "choices", "domains": cs, "missing": [{"by": "renormalise"}, {"by": "strict"}]}
    drawing, counts = chosen_methods(result, varies, 384)
    assert len(drawing.variants) == 6
    assert abs(counts - 64).max() <= 6


def test_a_draw_of_a_choice_is_the_index_by_that_method():
    rng = np.random.default_rng(2)
    table = table_of(smoking=rng.uniform(0, 50, 60), low_educated=rng.uniform(0, 50, 60))
    result = mdi.compute(table)
    rules = [{"by": "normal_score"}, {"by": "zscore"}]
    drawing, _ = chosen_methods(result, {"by": "choices", "indicators": rules}, 8)
    ranks = np.empty((8, len(drawing.areas)), np.uint16)
    drawing.fill(0, ranks)
    for row, number in zip(ranks, drawing.chosen, strict=True):
        method = result.method.model_copy(
            update={"indicators": drawing.variants[number].plan.figures[0].normalisation}
        )
        np.testing.assert_array_equal(row, mdi.compute(table, method=method).rank)
    assert set(drawing.chosen) == {0, 1}


def test_choices_that_make_no_method_are_refused_with_their_reason():
    varies = {"by": "choices", "aggregation": [{"by": "geometric"}, {"by": "arithmetic"}]}
    with pytest.raises(mdi.ComputationError, match="points above 0"):
        mdi.sensitivity(COUNTED, vary=(one(varies),))


def test_choices_without_any_rule_are_no_declaration():
    with pytest.raises(mdi.DeclarationError, match="no stage has rules"):
        one({"by": "choices"})


def copula() -> mdi.Method:
    changed = {**dict(mdi.load_method("imd")), "nodes": {"index": {"missing": {"by": "copula"}}}}
    return mdi.Method.parse({**changed, "min_coverage": 0.1}, "a test")


def with_gaps(n=900):
    rng = np.random.default_rng(3)
    latent = rng.normal(size=n)
    columns = {
        leaf: 30 + 5 * (0.9 * latent + 0.4 * rng.normal(size=n))
        for leaf in ("poor_households", "long_term_unemployed", "smoking", "low_educated")
    }
    columns["smoking"][: n // 3] = np.nan
    columns["low_educated"][n // 6 : n // 2] = np.nan
    return table_of(**columns)


def test_what_is_missing_is_drawn_around_its_expectation():
    table = with_gaps()
    found = mdi.sensitivity(table, 200, vary=("imputation",), method=copula())
    width = found.high - found.low
    gaps = np.arange(len(table)) < len(table) // 2
    assert width[gaps].mean() > 4 * width[~gaps].mean()
    assert abs(found.expected - found.result.rank)[gaps].mean() < 0.25 * width[gaps].mean()


def test_sampling_leaves_estimates_of_a_model_alone():
    assert Sampling().noises(mdi.compute(with_gaps())) == []


def test_several_sources_by_name_and_by_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('id = "mine"\nvaries = { by = "rounding", unit = 1 }\n')
    found = load_uncertainties(("weights", path))
    assert [each.id for each in found] == ["weights", "mine"]
