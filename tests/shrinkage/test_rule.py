"""What all rules of shrinkage share: groups, fallback, gaps and refusals."""

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

import mdi
from mdi.reading import table_of_frame
from mdi.shrinkage import EventRate, Mean, Proportion, Shrinkage, refusals
from tests.shrinkage.places import MEAN, RATE, SHARE, counted, measured, places

R = [5, 9, 14, 3, 30, 12, 6, 2]
N = [40, 50, 60, 45, 90, 80, 30, 35]
GROUPS = [1, 1, 1, 1, 2, 2, 2, 3]


def test_raw_value_shrunken_value_and_weight_are_all_kept():
    found = Proportion().shrink(counted(SHARE, GROUPS, R, N), SHARE)
    np.testing.assert_allclose(found.raw, np.array(R) / N)
    assert np.isfinite(found.weight).all()
    assert (found.value != found.raw).all()


def test_a_group_of_one_falls_back_to_all_areas():
    found = Proportion().shrink(counted(SHARE, GROUPS, R, N), SHARE)
    assert found.target_of == ("GM0001",) * 4 + ("GM0002",) * 3 + ("national",)
    alone = Proportion(target="national").shrink(counted(SHARE, GROUPS, R, N), SHARE)
    assert found.value[7] == alone.value[7]
    assert set(alone.target_of) == {"national"}


def test_a_small_group_falls_back_to_the_parent_of_its_parent():
    districts = ["WK000101"] * 4 + ["WK000102"] * 2 + ["WK000201"] * 2
    table = counted(SHARE, [1] * 6 + [2] * 2, R, N, parent_code=districts)
    found = Proportion().shrink(table, SHARE)
    assert found.target_of == ("WK000101",) * 4 + ("GM0001",) * 2 + ("national",) * 2
    whole = counted(SHARE, [1] * 6 + [2] * 2, R, N, parent_code=["GM0001"] * 6 + ["GM0002"] * 2)
    np.testing.assert_array_equal(found.value[4:], Proportion().shrink(whole, SHARE).value[4:])


def test_the_code_tells_the_larger_area_where_the_table_does_not():
    table = counted(SHARE, [1] * 8, R, N, parent_code=[None] * 8)
    bare = pd.DataFrame(
        {"area_code": table.codes, f"{SHARE}_numerator": R, f"{SHARE}_denominator": N}
    )
    found = mdi.IndicatorTable.from_frame(bare, level="neighbourhood", year=2021)
    assert set(Proportion().shrink(found, SHARE).target_of) == {"WK000101"}
    assert set(Proportion().shrink(table, SHARE).target_of) == {"national"}


def test_an_area_that_is_most_of_its_group_takes_a_larger_one():
    n = [40, 50, 60, 4000, 90, 80, 30, 35]
    found = Proportion(least_weight=1.5).shrink(counted(SHARE, [1] * 4 + [2] * 4, R, n), SHARE)
    assert found.target_of == ("GM0001",) * 3 + ("national",) + ("GM0002",) * 4


def test_classes_of_the_table_are_groups_too():
    town = ["strong"] * 4 + ["weak"] * 3 + [None]
    table = counted(SHARE, GROUPS, R, N, town_class=town)
    found = Proportion(target="town").shrink(table, SHARE)
    assert found.target_of == ("strong",) * 4 + ("weak",) * 3 + ("national",)


def test_an_area_without_people_figure_or_counts_keeps_what_it_has():
    table = places(
        [1] * 6,
        smoking=[12.5, 18, 23.3, np.nan, 10.0, np.nan],
        smoking_numerator=[5, 9, 14, 0, np.nan, 30],
        smoking_denominator=[40, 50, 60, 0, 45, 60],
    )
    found = Proportion().shrink(table, SHARE)
    np.testing.assert_array_equal(np.isnan(found.weight), [False] * 3 + [True] * 3)
    np.testing.assert_array_equal(found.figures[3:], [np.nan, 10.0, np.nan])
    np.testing.assert_array_equal(found.value[3:], [np.nan, 0.1, np.nan])
    alone = Proportion().shrink(counted(SHARE, [1] * 3, [5, 9, 14], [40, 50, 60]), SHARE)
    np.testing.assert_array_equal(found.value[:3], alone.value)


