"""Counts: read beside the figures, made into figures, and held against them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.rates import Counts
from mdi.reading import table_of_frame
from tests.countries import codes
from tests.tables import figures


def read(**columns):
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"area_code": codes(n), **columns})
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def declared(frame, **column):
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        suppressed=("x",), indicators={"smoking": column},
    )  # fmt: skip
    return table_of_frame(frame, source, level="municipality", year=2021)


def statuses(table, name):
    row = [f.indicator.id for f in table.figures].index(name)
    return [table.status_of(row, area).word for area in range(len(table))]


@pytest.mark.parametrize(
    ("name", "over", "under", "figure"),
    [
        ("smoking", 3, 12, 25.0),  # a share in %
        ("violent_offences", 3, 12, 250.0),  # a rate per 1,000
        ("woz_value", 3, 12, 0.25),  # a mean
        ("heat_stress", -3, 12, -0.25),  # a score
    ],
)
def test_counts_give_the_figure_where_there_is_no_column_of_it(name, over, under, figure):
    table = read(**{f"{name}_numerator": [over], f"{name}_denominator": [under]})
    assert figures(table, name).tolist() == [figure]
    assert table.offered == (name,)
    assert table.warnings == ()
    (row,) = (f for f in table.figures if f.offered)
    assert row.column == f"{name}_numerator ÷ {name}_denominator"


def test_a_figure_of_nobody_does_not_apply_and_an_unknown_count_is_missing():
    table = read(smoking_numerator=[3, 0, np.nan, 3], smoking_denominator=[12, 0, 12, np.nan])
    assert statuses(table, "smoking") == ["observed", "not_applicable", "missing", "missing"]
    np.testing.assert_array_equal(figures(table, "smoking"), [25, np.nan, np.nan, np.nan])


def test_the_counts_of_a_declared_source_are_kept_with_their_marks():
    frame = pd.DataFrame(
        {"code": codes(3), "smokers": ["3", "x", "4"], "adults": ["12", "10", "16"]}
    )
    table = declared(frame, numerator="smokers", denominator="adults", estimator="model")
    assert statuses(table, "smoking") == ["observed", "suppressed", "observed"]
    np.testing.assert_array_equal(table.counts["smoking"].numerator, [3, np.nan, 4])
    assert table.counts["smoking"].known.tolist() == [True, False, True]
    assert table.figures[7].estimator == "model"


def test_a_denominator_alone_recovers_the_numerator_from_the_figure():
    table = read(smoking=[25.0, np.nan, 0.0], smoking_denominator=[12, 12, 0])
    np.testing.assert_allclose(table.counts["smoking"].numerator, [3, np.nan, 0])
    assert table.warnings == ()


def test_standard_errors_are_in_the_unit_of_the_figure():
    frame = pd.DataFrame({"code": codes(1), "promille": [250.0], "error": [5.0]})
    table = declared(frame, column="promille", factor=0.1, standard_error="error")
    assert table.standard_errors["smoking"].tolist() == [0.5]
    assert read(woz_value=[200.0], woz_value_standard_error=[3.0]).standard_errors[
        "woz_value"
    ].tolist() == [3.0]


def test_a_table_without_counts_holds_none():
    table = read(smoking=[25.0])
    assert (table.counts, table.standard_errors, table.classes, table.covered) == ({}, {}, {}, {})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"smoking_numerator": [3, 13], "smoking_denominator": [12, 12]},
         ["'smoking_numerator' holds more than the denominator", "GM0002 (13 of 12)", "at most 'smoking_denominator'"]),
        ({"smoking_numerator": [3, -1], "smoking_denominator": [12, 12]},
         ["'smoking_numerator' is below 0", "GM0002 (-1)", "0 or more"]),
        ({"smoking": [25, 25], "smoking_denominator": [12, -4]},
         ["'smoking_denominator' is below 0", "GM0002 (-4)"]),
        ({"violent_offences_numerator": [1, "veel"], "violent_offences_denominator": [12, 12]},
         ["'violent_offences_numerator' holds text", "GM0002 ('veel')"]),
        ({"woz_value": [1, 2], "woz_value_standard_error": [1, -2]},
         ["'woz_value_standard_error' is below 0", "GM0002 (-2)"]),
        ({"woz_value_numerator": [1, -6], "woz_value_denominator": [12, 12]},
         ["'woz_value_numerator ÷ woz_value_denominator' is below 0", "GM0002 (-6 ÷ 12)"]),
    ],
)  # fmt: skip
def test_wrong_counts_are_told_once_with_area_and_value(columns, words):
    columns = {k: [str(x) for x in v] if "veel" in v else v for k, v in columns.items()}
    with pytest.raises(mdi.TableError) as raised:
        read(**columns)
    assert len(raised.value.problems) == 1, str(raised.value)
    for word in words:
        assert word in str(raised.value)


def test_all_that_is_wrong_with_counts_is_told_together():
    with pytest.raises(mdi.TableError) as raised:
        read(
            smoking_numerator=[-3, 13, 1],
            smoking_denominator=[12, 12, -1],
            overweight_numerator=["a", "1", "2"],
            overweight_denominator=["1", "1", "1"],
        )
    assert len(raised.value.problems) == 5


def test_a_mean_may_have_a_negative_sum():
    table = read(household_wealth_numerator=[-30.0], household_wealth_denominator=[12])
    assert figures(table, "household_wealth").tolist() == [-2.5]


def test_a_sum_may_lie_below_all_marks_but_not_be_one():
    under = {"household_wealth_denominator": [1000, 1000]}
    table = read(household_wealth_numerator=[-139_824, 5], **under)
    assert figures(table, "household_wealth").tolist() == [-139.824, 0.005]
    with pytest.raises(mdi.TableError, match=r"does not declare in 1 area: GM0001 \(-99997\)"):
        read(household_wealth_numerator=[-99997, 5], **under)


def test_figures_that_contradict_their_counts_are_told_as_a_warning():
    table = read(
        smoking=[25.0, 33.3, 40.0, 10.0],
        smoking_numerator=[3, 4, 3, 0],
        smoking_denominator=[12, 12, 12, 0],
    )
    (warning,) = table.warnings
    assert "smoking: in 2 areas the figure is not what" in warning
    assert "40 where the counts give 25 in GM0003" in warning
    assert figures(table, "smoking").tolist() == [25.0, 33.3, 40.0, 10.0]


@given(
    over=st.lists(st.integers(0, 500), min_size=1, max_size=20),
    decimals=st.integers(0, 6),
)
@settings(deadline=None, max_examples=40)
def test_rounding_is_no_contradiction(over, decimals):
    rates = np.round(100 * np.array(over) / 500, decimals)
    table = read(smoking=rates, smoking_numerator=over, smoking_denominator=[500] * len(over))
    assert table.warnings == ()


def test_a_count_without_its_companion_is_not_read_and_told():
    table = read(smoking=[25.0], smoking_numerator=[3], overweight_denominator=[12])
    assert len(table.warnings) == 2
    assert "'smoking_numerator' was not read" in table.warnings[0]
    assert "'overweight_denominator' was not read" in table.warnings[1]
    assert table.counts == {}
    assert table.offered == ("smoking",)


def test_a_declared_count_that_is_not_there_is_told():
    frame = pd.DataFrame({"code": codes(1), "smokers": [3]})
    with pytest.raises(mdi.TableError, match="'adults' is missing"):
        declared(frame, numerator="smokers", denominator="adults")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ({"numerator": "a"}, "'numerator' stands without 'denominator'"),
        ({"denominator": "a"}, "or a 'numerator' and a 'denominator'"),
        ({"numerator": "a", "denominator": "b", "factor": 2}, "'factor' stands without"),
        ({"column": "c", "estimator": "guess"}, "'direct' or 'model'"),
    ],
)
def test_counts_that_are_declared_by_halves_are_refused(column, words):
    with pytest.raises(ValueError, match=words):
        declared(pd.DataFrame({"code": codes(1)}), **column)


def test_words_of_the_status_column_go_with_figures_made_of_counts():
    counts = {"smoking_numerator": [3, np.nan], "smoking_denominator": [12, np.nan]}
    table = read(**counts, smoking_status=["estimated", "suppressed"])
    assert statuses(table, "smoking") == ["estimated", "suppressed"]
    with pytest.raises(mdi.TableError, match="contradicts the figures"):
        read(**counts, smoking_status=["observed", "observed"])


def test_columns_that_class_the_areas_are_kept_as_texts():
    table = read(smoking=[1.0, 2.0, 3.0], urbanity_class=[1.0, np.nan, 5.0])
    assert table.classes == {"urbanity": ("1", None, "5")}
    assert table.warnings == ()
    source = mdi.Source(
        id="s", name={"nl": "s", "en": "s"}, publisher="", code="code",
        classes=("Stedelijkheid",), indicators={"smoking": {"column": "a"}},
    )  # fmt: skip
    frame = pd.DataFrame({"code": codes(2), "a": [1, 2], "Stedelijkheid": ["zeer sterk", ""]})
    table = table_of_frame(frame, source, level="municipality", year=2021)
    assert table.classes == {"Stedelijkheid": ("zeer sterk", None)}
    with pytest.raises(mdi.TableError, match="'Stedelijkheid' is missing"):
        table_of_frame(frame[["code", "a"]], source, level="municipality", year=2021)


counts = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(1, 1000)), min_size=1, max_size=30
).map(lambda pairs: np.array(pairs, float).T)


@given(counts=counts, measure=st.sampled_from(["share", "rate", "mean", "score"]))
@settings(deadline=None, max_examples=40)
def test_a_numerator_is_recovered_from_the_rate_it_gives(counts, measure):
    over, under = counts
    rates = Counts(over, under).rate(measure)
    np.testing.assert_allclose(Counts.recovered(rates, under, measure).numerator, over, rtol=1e-12)


@given(counts=counts)
@settings(deadline=None, max_examples=40)
def test_counts_that_are_equal_on_paper_give_equal_rates(counts):
    over, under = counts
    np.testing.assert_array_equal(
        Counts(over, under).rate("share"), Counts(3 * over, 3 * under).rate("share")
    )
