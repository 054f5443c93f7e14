"""How sure is a rank: draw by draw against a plain twin, and whatever the machine does."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from scipy.special import expit

import mdi
from mdi.core import threads
from mdi.engine import score
from mdi.sensitivity.posterior import posteriors
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.seen_through import left_over
from mdi.sensitivity.uncertainties.model import load_uncertainties
from tests.countries import random_table
from tests.sensitivity import plain
from tests.sensitivity.simulated import shrinking, simulated

TOLD = ("low", "median", "high", "expected", "tenths", "in_top", "overlap")
COUNTRY = simulated(300)
TABLE = COUNTRY.table


def same(found, other):
    for name in TOLD:
        np.testing.assert_array_equal(getattr(found, name), getattr(other, name), err_msg=name)


def drawn_ranks(table, vary, draws, method=None, seed=1):
    """(draws, n) ranks, in the order of the table."""
    result = mdi.compute(table, method=method)
    drawing = prepare(result, Sources.of(load_uncertainties(vary), result), draws, seed)
    ranks = np.empty((draws, len(drawing.areas)), np.uint16)
    drawing.fill(0, ranks)
    placed = np.zeros((draws, len(table)), int)
    placed[:, drawing.areas] = ranks
    return result, placed


def sampling(*, exact, together):
    varies = {"by": "sampling", "exact": exact, "together": together}
    return mdi.Uncertainty.parse({"varies": varies}, "a test")


@pytest.mark.parametrize("gaps", [0.0, 0.1, 0.6])
def test_draws_of_weights_are_those_of_the_plain_twin(gaps):
    table = random_table(300, gaps=gaps)
    result, found = drawn_ranks(table, ("weights",), 200)
    root = result.tree.root
    points, printed = result.points[root.child_rows()], root.child_weights()
    for row, numbers in zip(found, plain.sequence(200, 1), strict=True):
        weights = plain.dirichlet(printed / printed.sum(), 100, numbers)
        expected = plain.ranks(plain.weighted(points, weights, result.scale))
        np.testing.assert_array_equal(row, np.where(result.rank > 0, expected, 0))


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_draws_of_small_numbers_are_those_of_the_plain_twin(exact, together):
    source = sampling(exact=exact, together=together)
    method = shrinking()
    result, found = drawn_ranks(TABLE, (source,), 20, method, seed=3)
    known = posteriors(result, exact=source.varies.exact)
    left = left_over(result, known) if source.varies.together else np.ones(len(result))
    signs = np.array([figures.sign for figures in TABLE.figures])
    for draw, row in enumerate(found):
        values = result.steadied.values.copy()
        for leaf, each in enumerate(TABLE.figures):
            if each.indicator.id in known:
                key = (3, "sampling", each.indicator.id, draw, TABLE.codes)
                own = plain.share_of_posterior(known[each.indicator.id], left, plain.normals(*key))
                values[leaf] = np.where(np.isnan(own), values[leaf], own)
        points = score(values, signs, result.reference, result.tree, method)
        np.testing.assert_array_equal(row, plain.ranks(points[result.tree.root.row]))


@pytest.mark.parametrize("vary", [("weights",), ("sampling",), ("weights", "rounding")])
def test_what_is_told_of_the_draws_is_what_the_plain_twin_tells(vary):
    method = shrinking()
    result, ranks = drawn_ranks(TABLE, vary, 150, method)
    found = mdi.sensitivity(TABLE, 150, vary=vary, method=method, top=25)
    expected = plain.told(ranks, result.decile, 25)
    for name in TOLD:
        np.testing.assert_allclose(getattr(found, name), expected[name], rtol=1e-13, err_msg=name)


@pytest.mark.parametrize("few", [0, 2000])
@pytest.mark.parametrize("vary", [("weights",), ("weights", "sampling", "rounding")])
def test_the_number_of_threads_changes_nothing(vary, few, monkeypatch):
    monkeypatch.setattr(import_module("mdi.sensitivity.whole"), "FEW", few)
    monkeypatch.setenv("MDI_THREADS", "1")
    alone = mdi.sensitivity(TABLE, 70, vary=vary, method=shrinking())
    monkeypatch.setenv("MDI_THREADS", "5")
    assert threads.thread_count() == 5
    same(mdi.sensitivity(TABLE, 70, vary=vary, method=shrinking()), alone)


@pytest.mark.parametrize("method", [None, shrinking(), shrinking("parent")])
def test_the_order_of_the_table_changes_nothing(method):
    found = mdi.sensitivity(TABLE, 40, vary=("sampling", "weights"), method=method)
    turned = simulated(300).frame.iloc[::-1]
    table = mdi.IndicatorTable.from_frame(turned, level="neighbourhood", year=2022)
    other = mdi.sensitivity(table, 40, vary=("sampling", "weights"), method=method)
    np.testing.assert_array_equal(found.low, other.low[::-1])
    np.testing.assert_array_equal(found.tenths, other.tenths[::-1])


def test_the_first_draws_of_many_are_those_of_few():
    _, few = drawn_ranks(TABLE, ("weights", "sampling"), 9)
    _, many = drawn_ranks(TABLE, ("weights", "sampling"), 33)
    np.testing.assert_array_equal(few, many[:9])


def test_another_seed_gives_other_draws_and_another_fingerprint():
    one, other = (mdi.sensitivity(TABLE, 30, seed) for seed in (1, 2))
    assert (one.expected != other.expected).any()
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == mdi.sensitivity(TABLE, 30, 1).fingerprint


def test_sources_do_not_shift_each_other():
    """Common random numbers: the noise of a figure is the same, whatever else varies."""
    _, alone = drawn_ranks(TABLE, ("sampling",), 5)
    result = mdi.compute(TABLE)
    sources = Sources.of(load_uncertainties(("weights", "rounding", "sampling")), result)
    drawing = prepare(result, sources, 5, 1)
    sampling = [pair for pair in drawing.variants[0].noises if pair[0].stream == "sampling"]
    again = prepare(result, Sources.of(load_uncertainties(("sampling",)), result), 5, 1)
    keys = [key for _, key in again.variants[0].noises]
    assert [key for _, key in sampling] == keys
    assert alone.any()


def test_shares_over_the_tenths_sum_to_one_and_flows_keep_their_areas():
    found = mdi.sensitivity(TABLE, 80, vary=("weights", "sampling"))
    np.testing.assert_allclose(found.tenths.sum(axis=1), 1)
    sizes = np.bincount(found.result.decile, minlength=11)[1:]
    np.testing.assert_allclose(sizes @ found.flow, sizes)
    assert found.overlap.mean() == pytest.approx(found.flow[0, 0])


def test_an_area_that_is_not_ranked_has_no_ranks_here_either():
    table = random_table(200, gaps=0.2)
    found = mdi.sensitivity(table, 20)
    out = found.result.rank == 0
    assert out.any()
    assert not found.low[out].any()
    assert np.isnan(found.expected[out]).all()
    assert {word for word, gone in zip(found.reliability, out, strict=True) if gone} == {None}


def test_too_few_areas_have_no_tenths_but_ranks():
    found = mdi.sensitivity(random_table(12, gaps=0.0), 16)
    assert found.low.any()
    assert np.isnan(found.tenths).all()
    assert np.isnan(found.stability["mean"])
    assert set(found.reliability) == {None}
    assert found.provenance["sensitivity"]["stability"]["mean"] is None


def test_tenths_of_the_inhabitants_are_those_of_every_draw():
    table = random_table(120, gaps=0.0)
    by = {**dict(mdi.load_method("imd")), "deciles": {"by": "population"}}
    method = mdi.Method.parse(by, "a test")
    result, ranks = drawn_ranks(table, ("weights",), 25, method)
    rules, people = method.deciles, table.population
    expected = np.array(
        [rules.of(r.astype(np.int32), result.ranked, 20, people) == 1 for r in ranks]
    )
    found = mdi.sensitivity(table, 25, method=method)
    here = result.rank > 0
    np.testing.assert_allclose(found.top_tenth[here], expected.mean(axis=0)[here])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"vary": ()}, "no source of uncertainty is named"),
        ({"vary": ("weights", "weights_within")}, "two sources vary the same: weights"),
        ({"vary": ("imputation",)}, "fills in nothing by 'copula'"),
        ({"vary": ("suppression",)}, "no suppressed figure"),
        ({"vary": ("model",)}, "no estimate of a model"),
        ({"draws": 0}, "expected 1 to 1,048,576 draws"),
        ({"seed": -1}, "a seed of 0 or more"),
        ({"top": 0}, "a top of 1 or more"),
    ],
)
def test_what_cannot_be_drawn_is_said(how, said):
    with pytest.raises(mdi.ComputationError, match=said):
        mdi.sensitivity(TABLE, **how)


def test_all_that_cannot_be_drawn_is_said_at_once():
    with pytest.raises(mdi.ComputationError) as caught:
        mdi.sensitivity(TABLE, vary=("imputation", "suppression", "model"))
    assert len(caught.value.problems) == 3


def test_weights_that_are_found_in_data_are_not_drawn():
    learnt = {**dict(mdi.load_method("imd")), "nodes": {"index": {"weighting": {"by": "equal"}}}}
    with pytest.raises(mdi.ComputationError, match="finds the weights of the domains"):
        mdi.sensitivity(TABLE, method=mdi.Method.parse(learnt, "a test"))


def test_draws_of_all_that_was_rounded_are_those_of_the_plain_twin():
    """Figures are drawn anew first, and what rounding took away is added, whatever is named first."""
    varies = {"by": "rounding", "unit": 0.2, "numerators": 5, "denominators": 10}
    rounding = mdi.Uncertainty.parse({"varies": varies}, "a test")
    literal = sampling(exact=False, together=False)
    method = shrinking()
    result, found = drawn_ranks(TABLE, (rounding, literal), 8, method, seed=2)
    _, other = drawn_ranks(TABLE, (literal, rounding), 8, method, seed=2)
    np.testing.assert_array_equal(found, other)
    signs = np.array([figures.sign for figures in TABLE.figures])
    for draw, row in enumerate(found):
        values = result.steadied.values.copy()
        for leaf, each in enumerate(TABLE.figures):
            name = each.indicator.id
            shrunken = result.steadied.shrunken.get(name)
            if shrunken is not None:
                numbers = plain.normals(2, "sampling", name, draw, TABLE.codes)
                centre = np.log(shrunken.value / (1 - shrunken.value))
                drawn = 100 * expit(centre + np.sqrt(shrunken.variance) * numbers)
                values[leaf] = plain.rounded(
                    2, name, draw, TABLE, TABLE.values[leaf], drawn, shrunken.weight, varies
                )
        points = score(values, signs, result.reference, result.tree, method)
        np.testing.assert_array_equal(row, plain.ranks(points[result.tree.root.row]))


def test_draws_of_model_errors_and_suppressed_counts_are_those_of_the_plain_twin():
    frame = simulated(300).frame
    hidden = np.arange(300) % 7 == 0
    frame["smoking_status"] = np.where(hidden, "suppressed", "observed")
    frame["smoking"] = np.where(
        hidden, np.nan, 100 * frame.smoking_numerator / frame.smoking_denominator
    )
    frame["smoking_numerator"] = frame["smoking_numerator"].where(~hidden)
    table = mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)
    error = {"varies": {"by": "model_error", "errors": {"low_educated": 1.5}}}
    vary = ("suppression", mdi.Uncertainty.parse(error, "a test"))
    result, found = drawn_ranks(table, vary, 8)
    signs = np.array([figures.sign for figures in table.figures])
    names = [figures.indicator.id for figures in table.figures]
    for draw, row in enumerate(found):
        values = result.steadied.values.copy()
        people = table.counts["smoking"].denominator
        numbers = plain.uniforms(1, "suppression", "smoking", draw, table.codes)
        few = 100 * np.floor(np.minimum(5, people + 1) * numbers) / people
        at = names.index("smoking")
        values[at] = np.where(hidden, few, values[at])
        at = names.index("low_educated")
        p = values[at] / 100
        inside = (p > 0) & (p < 1)
        p = np.where(inside, p, 0.5)
        numbers = plain.normals(1, "model", "low_educated", draw, table.codes)
        moved = 100 * expit(np.log(p / (1 - p)) + 0.015 / (p * (1 - p)) * numbers)
        values[at] = np.where(inside, moved, values[at])
        points = score(values, signs, result.reference, result.tree, result.method)
        np.testing.assert_array_equal(row, plain.ranks(points[result.tree.root.row]))