@pytest.mark.parametrize(
    ("rule", "table", "leaf"),
    [
        (Proportion(), counted(SHARE, [1, 1], [1, 2], [10, 10]), SHARE),
        (EventRate(), counted(RATE, [1, 1], [1, 2], [10, 10]), RATE),
        (Mean(), measured([1, 1], [1.0, 2.0], [1.0, 1.0]), MEAN),
    ],
)
def test_too_few_areas_for_any_group_are_left_as_they_are(rule, table, leaf):
    found = rule.shrink(table, leaf)
    assert np.isnan(found.weight).all()
    assert found.target_of == (None, None)
    np.testing.assert_array_equal(found.value, found.raw)


def test_the_table_is_not_changed():
    table = counted(SHARE, GROUPS, R, N)
    before = table.values.copy(), table.counts[SHARE].numerator.copy()
    Proportion().shrink(table, SHARE)
    np.testing.assert_array_equal(table.values, before[0])
    np.testing.assert_array_equal(table.counts[SHARE].numerator, before[1])


def test_estimates_of_a_model_are_not_shrunk_again():
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        indicators={SHARE: {"numerator": "r", "denominator": "n", "estimator": "model"}},
    )  # fmt: skip
    frame = pd.DataFrame({"code": ["GM0001", "GM0002"], "r": [1, 2], "n": [10, 10]})
    table = table_of_frame(frame, source, level="municipality", year=2021)
    with pytest.raises(mdi.ComputationError, match="would shrink them twice"):
        Proportion().shrink(table, SHARE)


@pytest.mark.parametrize(
    ("rule", "leaf", "words"),
    [
        (EventRate(), SHARE, ["'smoking' is a share", "'event_rate' is for a rate", "use 'proportion'"]),
        (Proportion(), RATE, ["'violent_offences' is a rate", "use 'event_rate'"]),
        (Mean(), RATE, ["'violent_offences' is a rate", "for a mean or a score"]),
        (Mean(), MEAN, ["no standard errors of 'woz_value'", "add 'woz_value_standard_error'"]),
        (Proportion(), "overweight", ["no counts of 'overweight'", "add 'overweight_numerator' and 'overweight_denominator'"]),
        (Proportion(target="towm"), SHARE, ["no classes 'towm'", "did you mean 'town'"]),
        (Proportion(), "smokng", ["no indicator 'smokng'", "did you mean 'smoking'"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_all_reasons(rule, leaf, words):
    table = counted(
        SHARE, GROUPS, R, N, violent_offences=np.ones(8), overweight=np.ones(8), woz_value=np.ones(8),
        town_class=["a"] * 8,
    )  # fmt: skip
    with pytest.raises(mdi.ComputationError) as raised:
        rule.shrink(table, leaf)
    for word in words:
        assert word in str(raised.value)
    assert raised.value.problems == tuple(refusals(table, leaf, rule))


def test_an_indicator_without_figures_is_not_refused_and_stays_missing():
    table = counted(SHARE, GROUPS, R, N)
    assert refusals(table, "overweight", Proportion()) == []
    assert np.isnan(Proportion().shrink(table, "overweight").figures).all()


def test_the_union_knows_every_rule_by_its_name():
    union = TypeAdapter(Shrinkage)
    for rule in (Proportion(variance="pm", target="town"), EventRate(least_areas=5), Mean()):
        assert union.validate_json(union.dump_json(rule)) == rule
    with pytest.raises(ValidationError, match="greater than or equal to 2"):
        union.validate_python({"by": "mean", "least_areas": 1})
