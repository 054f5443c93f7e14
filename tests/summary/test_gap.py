"""The index of an area against the index of its parts."""

import numpy as np
import pytest

import mdi
from mdi.summary import level_gap
from tests.squares import NO_WALKS, districts, municipalities


def result_of(frame, level, year=2021, **how):
    return mdi.compute(mdi.IndicatorTable.from_frame(frame, level=level, year=year), **how)


@pytest.fixture(scope="module")
def parts():
    frame = districts().drop(columns=NO_WALKS)
    frame.loc[frame.parent_code == "GM0005", "population"] = 10
    return result_of(frame, "district")


@pytest.fixture(scope="module")
def own():
    return result_of(municipalities(2021), "municipality")


def test_the_gap_is_the_own_index_minus_that_of_the_people_in_the_parts(own, parts):
    frame = level_gap(own, parts).set_index("area_code")
    assert list(frame.index) == list(own.table.codes)
    row, rows = own.position("GM0007"), [parts.position(c) for c in ("WK000700", "WK000701")]
    people = parts.table.population[rows]
    inside = (people * parts.index[rows]).sum() / people.sum()
    found = frame.loc["GM0007"]
    assert found["index"] == own.index[row]
    assert found["parts_index"] == pytest.approx(inside, rel=1e-14)
    assert found["gap"] == pytest.approx(own.index[row] - inside, rel=1e-12)
    assert (found["parts"], found["parts_ranked"]) == (2, 2)


def test_an_area_without_an_index_or_without_ranked_parts_has_no_gap(own, parts):
    frame = level_gap(own, parts).set_index("area_code")
    missing = frame.index[frame["gap"].isna()].tolist()
    assert missing == ["GM0002", "GM0003", "GM0005"]
    assert np.isfinite(frame.loc["GM0005", "index"])
    assert frame.loc["GM0005", ["parts", "parts_ranked"]].tolist() == [2, 0]


def test_an_area_without_any_part_has_no_gap(own):
    some = districts().drop(columns=NO_WALKS).query("parent_code != 'GM0008'")
    frame = level_gap(own, result_of(some, "district")).set_index("area_code")
    assert np.isnan(frame.loc["GM0008", "gap"])
    assert frame.loc["GM0008", "parts"] == 0


def test_all_that_differs_is_told_at_once(parts):
    frame = municipalities(2021).drop(columns="smoking_status").assign(smoking=np.nan)
    other = result_of(frame, "municipality", 2020, weights="equal", method="zscore")
    with pytest.raises(mdi.ComputationError) as caught:
        level_gap(other, parts)
    message = str(caught.value)
    for reason in (
        "their methods differ: 'zscore' and 'imd'",
        "their weights differ: 'equal' and 'mdi_nl'",
        "they are of 2020 and of 2021",
        "only the district has figures of smoking",
    ):
        assert reason in message


def test_a_method_of_the_same_name_and_other_rules_differs(parts):
    rules = mdi.load_method().model_copy(update={"min_population": 60.0})
    other = result_of(municipalities(2021), "municipality", method=rules)
    with pytest.raises(mdi.ComputationError, match="their methods differ"):
        level_gap(other, parts)


def test_the_parts_are_smaller_than_the_areas(own, parts):
    with pytest.raises(mdi.DeclarationError, match="is not larger"):
        level_gap(parts, own)
