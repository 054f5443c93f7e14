"""Shares of the variance of a table: beside a plain double loop, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import product

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.sensitivity.outputs import extent_of, mean_shift, overlap
from mdi.sensitivity.point_model import PointModel
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.sequence import sobol
from mdi.sensitivity.shares import Division, variance_shares
from mdi.sensitivity.uncertainties.model import load_uncertainties
from tests.sensitivity.simulated import shrinking, simulated

CHOICES = {
    "by": "choices",
    "indicators": [{"by": "zscore"}, {"by": "percentile_rank"}],
    "domains": [{"by": "exponential_rank", "c": c} for c in (3, 60)],
}
WITHIN = {"by": "uniform_weights", "within": 0.2}


def one(varies) -> mdi.Uncertainty:
    return mdi.Uncertainty.parse({"varies": varies}, "a test")


@pytest.fixture(scope="module")
def small():
    return simulated(n=40, seed=4).table


@pytest.fixture(scope="module")
def gappy():
    """A table in which whole domains are missing here and there."""
    frame = simulated(n=60, seed=5).frame.copy()
    rng = np.random.default_rng(1)
    for name in {each.rsplit("_", 1)[0] for each in frame.columns if each != "area_code"}:
        holes = rng.random(len(frame)) < 0.15
        frame.loc[holes, [f"{name}_numerator", f"{name}_denominator"]] = np.nan
    return mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)


def test_the_shares_are_those_of_a_plain_double_loop_over_choices_and_weights(small):
    """All choices × 128 weight sets, each by `mdi.compute`: an analysis of variance of a full grid."""
    base = mdi.compute(small)
    drawn = 0.8 + 0.4 * np.random.default_rng(8).random((128, 7))
    names, printed = list(base.weights.weights), np.array(list(base.weights.weights.values()))
    found = []
    for indicators, domains in product(CHOICES["indicators"], CHOICES["domains"]):
        rules = {**dict(base.method), "indicators": indicators, "domains": domains}
        method = mdi.Method.parse(rules, "a test")
        for factors in drawn:
            own = mdi.WeightSet(weights=dict(zip(names, printed * factors, strict=True)))
            ranks = mdi.compute(small, weights=own, method=method).rank
            found.append(mean_shift(ranks, base.rank))
    grid = np.array(found).reshape(2, 2, 128)
    first = [grid.mean(axis=other).var() for other in ((0, 1), (1, 2), (0, 2))] / grid.var()
    total = [grid.var(axis=axis).mean() for axis in (2, 0, 1)] / grid.var()

    shares = variance_shares(
        small, 2048, 1, vary=[one(WITHIN), one(CHOICES)], outputs=["mean_shift"]
    )
    indices = shares.outputs["mean_shift"]
    assert indices.inputs == ("weights", "choices:indicators", "choices:domains")
    np.testing.assert_allclose(indices.first, first, atol=0.06)
    np.testing.assert_allclose(indices.total, total, atol=0.06)
    assert indices.variance == pytest.approx(grid.var(), rel=0.15)
    assert min(total) > 0.05  # each of them matters


@pytest.mark.parametrize("output", ["mean_shift", "rank"])
def test_the_shares_are_those_of_a_double_loop_over_weights_and_noise(small, output):
    """Every draw of the noise × every draw of the weights, by the core that draws ranks."""
    base, method, size = mdi.compute(small, method=shrinking()), shrinking(), 96
    vary = [one({"by": "dirichlet", "concentration": 30}), one({"by": "sampling"})]
    whole = prepare(base, Sources.of(vary, base), size, 5)
    place = int(np.flatnonzero(base.rank[whole.areas] == 12)[0])
    grid, ranks = np.empty((size, size)), np.empty((size, len(whole.areas)), np.uint16)
    for column in range(size):
        replace(whole, weights=np.tile(whole.weights[column], (size, 1))).fill(0, ranks)
        grid[:, column] = (
            [mean_shift(row, base.rank[whole.areas]) for row in ranks]
            if output == "mean_shift"
            else ranks[:, place]
        )
    first = np.array([grid.mean(axis=0).var(), grid.mean(axis=1).var()]) / grid.var()
    total = np.array([grid.var(axis=1).mean(), grid.var(axis=0).mean()]) / grid.var()

    asked = output if output == "mean_shift" else small.codes[whole.areas[place]]
    shares = variance_shares(small, 2048, 3, vary=vary, outputs=[asked], method=method)
    indices = shares.outputs[asked]
    assert indices.inputs == ("weights", "sampling")
    np.testing.assert_allclose(indices.first, first, atol=0.1)
    np.testing.assert_allclose(indices.total, total, atol=0.1)
    assert indices.first_interval[0, 0] < indices.first[0] < indices.first_interval[0, 1]


EVERYTHING = (
    WITHIN,
    {"by": "inner_weights"},
    {"by": "rounding", "unit": 3},
    {"by": "imputation"},
    {
        "by": "choices",
        "domains": CHOICES["domains"],
        "missing": [{"by": "copula"}, {"by": "renormalise"}],
    },
)
FILLING = mdi.Method.parse(
    {**dict(mdi.load_method("imd")), "missing": {"by": "copula"}, "min_coverage": 0.3}, "a test"
)


def test_a_point_gives_the_same_ranks_alone_and_after_any_other(gappy):
    result = mdi.compute(gappy, method=FILLING)
    sources = Sources.of([one(each) for each in EVERYTHING], result)
    model = PointModel.of(result, sources, 1, separate=True)
    width = sum(model.inputs.sizes.values())
    points = np.repeat(sobol(4, width, 1), 4, axis=0)
    points[:, model.inputs.columns("weights")] = sobol(16, 7, 2)

    def ranks(at):
        found = {}
        model.tell(at, lambda place, row: found.__setitem__(place, row.copy()))
        return np.array([found[place] for place in range(len(at))])

    together = ranks(points)
    alone = np.concatenate([ranks(point[np.newaxis]) for point in points])
    np.testing.assert_array_equal(together, alone)
    assert len(np.unique(together, axis=0)) > 10


def test_where_only_weights_vary_the_kernel_gives_what_whole_passes_give(gappy):
    result = mdi.compute(gappy)
    model = PointModel.of(result, Sources.of(load_uncertainties(["weights"]), result), 1)
    slow = replace(
        model,
        alone=None,
        areas=np.flatnonzero(result.reference),
        variants=PointModel.of(
            result, Sources.of(load_uncertainties(["weights", "weights_inside"]), result), 1
        ).variants,
    )
    points = sobol(8, 7, 1)
    found = np.zeros((2, 8, len(result)), int)
    model.tell(points, lambda at, row: found[0, at].put(model.areas, row))
    slow.tell(points, lambda at, row: found[1, at].put(slow.areas, row))
    np.testing.assert_array_equal(*found)
    assert found.any()


def test_the_same_on_any_number_of_threads_and_told_as_it_goes(gappy, monkeypatch):
    def asked(**more):
        vary, fine = [one(each) for each in EVERYTHING], Division(domains=True, pairs=True)
        return variance_shares(gappy, 64, 2, vary=vary, divided=fine, method=FILLING, **more)

    told = []
    monkeypatch.setattr(import_module("mdi.sensitivity.shares"), "FEW", 0)
    several = asked(progress=lambda *done: told.append(done))
    monkeypatch.setenv("MDI_THREADS", "1")
    once = asked()
    pd.testing.assert_frame_equal(several.to_frame(), once.to_frame(), check_exact=True)
    assert several.fingerprint == once.fingerprint
    runs = 64 * (2 + 2 * 12)  # seven weights, inside, rounding, imputation and two stages
    assert told == [(runs // 2, runs), (runs, runs)]
    assert once.outputs["overlap"].inputs[7:] == (
        "weights_inside",
        "rounding",
        "imputation",
        "choices:missing",
        "choices:domains",
    )
    assert len(once.pairs["overlap"].pairs) == 66
    other = variance_shares(gappy, 64, 3, vary=["weights"], method=FILLING)
    assert other.fingerprint != once.fingerprint


def test_the_extent_of_a_larger_area_is_an_output():
    rng, codes = (
        np.random.default_rng(3),
        [f"BU{g:04d}{i:04d}" for g in (1, 2, 3) for i in range(30)],
    )
    frame = simulated(n=90, seed=6).frame.assign(
        area_code=codes, population=rng.integers(100, 900, 90)
    )
    table = mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)
    shares = variance_shares(
        table, 256, outputs=["extent:GM0002", "overlap"], to="municipality", vary=["weights_within"]
    )
    base = mdi.compute(table)
    sources = Sources.of(load_uncertainties(["weights_within"]), base)
    model = PointModel.of(base, sources, 1)
    inside = np.array([code.startswith("BU0002") for code in codes])
    seen = {"extent:GM0002": [], "overlap": []}

    def told(_, row):
        ranks = np.zeros(90, np.int64)
        ranks[model.areas] = row
        tenth = (ranks > 0) & (ranks <= 9)
        seen["extent:GM0002"].append(extent_of(ranks, table.population, inside))
        seen["overlap"].append(overlap(tenth, base.decile == 1))

    model.tell(np.random.default_rng(1).random((2000, 7)), told)
    for name, values in seen.items():
        assert shares.outputs[name].variance == pytest.approx(np.var(values), rel=0.2)
    assert (mdi.summarise(base, "municipality").values["extent"] > 0).any()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"outputs": []}, "No output is named"),
        ({"outputs": ["mean_shft"]}, "mean_shift"),
        ({"outputs": ["extent:GM0001"]}, "no known level"),
        ({"outputs": ["extent:GM0009"], "to": "municipality"}, "no 'GM0009'"),
        ({"outputs": ["extent:GM0001"], "to": "municipality"}, "inhabitants"),
        ({"draws": 100}, "powers of 2"),
        ({"draws": 1}, "expected 2 to"),
        ({"seed": -1}, "a seed of 0 or more"),
        ({"divided": Division(pairs=True)}, "no pairs of inputs"),
        ({"vary": []}, "no source of uncertainty"),
    ],
)
def test_what_cannot_be_divided_is_told(small, more, said):
    with pytest.raises(mdi.MdiError) as error:
        variance_shares(small, **more)
    assert said in str(error.value)


def test_the_frame_has_a_row_for_each_input_and_pair(small):
    vary = ["weights", "sampling"]
    shares = variance_shares(small, 16, vary=vary, divided=Division(pairs=True))
    frame = shares.to_frame()
    assert list(frame.columns[:3]) == ["output", "input", "with"]
    assert len(frame) == 2 * (2 + 1)
    assert shares.provenance["variance_shares"]["runs"] == 16 * 4
    assert "with" not in variance_shares(small, 16, vary=vary).to_frame()
