"""A summary of the index over larger areas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.ranking import ranks
from mdi.summary import MEASURES, Summary, summarise
from mdi.summary.measures import average_score, extent
from tests.squares import FEW_FIGURES, FEW_PEOPLE, districts, municipalities

PROVINCES = ("PV20", "PV21")


def result_of(frame, level="municipality", **how):
    return mdi.compute(mdi.IndicatorTable.from_frame(frame, level=level, year=2021), **how)


@pytest.fixture(scope="module")
def result():
    """Thirty municipalities in two provinces, two of them without a rank."""
    return result_of(municipalities(2021))


def test_every_measure_of_the_index_is_that_of_the_ranked_areas(result):
    summary = summarise(result, "province")
    assert summary.members.codes == PROVINCES
    people, parents = result.table.population, np.array(result.table.parents)
    for row, province in enumerate(PROVINCES):
        here = (parents == province) & (result.rank > 0)
        mean = (people * result.index)[here].sum() / people[here].sum()
        assert summary.values["average_score"][row] == pytest.approx(mean, rel=1e-14)
        assert summary.ranked[row] == here.sum()
        assert summary.population_ranked[row] == people[here].sum()
        assert summary.population[row] == people[parents == province].sum()
    assert summary.areas.sum() == 30
    assert summary.ranked.sum() == 28


def test_a_domain_is_summarised_by_its_own_ranks(result):
    summary = summarise(result, "province", measures=["extent"])
    groups = np.array([PROVINCES.index(p) for p in result.table.parents])
    for node in result.tree.domains:
        given_ranks = result.domain_ranks[node.id]
        n, people = int((given_ranks > 0).sum()), result.table.population
        expected = extent(given_ranks, n, people, groups, 2)
        np.testing.assert_array_equal(summary.values[f"{node.id}_extent"], expected)


def test_the_frame_has_a_row_for_each_larger_area_and_a_rank_for_each_measure(result):
    frame = summarise(result, "province").to_frame()
    domains = [node.id for node in result.tree.domains]
    first = ["area_code", "area_name", "areas", "ranked", "population", "population_ranked"]
    measures = [*MEASURES, *(f"{domain}_{measure}" for domain in domains for measure in MEASURES)]
    assert list(frame.columns) == [*first, *(m + end for m in measures for end in ("", "_rank"))]
    assert frame["area_name"].tolist() == ["Groningen", "Fryslân"]
    scores = frame["average_score"].to_numpy()
    assert frame["average_score_rank"].tolist() == ranks(scores)[0].tolist()


def test_only_the_measures_that_are_asked_for(result):
    summary = summarise(result, "province", measures=["proportion"])
    assert list(summary.values) == [
        "proportion",
        *(f"{node.id}_proportion" for node in result.tree.domains),
    ]


def test_a_larger_area_without_ranked_areas_is_missing_and_never_zero(result):
    regions = {"none": [FEW_PEOPLE, FEW_FIGURES], "one": ["GM0007"]}
    summary = summarise(result, regions)
    frame = summary.to_frame().set_index("area_code")
    assert frame.loc["none", list(MEASURES)].isna().all()
    assert frame.loc["none", [f"{m}_rank" for m in MEASURES]].isna().all()
    assert frame.loc["none", ["areas", "ranked", "population_ranked"]].tolist() == [2, 0, 0]
    row = result.position("GM0007")
    assert frame.loc["one", "average_score"] == pytest.approx(result.index[row], rel=1e-15)
    assert frame.loc["one", "average_rank"] == result.ranked + 1 - result.rank[row]
    assert "no measures: 1 larger area without any ranked area" in summary.warnings
    assert "27 areas in none of the larger areas" in summary.warnings


def test_larger_areas_that_are_equal_on_paper_share_a_rank():
    """Areas of one score and different populations: their means differ by rounding alone."""
    people = 1000.0 + 7 * np.arange(30)
    frame = municipalities(2020).drop(columns="smoking_status").assign(population=people)
    figures = [leaf.id for leaf in mdi.load_domains().leaves() if leaf.id in frame]
    frame.loc[:14, figures] = frame.loc[[0] * 15, figures].to_numpy()
    result = result_of(frame)
    summary = summarise(result, {code: [code] for code in result.table.codes})
    tied = summary.ranks["average_score"][:15]
    assert len(set(result.index[:15].tolist())) == 1
    assert len(set(tied.tolist())) == 1


def test_unknown_inhabitants_weigh_nothing_and_are_told():
    frame = municipalities(2020)
    frame.loc[6, "population"] = np.nan
    summary = summarise(result_of(frame), {"one": ["GM0007"], "two": ["GM0007", "GM0008"]})
    assert np.isnan(summary.values["average_score"]).tolist() == [True, False]
    assert np.isnan(summary.values["proportion"]).tolist() == [False, False]
    assert np.isnan(summary.population).tolist() == [True, False]
    assert "inhabitants unknown in 1 ranked area, which weigh nothing" in summary.warnings


def test_a_country_of_unknown_inhabitants_has_only_proportions():
    result = result_of(municipalities(2020).drop(columns="population"))
    with pytest.raises(mdi.ComputationError, match="ask for proportion alone"):
        summarise(result, "province")
    assert np.isfinite(
        summarise(result, "province", measures=["proportion"]).values["proportion"]
    ).all()


def test_few_ranked_areas_have_no_tenths():
    summary = summarise(result_of(municipalities(2020)[:12]), "province")
    assert np.isnan(summary.values["extent"]).all()
    assert np.isnan(summary.values["proportion"]).all()
    assert np.isfinite(summary.values["average_rank"]).all()
    assert any("proportion and extent need 20" in warning for warning in summary.warnings)


def test_a_domain_may_count_other_people_and_says_so(result):
    workers = np.linspace(100, 9000, len(result))
    summary = summarise(result, "province", denominators={"work": workers})
    plain = summarise(result, "province")
    groups = np.array([PROVINCES.index(p) for p in result.table.parents])
    points = result.measure("work")
    np.testing.assert_array_equal(
        summary.values["work_average_score"], average_score(points, workers, groups, 2)
    )
    changed = [n for n in plain.values if (plain.values[n] != summary.values[n]).any()]
    assert changed
    assert all(name.startswith("work_") for name in changed)
    assert summary.provenance["summary"]["denominators"] == {
        "others": "population",
        "work": "of its own",
    }
    here = ~np.isnan(points)
    expected = [workers[here & (groups == row)].sum() for row in range(2)]
    assert summary.to_frame()["work_denominator"].tolist() == expected


@pytest.mark.parametrize(
    "numbers", [np.ones(3), np.full(30, -1.0), np.full(30, np.inf)], ids=["few", "below", "inf"]
)
def test_denominators_that_do_not_fit_are_refused(result, numbers):
    with pytest.raises(mdi.ComputationError, match=r"those of 'safety'.*30 numbers of 0 or more"):
        summarise(result, "province", denominators={"safety": numbers})


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"measures": ["extend"]}, "'extend' is no measure; did you mean 'extent'"),
        ({"denominators": {"safet": np.ones(30)}}, "'safet' is no domain; did you mean 'safety'"),
        ({"scales": ["smokin"]}, "'smokin' is no indicator; did you mean 'smoking'"),
        ({"denominators": {"safety": "burglar"}}, "'burglar' is no indicator"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(result, how, found):
    with pytest.raises(mdi.DeclarationError, match=found):
        summarise(result, "province", **how)


def test_counts_that_the_table_does_not_have_are_refused(result):
    with pytest.raises(mdi.ComputationError, match="'smoking' has no numerator in this table"):
        summarise(result, "province", scales=["smoking"])
    with pytest.raises(mdi.ComputationError, match="'smoking' has no denominator in this table"):
        summarise(result, "province", denominators={"health": "smoking"})


@pytest.fixture(scope="module")
def counted():
    """Municipalities of which the numbers of smokers are known."""
    frame = municipalities(2020)
    adults = np.round(frame["population"] * 0.8)
    frame["smoking_denominator"] = adults
    frame["smoking_numerator"] = np.round(frame["smoking"] / 100 * adults)
    return frame, result_of(frame)


def test_the_scale_of_an_indicator_adds_up_its_people(counted):
    frame, result = counted
    summary = summarise(result, "province", scales=["smoking"])
    ranked = frame[result.rank > 0]
    expected = ranked.groupby("parent_code")["smoking_numerator"].sum()
    assert summary.values["smoking_scale"].tolist() == expected.tolist()
    assert summary.to_frame()["smoking_scale_rank"].notna().all()


def test_the_people_of_an_indicator_may_count_in_a_domain(counted):
    frame, result = counted
    summary = summarise(result, "province", denominators={"health": "smoking"})
    assert summary.denominators == {"health": "smoking"}
    here = np.asarray(result.domain_ranks["health"] > 0)
    expected = frame[here].groupby("parent_code")["smoking_denominator"].sum()
    assert summary.denominator_sums["health"].tolist() == expected.tolist()


def test_a_numerator_that_counts_no_deprived_people_has_no_scale(counted):
    _, result = counted
    better = next(
        f.indicator for f in result.table.figures if f.direction == "better" and f.offered
    )
    frame = municipalities(2020).assign(
        **{f"{better.id}_numerator": 5.0, f"{better.id}_denominator": 100.0}
    )
    with pytest.raises(mdi.ComputationError, match="of which more is better"):
        summarise(result_of(frame), "province", scales=[better.id])


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=10)
def test_the_order_of_the_table_changes_nothing(seed):
    frame = districts()
    mixed = frame.sample(frac=1.0, random_state=seed)
    expected = summarise(result_of(frame, "district"), "municipality").to_frame()
    found = summarise(result_of(mixed, "district"), "municipality").to_frame()
    pd.testing.assert_frame_equal(found, expected, rtol=1e-12)


def test_the_fingerprint_follows_from_the_index_and_the_larger_areas(result):
    once, again = summarise(result, "province"), summarise(result, "province")
    other = summarise(result, {"PV20": ["GM0001"], "PV21": ["GM0005"]})
    assert isinstance(once, Summary)
    assert once.fingerprint == again.fingerprint != other.fingerprint
    assert once.provenance["fingerprint"] == result.fingerprint
    assert repr(once).startswith("<Summary of municipality 2021 by province: 2 larger areas")
