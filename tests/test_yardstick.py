"""A yardstick measures other areas, and other years, as it measured its own."""

import json

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.yardstick import Yardstick
from tests.countries import table_of
from tests.nested import (
    DOMAINS,
    LEAVES,
    METHODS,
    SCORES,
    WEIGHTS,
    compute,
    country,
    figures,
    method,
    points,
    table_part,
)

TABLE = country()
every_method = pytest.mark.parametrize("rules", METHODS.values(), ids=METHODS.keys())


def same(left, right):
    assert left.points.tobytes() == right.points.tobytes()
    np.testing.assert_array_equal(left.rank, right.rank)
    np.testing.assert_array_equal(left.decile, right.decile)
    np.testing.assert_array_equal(left.filled, right.filled)


@every_method
def test_a_table_measured_with_itself_has_the_same_bits(rules):
    plain = compute(TABLE, rules)
    again = mdi.compute(TABLE, reference=plain)
    same(again, plain)
    assert again.method == rules
    assert again.contributions.tobytes() == plain.contributions.tobytes()


@every_method
def test_a_yardstick_that_was_saved_and_loaded_gives_the_same_bits(rules, tmp_path):
    plain = compute(TABLE, rules)
    path = plain.yardstick.save(tmp_path / "mine.json")
    loaded = Yardstick.load(path)
    same(mdi.compute(TABLE, reference=loaded), plain)
    assert loaded.model_dump_json() == plain.yardstick.model_dump_json()


@every_method
def test_some_of_the_areas_have_the_points_they_had_among_all(rules):
    plain = compute(TABLE, rules)
    rows = np.array([5, 2, 71, 40, 41, 42, 9])
    part = mdi.compute(table_part(TABLE, rows), reference=plain.yardstick)
    assert part.points.tobytes() == np.ascontiguousarray(plain.points[:, rows]).tobytes()
    one = mdi.compute(table_part(TABLE, np.array([5])), reference=plain.yardstick)
    assert one.points.tobytes() == np.ascontiguousarray(plain.points[:, [5]]).tobytes()


def test_who_counts_does_not_depend_on_what_the_others_offer():
    """An area with a tenth of the weight is not ranked alone either."""
    columns = figures(gaps=0)
    for name in LEAVES[:-1]:
        columns[name][0] = np.nan
    plain = compute(table_of(columns, domains=DOMAINS), METHODS["means"])
    assert plain.rank[0] == 0
    alone = {name: row[:1] for name, row in columns.items()}
    result = mdi.compute(table_of(alone, domains=DOMAINS), reference=plain)
    assert result.rank.tolist() == [0]
    assert result.offered == plain.offered


def later_year():
    """Other figures, within the range of those of the first year."""
    other, low, high = (
        country(seed=9, gaps=0.05),
        *(
            extreme(TABLE.values[:, :77], axis=1, keepdims=True)
            for extreme in (np.nanmin, np.nanmax)
        ),
    )
    within = dict(zip(LEAVES, np.clip(other.values, low, high), strict=True))
    return table_of(within, population=other.population, domains=DOMAINS)


def test_a_mean_that_cannot_bear_figures_beyond_those_of_the_first_year_says_so():
    plain = compute(TABLE, METHODS["aggregation geometric"])
    with pytest.raises(mdi.ComputationError, match=r": The mean of power 0 is not defined in"):
        mdi.compute(country(seed=9, gaps=0.05), reference=plain)


@every_method
def test_an_area_of_another_year_does_not_change_the_others(rules):
    plain = compute(TABLE, rules)
    other = later_year()
    alone = mdi.compute(other, reference=plain)
    columns = {
        name: np.concatenate([a, b])
        for name, a, b in zip(LEAVES, TABLE.values, other.values, strict=True)
    }
    people = np.concatenate([TABLE.population, other.population])
    both = mdi.compute(table_of(columns, population=people, domains=DOMAINS), reference=plain)
    assert np.ascontiguousarray(both.points[:, :80]).tobytes() == plain.points.tobytes()
    assert np.ascontiguousarray(both.points[:, 80:]).tobytes() == alone.points.tobytes()


def test_when_all_figures_improve_the_index_falls():
    plain = compute(TABLE, METHODS["england"])
    better = {
        name: row * (0.8 if declared.direction == "worse" else 1.25)
        for name, row, declared in zip(LEAVES, TABLE.values, DOMAINS.leaves(), strict=True)
    }
    table = table_of(better, population=TABLE.population, domains=DOMAINS)
    later = mdi.compute(table, reference=plain)
    for name in ("learning", "street"):
        assert np.nanmean(points(later, name)) < np.nanmean(points(plain, name)) - 1
    same_ranks = compute(table, METHODS["england"])
    np.testing.assert_allclose(same_ranks.index, plain.index, rtol=1e-9)


