"""Roll-up: counts are added, rates never averaged, and what is not known is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.domains.model import Domain, Domains, Indicator
from mdi.editions.sample import make_sample
from mdi.reading import table_of_frame
from mdi.regions import Region
from mdi.rollup import roll_up
from tests.tables import figures

CODES = ["BU00010101", "BU00010102", "BU00010201", "BU00020101", "BU00020102"]
FRAME = pd.DataFrame(
    {
        "area_code": CODES,
        "population": [100, 300, 600, 500, 500],
        "smoking_numerator": [10, 30, 150, 50, 100],
        "smoking_denominator": [80, 240, 480, 400, 400],
        "violent_offences_numerator": [1, 2, 9, 5, 1],
        "violent_offences_denominator": [100, 300, 600, 500, 500],
        "woz_value": [200.0, 250.0, 300.0, 150.0, 350.0],
        "woz_value_denominator": [50, 100, 250, 200, 100],
        "heat_stress": [1.0, 2.0, 3.0, 4.0, 5.0],
    }
)
relaxed = settings(deadline=None, max_examples=30)


def table_of(frame, level="neighbourhood"):
    return mdi.IndicatorTable.from_frame(frame, level=level, year=2021)


def without(frame, row, *leaves):
    """The frame with the counts of one area unknown."""
    frame = frame.copy()
    for column in (f"{leaf}_{end}" for leaf in leaves for end in ("numerator", "denominator")):
        frame[column] = frame[column].astype(float)
        frame.loc[row, column] = np.nan
    return frame


def word(table, name, area):
    row = [f.indicator.id for f in table.figures].index(name)
    return table.status_of(row, area).word


def same(left, right):
    """Two tables hold the same figures of the same areas."""
    assert (left.codes, left.level, left.offered) == (right.codes, right.level, right.offered)
    np.testing.assert_allclose(left.values, right.values, rtol=1e-12)
    np.testing.assert_array_equal(left.status, right.status)
    np.testing.assert_array_equal(left.population, right.population)
    for leaf, counts in right.counts.items():
        np.testing.assert_allclose(left.counts[leaf].numerator, counts.numerator, rtol=1e-12)
        np.testing.assert_allclose(left.counts[leaf].denominator, counts.denominator, rtol=1e-12)
        np.testing.assert_allclose(left.covered[leaf], right.covered[leaf], rtol=1e-12)


def test_figures_of_municipalities_are_those_of_their_added_counts():
    table = roll_up(table_of(FRAME), to="municipality")
    assert (table.codes, table.level, table.year) == (("GM0001", "GM0002"), "municipality", 2021)
    assert table.population.tolist() == [1000, 1000]
    np.testing.assert_allclose(figures(table, "smoking"), [100 * 190 / 800, 100 * 150 / 800])
    np.testing.assert_allclose(figures(table, "violent_offences"), [12.0, 6.0])
    np.testing.assert_allclose(figures(table, "woz_value"), [110_000 / 400, 65_000 / 300])
    assert table.counts["smoking"].denominator.tolist() == [800, 800]
    assert {word(table, "smoking", area) for area in (0, 1)} == {"observed"}
    assert table.covered["smoking"].tolist() == [1, 1]


def test_an_indicator_without_counts_is_left_out_and_named():
    table = roll_up(table_of(FRAME), to="municipality")
    assert "heat_stress" not in table.offered
    assert word(table, "heat_stress", 0) == "not_offered"
    (warning,) = table.warnings
    assert "without counts" in warning
    assert "heat_stress" in warning


def test_a_mean_by_inhabitants_is_made_when_it_is_asked_for_and_is_an_estimate():
    table = roll_up(table_of(FRAME), to="municipality", by_population=["heat_stress"])
    np.testing.assert_allclose(figures(table, "heat_stress"), [2.5, 4.5])
    assert word(table, "heat_stress", 0) == "estimated"
    assert table.warnings == ("for want of counts a mean by inhabitants: heat_stress",)
    assert "heat_stress" not in table.counts


def test_an_area_with_unknown_counts_leaves_out_both_and_the_figure_is_an_estimate():
    table = roll_up(table_of(without(FRAME, 0, "smoking")), to="municipality")
    np.testing.assert_allclose(figures(table, "smoking")[0], 100 * 180 / 720)
    assert word(table, "smoking", 0) == "estimated"
    assert word(table, "smoking", 1) == "observed"
    assert table.covered["smoking"].tolist() == [0.9, 1.0]
    assert "smoking: 1 figure about a part of the inhabitants, at least 90 %" in table.warnings


def test_a_figure_about_too_few_inhabitants_is_missing():
    frame = without(FRAME, 2, "smoking")  # 600 of 1,000 inhabitants
    table = roll_up(table_of(frame), to="municipality")
    assert np.isnan(figures(table, "smoking")[0])
    assert word(table, "smoking", 0) == "missing"
    assert "smoking: 1 area without a figure, too little is known" in table.warnings
    less = roll_up(table_of(frame), to="municipality", least_covered=0.4)
    np.testing.assert_allclose(figures(less, "smoking")[0], 12.5)
    assert word(less, "smoking", 0) == "estimated"


def test_half_of_the_inhabitants_is_enough():
    table = roll_up(table_of(without(FRAME, 3, "smoking")), to="municipality")
    assert word(table, "smoking", 1) == "estimated"


def test_an_estimate_that_is_pooled_stays_an_estimate():
    frame = FRAME.assign(smoking_status=["estimated"] + ["observed"] * 4)
    table = roll_up(table_of(frame), to="municipality")
    assert [word(table, "smoking", area) for area in (0, 1)] == ["estimated", "observed"]


def test_where_a_figure_does_not_apply_nothing_is_missing():
    frame = FRAME.assign(
        smoking_numerator=[0, 30, 150, 0, 0], smoking_denominator=[0, 240, 480, 0, 0]
    )
    table = roll_up(table_of(frame), to="municipality")
    np.testing.assert_array_equal(figures(table, "smoking"), [25.0, np.nan])
    assert [word(table, "smoking", area) for area in (0, 1)] == ["observed", "not_applicable"]


def test_unknown_inhabitants_are_not_counted_as_none():
    frame = FRAME.assign(population=[100, np.nan, 600, 500, 500])
    table = roll_up(table_of(without(frame, 0, "smoking")), to="municipality")
    np.testing.assert_array_equal(table.population, [np.nan, 1000])
    np.testing.assert_allclose(table.covered["smoking"], [2 / 3, 1])  # of the areas


def test_a_table_above_tells_names_and_what_codes_do_not_tell():
    above = table_of(
        pd.DataFrame(
            {
                "area_code": ["GM0001", "GM0002"],
                "area_name": ["Aa", "Bee"],
                "parent_code": ["PV20", "PV21"],
                "smoking": [1.0, 2.0],
            }
        ),
        "municipality",
    )
    table = roll_up(table_of(FRAME), to="municipality", above=[above])
    assert (table.names, table.parents) == (("Aa", "Bee"), ("PV20", "PV21"))
    provinces = roll_up(table_of(FRAME), to="province", above=[above])
    assert (provinces.codes, provinces.names) == (("PV20", "PV21"), ("Groningen", "Fryslân"))
    with pytest.raises(mdi.ComputationError, match="not tell in which province"):
        roll_up(table_of(FRAME), to="province")


def test_areas_that_lie_in_nothing_are_named():
    above = table_of(
        pd.DataFrame({"area_code": ["GM0001"], "parent_code": ["PV20"], "smoking": [1.0]}),
        "municipality",
    )
    table = roll_up(table_of(FRAME), to="province", above=[above])
    assert table.codes == ("PV20",)
    assert "2 areas without a known province left out: BU00020101, BU00020102" in table.warnings


def test_regions_are_made_of_areas_of_any_level_and_may_overlap():
    regions = [
        Region(id="all", name={"nl": "Alles", "en": "All"}, codes=("GM0001", "GM0002")),
        Region(id="west", codes=("WK000101", "BU00010101", "GM0002")),
        Region(id="none", codes=("GM0009",)),
    ]
    table = roll_up(table_of(FRAME), to=regions)
    assert (table.level, table.codes) == ("region", ("all", "west", "none"))
    assert table.names == ("Alles", "west", "none")
    assert table.parents == (None, None, None)
    np.testing.assert_allclose(
        figures(table, "smoking"), [100 * 340 / 1600, 100 * 190 / 1120, np.nan]
    )
    assert table.population.tolist() == [2000, 1400, 0]
    assert "region 'none': no area of the table lies in GM0009" in table.warnings


def test_a_table_of_regions_has_an_index():
    regions = [Region(id=f"r{i}", codes=(code,)) for i, code in enumerate(CODES)]
    result = mdi.compute(roll_up(table_of(FRAME), to=regions))
    plain = mdi.compute(table_of(FRAME.drop(columns="heat_stress")))
    np.testing.assert_allclose(result.index, plain.index)
    assert result.table.names == ("r0", "r1", "r2", "r3", "r4")
    assert result.to_frame()["area_code"].tolist() == ["r0", "r1", "r2", "r3", "r4"]


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ({"to": "neighbourhood"}, mdi.DeclarationError, "not larger than a neighbourhood"),
        ({"to": "municipalty"}, mdi.DeclarationError, "did you mean 'municipality'"),
        ({"to": [Region(id="x", codes=("GM0009",))]}, mdi.ComputationError, "None of the regions"),
        ({"to": [Region(id="x", codes=("q",)), Region(id="y")]}, mdi.ComputationError, "2. region 'y' has no areas"),
        ({"to": "district", "least_covered": 50}, mdi.DeclarationError, "expected a share"),
        ({"to": "district", "by_population": ["smoking", "heat"]}, mdi.ComputationError, "'smoking' has counts"),
    ],
)  # fmt: skip
def test_what_cannot_be_rolled_up_is_told(how, kind, words):
    with pytest.raises(kind) as raised:
        roll_up(table_of(FRAME), **how)
    assert words in str(raised.value)


def test_a_mean_by_inhabitants_needs_inhabitants():
    table = table_of(FRAME.drop(columns="population"))
    with pytest.raises(mdi.ComputationError, match="no inhabitants to average by"):
        roll_up(table, to="municipality", by_population=["heat_stress"])


@st.composite
def frames(draw):
    """Neighbourhoods of three municipalities with counts, some of them unknown."""
    size = draw(st.integers(3, 12))
    places = st.tuples(st.integers(1, 3), st.integers(1, 2))
    where = draw(st.lists(places, min_size=size, max_size=size))
    n = np.array(draw(st.lists(st.integers(1, 500), min_size=size, max_size=size)), float)
    r = np.array([draw(st.integers(0, int(each))) for each in n], float)
    gone = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    return pd.DataFrame(
        {
            "area_code": [f"BU{g:04d}{w:02d}{i:02d}" for i, (g, w) in enumerate(where)],
            "population": n + 10,
            "smoking_numerator": np.where(gone, np.nan, r),
            "smoking_denominator": np.where(gone, np.nan, n),
        }
    )


@given(frame=frames())
@relaxed
def test_two_steps_are_one(frame):
    table = table_of(frame)
    same(
        roll_up(roll_up(table, to="district"), to="municipality"), roll_up(table, to="municipality")
    )


@given(frame=frames(), data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(frame, data):
    order = data.draw(st.permutations(range(len(frame))))
    shuffled = table_of(frame.iloc[order].reset_index(drop=True))
    same(roll_up(shuffled, to="municipality"), roll_up(table_of(frame), to="municipality"))


@given(frame=frames())
@relaxed
def test_a_pooled_rate_lies_between_the_lowest_and_the_highest_of_its_parts(frame):
    table = table_of(frame)
    pooled = roll_up(table, to="municipality", least_covered=0)
    own = figures(table, "smoking")
    for code, rate in zip(pooled.codes, figures(pooled, "smoking"), strict=True):
        parts = [x for x, c in zip(own, table.codes, strict=True) if c[2:6] == code[2:6]]
        parts = [x for x in parts if not np.isnan(x)]
        assert np.isnan(rate) == (not parts)
        if parts:
            assert min(parts) - 1e-9 <= rate <= max(parts) + 1e-9


@given(frame=frames())
@relaxed
def test_a_region_of_one_municipality_is_that_municipality(frame):
    table = table_of(frame)
    municipalities = roll_up(table, to="municipality")
    regions = [Region(id=f"r{code}", codes=(code,)) for code in municipalities.codes]
    region = roll_up(table, to=regions)
    back = replace(region, codes=municipalities.codes, level="municipality")
    same(back, municipalities)


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """The invented country: its tables by level."""
    folder = make_sample(300, 1, tmp_path_factory.mktemp("country") / "c", range(2021, 2022))
    return {
        level: mdi.read_table(
            folder / f"indicators_{level}_2021.parquet", source="sample", level=level, year=2021
        )
        for level in ("neighbourhood", "district", "municipality", "province")
    }


def test_the_counts_of_the_invented_country_do_not_contradict_its_figures(country):
    assert {table.warnings for table in country.values()} == {()}
    assert len(country["neighbourhood"].counts) == len(country["neighbourhood"].offered)


@pytest.mark.parametrize("level", ["district", "municipality", "province"])
def test_the_larger_areas_of_the_invented_country_are_sums_of_the_small_ones(country, level):
    above = [country["municipality"], country["province"]]
    pooled = roll_up(country["neighbourhood"], to=level, above=above)
    own = country[level]
    places = {code: place for place, code in enumerate(own.codes)}
    order = [places[code] for code in pooled.codes]
    assert len(pooled) == len(own)
    np.testing.assert_array_equal(pooled.population, own.population[order])
    compared = 0
    for leaf, covered in pooled.covered.items():
        if leaf not in own.counts:
            continue
        both = (covered == 1) & own.counts[leaf].known[order]
        compared += both.sum()
        np.testing.assert_allclose(
            figures(pooled, leaf)[both], figures(own, leaf)[order][both], rtol=1e-12
        )
        np.testing.assert_allclose(
            pooled.counts[leaf].numerator[both], own.counts[leaf].numerator[order][both]
        )
    assert compared >= 10


@pytest.mark.real_data
def test_dwellings_of_dutch_districts_add_up_to_those_of_their_municipalities(shared_data):
    density = Indicator(
        id="density", name={"nl": "dichtheid", "en": "density"}, measure="score",
        range=(0, np.inf), unit="dwellings per km²",
    )  # fmt: skip
    own = Domains(domains=[Domain(id="own", name={"nl": "x", "en": "x"}, indicators=[density])])
    source = mdi.Source(
        id="kwb", name={"nl": "x", "en": "x"}, publisher="", code="code", area_name="name",
        population="population",
        indicators={"density": {"numerator": "dwelling_total", "denominator": "area_km2"}},
    )  # fmt: skip

    def read(name, level):
        frame = pd.read_csv(shared_data / "netherlands" / f"{name}_2022_kwb.csv")
        return table_of_frame(frame, source, level=level, year=2022, domains=own)

    municipalities = read("gemeente", "municipality")
    pooled = roll_up(read("wijk", "district"), to="municipality", above=[municipalities])
    assert len(pooled) == 345
    assert sorted(pooled.codes) == sorted(municipalities.codes)
    order = [municipalities.codes.index(code) for code in pooled.codes]
    np.testing.assert_array_equal(
        pooled.counts["density"].numerator, municipalities.counts["density"].numerator[order]
    )
    assert pooled.names == tuple(municipalities.names[row] for row in order)


@pytest.mark.real_data
def test_dwelling_values_of_dutch_districts_pool_to_those_of_their_municipalities(shared_data):
    def read(name, level):
        path = shared_data / "netherlands" / f"{name}_2022_kwb.csv"
        return mdi.read_table(path, source=f"nl_{name}_2022", level=level, year=2022)

    municipalities = read("gemeente", "municipality")
    pooled = roll_up(read("wijk", "district"), to="municipality")
    order = [municipalities.codes.index(code) for code in pooled.codes]
    error = np.abs(figures(pooled, "woz_value") - figures(municipalities, "woz_value")[order])
    assert np.nanmedian(error) < 0.3  # × €1,000
