"""The ranks that suppressed figures allow, held against all figures they could have been."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import mdi
from mdi.domains.model import Domains
from mdi.errors import ComputationError
from mdi.methods.model import Method
from mdi.sensitivity.rank_bounds import rank_bounds
from mdi.status import CellStatus
from tests.countries import codes

NAMES = ("poor_households", "household_wealth", "smoking", "woz_value", "low_educated")
BOUNDED = {"household_wealth": (-50.0, 400.0), "woz_value": (50.0, 900.0)}
METHODS = [
    *map(mdi.load_method, ("imd", "zscore", "minmax")),
    Method.parse(
        {
            "indicators": {"by": "minmax", "floor": 1, "ceiling": 100},
            "aggregation": {"by": "geometric"},
            "missing": {"by": "strict"},
            "min_coverage": 0,
        },
        "test",
    ),
    Method.parse({"indicators": {"by": "normal_score"}, "missing": {"by": "zero"}}, "test"),
]


def frame(n, seed, hidden):
    """Figures of five indicators, some of them suppressed, and some areas with gaps."""
    rng = np.random.default_rng(seed)
    columns = {"area_code": codes(n), "population": rng.integers(100, 900, n)}
    for name in NAMES:
        low, high = BOUNDED.get(name, (0.0, 100.0))
        figures = np.round(rng.uniform(low, high, n), 1)
        columns[name] = np.where(rng.uniform(size=n) < 0.1, np.nan, figures)
        words = np.full(n, None, object)
        secret = rng.uniform(size=n) < hidden
        columns[name] = np.where(secret, np.nan, columns[name])
        words[secret] = "suppressed"
        columns[f"{name}_status"] = words
    return pd.DataFrame(columns)


def table_of(n, seed, hidden=0.25):
    return mdi.IndicatorTable.from_frame(frame(n, seed, hidden), level="municipality", year=2021)


def brute(result, row, steps=5):
    """The ranks of one area with every combination of figures in its suppressed cells."""
    table = result.table
    cells = np.flatnonzero(table.status[:, row] == 3).tolist()
    limits = {**BOUNDED}
    choices = []
    for cell in cells:
        indicator = table.figures[cell].indicator
        low, high = limits.get(indicator.id, indicator.range)
        others = table.values[cell][~np.isnan(table.values[cell])]
        choices.append([low, high, *np.quantile(others, np.linspace(0, 1, steps))])
    found = []
    for figures in product(*choices):
        columns = {
            f.indicator.id: v.copy() for f, v in zip(table.figures, table.values, strict=True)
        }
        for cell, figure in zip(cells, figures, strict=True):
            columns[table.figures[cell].indicator.id][row] = figure
        full = mdi.IndicatorTable.from_frame(
            table_frame(table, columns), level="municipality", year=2021
        )
        index = defined(mdi.compute, full, reference=result).index[row]
        others = np.delete(result.index, row)
        found.append(0 if np.isnan(index) else 1 + int((others > index).sum()))
    return min(found), max(found)


def table_frame(table, columns):
    known = {name: values for name, values in columns.items() if name in NAMES}
    return pd.DataFrame({"area_code": table.codes, "population": table.population, **known})


def defined(make, *given, **how):
    """What is made; points that have no geometric mean are no example."""
    try:
        return make(*given, **how)
    except ComputationError:
        reject()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), method=st.sampled_from(METHODS))
def test_they_are_the_least_and_the_most_of_everything_that_can_be(seed, method):
    result = defined(mdi.compute, table_of(12, seed), method=method)
    found = defined(rank_bounds, result, limits=BOUNDED)
    few = [k for k, count in enumerate(found.suppressed.tolist()) if count <= 2]
    assert found.suppressed.min(initial=1) >= 1
    for k in few[:4]:
        row = result.position(found.codes[k])
        assert brute(result, row) == (found.most_deprived[k], found.least_deprived[k])
        assert found.of(found.codes[k]) == (found.most_deprived[k], found.least_deprived[k])


def test_an_area_without_suppressed_figures_keeps_its_rank():
    result = mdi.compute(table_of(40, 3, hidden=0.1))
    found = rank_bounds(result, result.table.codes)
    plain = found.suppressed == 0
    assert plain.any()
    assert np.array_equal(found.most_deprived[plain], result.rank[plain])
    assert np.array_equal(found.least_deprived[plain], result.rank[plain])
    ranked = result.rank > 0
    assert (found.most_deprived <= found.least_deprived).all()
    assert (found.most_deprived[ranked] <= result.rank[ranked]).mean() > 0.9


def test_narrower_limits_give_narrower_ranks():
    result = mdi.compute(table_of(60, 5), method="minmax")
    wide = rank_bounds(result, limits=BOUNDED)
    middle = {name: tuple(np.quantile(v, [0.4, 0.6])) for name, v in by_name(result).items()}
    narrow = rank_bounds(result, limits=middle)
    assert (narrow.most_deprived >= wide.most_deprived).all()
    assert (narrow.least_deprived <= wide.least_deprived).all()
    ranked = ~np.isnan(wide.highest)
    assert ranked.sum() > 20
    assert np.array_equal(np.isnan(narrow.lowest), ~ranked)
    assert (narrow.highest - narrow.lowest < wide.highest - wide.lowest)[ranked].all()


def by_name(result):
    rows = zip(result.table.figures, result.table.values, strict=True)
    return {f.indicator.id: v[~np.isnan(v)] for f, v in rows if f.indicator.id in NAMES}


def test_a_small_numerator_is_an_interval_too():
    given_frame = frame(50, 2, 0.0)
    people = np.full(50, 200.0)
    share = given_frame["poor_households"].to_numpy(copy=True)
    share[0] = np.nan
    given_frame["poor_households_denominator"] = people
    given_frame["poor_households_numerator"] = np.round(share * 2)
    given_frame["poor_households"] = np.round(share * 2) / 2
    status = np.full(50, None, object)
    status[0] = "suppressed"
    given_frame["poor_households_status"] = status
    table = mdi.IndicatorTable.from_frame(given_frame, level="municipality", year=2021)
    result = mdi.compute(table, method="minmax")
    found = rank_bounds(result, ["GM0001"], below=5)
    same = rank_bounds(result, ["GM0001"], limits={"poor_households": (0.0, 2.0)})  # 4 of 200
    assert found.highest[0] == same.highest[0]
    assert found.lowest[0] == same.lowest[0]
    assert rank_bounds(result, ["GM0001"]).highest[0] > found.highest[0]


def test_a_real_rank_lies_within_its_bounds():
    whole = table_of(80, 9, hidden=0.0)
    hidden = frame(80, 9, 0.0)
    hidden["smoking_status"] = np.where(np.arange(80) % 5 == 0, "suppressed", None)
    hidden.loc[hidden["smoking_status"] == "suppressed", "smoking"] = np.nan
    table = mdi.IndicatorTable.from_frame(hidden, level="municipality", year=2021)
    known = mdi.compute(whole, method="zscore", reference=mdi.compute(table, method="zscore"))
    found = rank_bounds(known, [], limits=BOUNDED)
    assert found.codes == ()
    result = mdi.compute(table, method="zscore")
    found = rank_bounds(result, limits=BOUNDED)
    for k, code in enumerate(found.codes):
        row = result.position(code)
        if result.rank[row]:
            assert found.lowest[k] <= known.index[row] <= found.highest[k]


def test_what_cannot_be_told_is_refused_with_all_reasons():
    result = mdi.compute(table_of(30, 1), method="zscore")
    with pytest.raises(mdi.ComputationError) as caught:
        rank_bounds(result, limits={"smokin": (0, 1), "smoking": (9, 1)})
    text = str(caught.value)
    assert "did you mean 'smoking'" in text
    assert "the lowest first" in text
    assert "'household_wealth' is suppressed and may be anything" in text
    bent = Method.parse(
        {
            "indicators": {"by": "minmax", "floor": 70, "ceiling": 130},
            "aggregation": {"by": "mazziotta_pareto"},
        },
        "test",
    )
    with pytest.raises(mdi.ComputationError, match="does not rise with each part"):
        rank_bounds(mdi.compute(table_of(30, 1), method=bent), limits=BOUNDED)
    filled = Method.parse(
        {"indicators": {"by": "normal_score"}, "missing": {"by": "copula"}}, "test"
    )
    with pytest.raises(mdi.ComputationError, match="guessed from the figures"):
        rank_bounds(mdi.compute(table_of(30, 1), method=filled))
    with pytest.raises(mdi.UnknownAreaError):
        rank_bounds(result, ["GM9999"])
    with pytest.raises(mdi.DeclarationError, match="no bounds for"):
        rank_bounds(result, limits=BOUNDED).of("GM9999")


def test_the_frame_has_a_row_for_each_area():
    result = mdi.compute(table_of(30, 1))
    found = rank_bounds(result)
    assert found.to_frame()["area_code"].tolist() == list(found.codes)


def test_limits_that_no_small_count_can_meet_are_refused():
    given_frame = frame(30, 2, 0.0)
    given_frame["smoking_denominator"] = 200.0
    given_frame["smoking_numerator"] = np.round(given_frame["smoking"] * 2)
    given_frame.loc[3, ["smoking", "smoking_numerator"]] = np.nan
    given_frame["smoking_status"] = np.where(np.arange(30) == 3, "suppressed", None)
    given_frame["smoking"] = given_frame["smoking_numerator"] / 2
    table = mdi.IndicatorTable.from_frame(given_frame, level="municipality", year=2021)
    result = mdi.compute(table, method="minmax")
    with pytest.raises(ComputationError) as error:
        rank_bounds(result, limits={"smoking": (10.0, 60.0)}, below=5)  # at most 4 of 200
    assert "no figure of 'smoking'" in str(error.value)
    assert rank_bounds(result, limits={"smoking": (1.0, 60.0)}, below=5).codes == ("GM0004",)


WEIGHINGS = ("first_component", "factor_analysis", "critic", "entropy")
OTHERS = [
    {"indicators": {"by": "percentile_rank"}, "aggregation": {"by": "power_mean", "power": 3}},
    {"indicators": {"by": "zscore"}, "treatment": {"by": "winsorise", "share": 0.1}},
    {"indicators": {"by": "minmax"}, "missing": {"by": "restored_spread"}},
    *({"indicators": {"by": "zscore"}, "weighting": {"by": by}} for by in WEIGHINGS),
]


def own_domains():
    """Three domains of three scores from −8 to 8; of one in three more is better."""

    def indicator(d, k):
        name, turned = f"x{d}{k}", "better" if k == 2 else "worse"
        words = {"nl": name, "en": name}
        about = {"measure": "score", "range": [-8, 8], "direction": turned}
        return {"id": name, "name": words, **about}

    domains = [
        {
            "id": f"d{d}",
            "name": {"nl": f"d{d}", "en": f"d{d}"},
            "order": d,
            "indicators": [indicator(d, k) for k in range(3)],
        }
        for d in range(3)
    ]
    return Domains.parse({"domains": domains}, "a test")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 9999), rules=st.sampled_from(OTHERS))
def test_no_figures_lead_beyond_the_bounds_whatever_the_rules(seed, rules):
    """Weights that are found in data may be below 0, so that a worse figure is a better rank."""
    rng, domains = np.random.default_rng(seed), own_domains()
    columns = {"area_code": codes(20)}
    common = rng.normal(size=20)
    for leaf in domains.leaves():
        figures = np.round(rng.normal() * common + rng.normal(size=20), 3).clip(-7, 7)
        gap, secret = rng.random((2, 20)) < [[0.08], [0.1]]
        columns[leaf.id] = np.where(gap | secret, np.nan, figures)
        columns[f"{leaf.id}_status"] = np.where(secret, "suppressed", None)

    def table_with(given):
        return mdi.IndicatorTable.from_frame(
            pd.DataFrame(given), level="municipality", year=2021, domains=domains
        )

    method = Method.parse({**rules, "min_coverage": 0}, "test")
    table, weights = (
        table_with(columns),
        mdi.WeightSet(weights=dict.fromkeys(("d0", "d1", "d2"), 1)),
    )
    result = defined(mdi.compute, table, weights=weights, method=method)
    found = defined(rank_bounds, result)
    for _ in range(3):
        hidden = table.status == CellStatus.SUPPRESSED
        drawn = rng.choice([-8.0, 8.0, rng.uniform(-8, 8)], table.values.shape)
        values = np.where(hidden, drawn, table.values)
        names = [figures.indicator.id for figures in table.figures]
        full = table_with({"area_code": table.codes, **dict(zip(names, values, strict=True))})
        index = defined(mdi.compute, full, reference=result).index
        for k, code in enumerate(found.codes):
            row = result.position(code)
            rank = 1 + int((np.delete(result.index, row) > index[row]).sum())
            if np.isnan(index[row]):
                assert found.most_deprived[k] == 0
            else:
                assert found.most_deprived[k] <= rank <= found.least_deprived[k]