def test_figures_beyond_the_reference_are_told():
    plain = compute(TABLE, METHODS["england"])
    columns = dict(zip(LEAVES, TABLE.values.copy(), strict=True))
    columns["litter"][:2] = [77_777.5, 0.5]
    beyond = mdi.compute(table_of(columns, domains=DOMAINS), reference=plain)
    assert "litter: beyond the range of the reference in 2 areas" in beyond.warnings


def test_what_it_was_measured_with_is_part_of_the_provenance():
    plain = compute(TABLE, METHODS["means"])
    measured = mdi.compute(TABLE, reference=plain)
    assert plain.provenance["measured_with"] is None
    assert measured.provenance["measured_with"] == {
        "fingerprint": plain.fingerprint, "level": "municipality", "year": 2021,
        "areas": int(plain.reference.sum()),
    }  # fmt: skip
    assert measured.fingerprint != plain.fingerprint
    assert measured.yardstick is plain.yardstick


def test_another_method_other_weights_and_other_domains_are_refused_at_once():
    plain = compute(TABLE, METHODS["means"])
    other = mdi.IndicatorTable.from_frame(
        pd.DataFrame({"area_code": ["GM0001"], "smoking": [1.0]}), level="municipality", year=2021
    )
    with pytest.raises(mdi.DeclarationError) as raised:
        mdi.compute(other, reference=plain, weights="equal", method="imd")
    message = str(raised.value)
    for word in ("weights are different", "method is different", "domains are different",
                 "could not be compared", "Leave out"):  # fmt: skip
        assert word in message


def test_weights_that_are_parts_of_something_else_are_other_weights():
    plain = compute(TABLE, METHODS["england"])
    other = mdi.WeightSet(weights=WEIGHTS.weights, of=100)
    with pytest.raises(mdi.DeclarationError, match="weights are different"):
        mdi.compute(TABLE, reference=plain, weights=other)
    named = mdi.WeightSet(id="by another name", weights=WEIGHTS.weights)
    same(mdi.compute(TABLE, reference=plain, weights=named, method=METHODS["england"]), plain)


def test_figures_that_run_the_other_way_are_refused():
    frame = pd.DataFrame({"area_code": TABLE.codes, **dict(zip(LEAVES, TABLE.values, strict=True))})
    column = {"column": "jobs", "direction": "better"}
    source = mdi.Source(
        id="turned", name={"nl": "x", "en": "x"}, publisher="", code="area_code", own_names=True,
        indicators={"jobs": column},
    )  # fmt: skip
    from mdi.reading import table_of_frame  # noqa: PLC0415

    turned = table_of_frame(frame, source, level="municipality", year=2022, domains=DOMAINS)
    with pytest.raises(mdi.DeclarationError, match="more of 'jobs' is better here, and not there"):
        mdi.compute(turned, reference=compute(TABLE, METHODS["england"]))


def test_a_yardstick_of_something_else_is_refused_with_its_file(tmp_path):
    path = tmp_path / "mine.json"
    for content in ("", "{}", "[1]", '{"level": 3}', "\udcff"):
        path.write_bytes(content.encode(errors="surrogateescape"))
        with pytest.raises(mdi.DeclarationError, match=r"mine\.json is not a yardstick"):
            Yardstick.load(path)
    with pytest.raises(mdi.FileError, match="cannot be read"):
        Yardstick.load(tmp_path / "nowhere.json")


def test_a_yardstick_of_which_a_part_is_gone_is_refused():
    plain = compute(TABLE, method(**SCORES)).yardstick
    without = plain.model_copy(
        update={"fits": {n: f for n, f in plain.fits.items() if n != "jobs"}}
    )
    with pytest.raises(mdi.DeclarationError, match="no 'scale' for 'jobs'"):
        mdi.compute(TABLE, reference=without)


@pytest.mark.parametrize("spoil", [list.reverse, lambda v: v.append(float("nan"))])
def test_a_scale_that_somebody_spoilt_is_refused(spoil, tmp_path):
    content = json.loads(compute(TABLE, METHODS["england"]).yardstick.model_dump_json())
    spoil(content["fits"]["jobs"]["scale"]["values"])
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(content))
    with pytest.raises(mdi.DeclarationError, match=r"jobs.*from the lowest to the highest"):
        Yardstick.load(path)
