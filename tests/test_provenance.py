"""The same input has the same fingerprint; any change has another."""

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.reading import table_of_frame

BASE = pd.DataFrame(
    {
        "area_code": ["GM0001", "GM0002", "GM0003"],
        "area_name": ["Aa", "Bé", "Cc"],
        "parent_code": ["PV20", "PV20", "PV21"],
        "population": [100.0, 2000.0, 300.0],
        "poor_households": [3.0, np.nan, 7.0],
        "smoking": [20.0, 10.0, 15.5],
    }
)
SOURCE = {
    "id": "own",
    "name": {"nl": "eigen", "en": "own"},
    "publisher": "",
    "code": "area_code",
    "own_names": True,
}


def table(frame=BASE, *, level="municipality", year=2021):
    return mdi.IndicatorTable.from_frame(frame, level=level, year=year)


def changed(column, row, value):
    frame = BASE.copy()
    frame.loc[row, column] = value
    return frame


USUAL = mdi.compute(table()).fingerprint


def test_the_same_input_has_the_same_fingerprint():
    assert mdi.compute(table(BASE.copy())).fingerprint == USUAL
    assert len(USUAL) == 64


@pytest.mark.parametrize(
    ("column", "row", "value"),
    [
        ("area_code", 2, "GM0004"),
        ("area_name", 0, "AA"),
        ("area_name", 0, None),
        ("parent_code", 1, "PV21"),
        ("population", 1, 2001),
        ("population", 1, np.nan),
        ("poor_households", 1, 0),
        ("smoking", 2, np.nextafter(15.5, 16)),
    ],
)
def test_a_change_of_any_cell_changes_it(column, row, value):
    assert mdi.compute(table(changed(column, row, value))).fingerprint != USUAL


def test_a_change_of_status_without_a_change_of_figure_changes_it():
    frame = BASE.assign(poor_households_status=["observed", "suppressed", "observed"])
    assert mdi.compute(table(frame)).fingerprint != USUAL


def test_a_change_of_year_changes_it():
    assert mdi.compute(table(year=2022)).fingerprint != USUAL


def test_the_order_of_the_areas_is_part_of_the_input():
    assert mdi.compute(table(BASE.iloc[::-1])).fingerprint != USUAL


def test_a_figure_that_moves_to_another_indicator_changes_it():
    frame = BASE.rename(columns={"smoking": "alcohol_use"})
    assert mdi.compute(table(frame)).fingerprint != USUAL


@pytest.mark.parametrize(
    "names",
    [
        (["A", "BPV20"], [None, None], ["A", "B"], ["PV20", None]),
        (["A\nB", "C"], [None, None], ["A", "B\nC"], [None, None]),
    ],
    ids=["a name that ends like a code", "a name of two lines"],
)
def test_names_and_parents_cannot_be_mistaken_for_each_other(names):
    left, left_parents, right, right_parents = names
    base = BASE.iloc[:2].drop(columns=["area_name", "parent_code"])
    one = table(base.assign(area_name=left, parent_code=left_parents))
    two = table(base.assign(area_name=right, parent_code=right_parents))
    assert mdi.compute(one).fingerprint != mdi.compute(two).fingerprint


def test_other_weights_change_it_even_where_they_give_the_same_scores():
    printed = mdi.load_weights("mdi_nl")
    doubled = printed.model_copy(update={"weights": {k: 2 * w for k, w in printed.weights.items()}})
    renamed = printed.model_copy(update={"id": "other"})
    prints = {mdi.compute(table(), weights=w).fingerprint for w in (printed, doubled, renamed)}
    assert len(prints) == 3
    assert USUAL in prints


@pytest.mark.parametrize(
    "change",
    [{"min_population": 49}, {"min_coverage": 0.4}, {"min_for_deciles": 3}, {"id": "other"},
     {"index": "shares"}],
)  # fmt: skip
def test_any_other_rule_of_the_method_changes_it(change):
    method = mdi.load_method("imd").model_copy(update=change)
    assert mdi.compute(table(), method=method).fingerprint != USUAL


def test_a_proxy_or_another_source_changes_it():
    def read(**column):
        source = mdi.Source(**SOURCE, indicators={"smoking": {"column": "smoking", **column}})
        read = table_of_frame(BASE, source, level="municipality", year=2021)
        return mdi.compute(read).fingerprint

    proxy = {"proxy": {"nl": "vapen", "en": "vaping"}}
    prints = {
        read(),
        read(**proxy),
        read(direction="better"),
        read(year=2019),
        read(unit="‰"),
        USUAL,
    }
    assert len(prints) == 6


def test_a_name_is_as_good_as_the_declaration_it_stands_for():
    result = mdi.compute(table(), weights=mdi.load_weights("mdi_nl"), method=mdi.load_method())
    assert result.fingerprint == USUAL


def test_every_output_says_where_it_came_from():
    said = mdi.compute(table()).provenance
    assert said["fingerprint"] == USUAL
    assert said["engine"] == f"mdi {mdi.__version__}"
    assert said["weights"]["sum"] == 99.9
    assert said["weights"]["of"] == 100
    assert sum(said["weights"]["shares"].values()) == pytest.approx(1)
    assert said["method"]["domains"]["by"] == "exponential_rank"
    assert said["method"]["domains"]["c"] == 23
    assert said["domains_without_figures"] == [
        "work", "education", "housing", "safety", "living_environment",
    ]  # fmt: skip
