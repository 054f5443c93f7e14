"""Dutch municipalities in two years: ageing between 2017 and 2022, and what is refused."""

import numpy as np
import pytest

import mdi
from mdi.comparison import Mode, Version, attribute, compare

pytestmark = pytest.mark.real_data

AGE = """
id = "age"
name = { nl = "leeftijd", en = "age" }
order = 1

[[indicators]]
id = "old"
name = { nl = "65 jaar en ouder", en = "aged 65 and over" }
unit = "%"
direction = "worse"
measure = "share"
denominator = "inhabitants"
range = [0, 100]
levels = ["municipality"]

[[indicators]]
id = "children"
name = { nl = "tot 15 jaar", en = "under 15" }
unit = "%"
direction = "better"
measure = "share"
denominator = "inhabitants"
range = [0, 100]
levels = ["municipality"]
"""
SOURCE = """
id = "{id}"
name = {{ nl = "kerncijfers", en = "key figures" }}
publisher = "CBS, CC BY 4.0"
code = "{code}"
population = "{people}"
indicators.old.column = "{old}"
indicators.children.column = "{children}"
"""
COLUMNS = {
    2017: ("id", "aant_inw", "p_65_eo_jr", "p_00_14_jr"),
    2022: ("code", "population", "pop_65plus", "pop_0_14"),
}
AGEING = mdi.WeightSet(id="age", weights={"age": 1.0})


@pytest.fixture(scope="module")
def years(shared_data, tmp_path_factory):
    """The share of the old and of children in both years."""
    folder = tmp_path_factory.mktemp("age")
    (folder / "domains").mkdir()
    (folder / "domains" / "age.toml").write_text(AGE)
    domains = mdi.load_domains(folder / "domains")
    tables = []
    for year, (code, people, old, children) in COLUMNS.items():
        source = folder / f"{year}.toml"
        source.write_text(
            SOURCE.format(id=f"kwb_{year}", code=code, people=people, old=old, children=children)
        )
        path = shared_data / "netherlands" / f"gemeente_{year}_kwb.csv"
        tables.append(
            mdi.read_table(path, source=source, level="municipality", year=year, domains=domains)
        )
    return tables


@pytest.fixture(scope="module")
def base(years):
    return mdi.compute(years[0], weights=AGEING)


def test_the_municipalities_of_both_years_are_compared_and_the_merged_ones_counted(years, base):
    found = compare(base, mdi.compute(years[1], reference=base))
    codes = [set(table.codes) for table in years]
    assert (len(years[0]), len(years[1])) == (388, 345)
    assert set(found.codes) == codes[0] & codes[1]
    gone, new = (len(codes[0] - codes[1]), len(codes[1] - codes[0]))
    assert gone > 50 > new > 0
    assert [w for w in found.warnings if "not compared" in w] == [
        f"not compared: {gone} areas of the earlier table that the later one does not have",
        f"not compared: {new} areas of the later table that the earlier one does not have",
    ]


def test_ageing_shows_with_a_fixed_year_and_hides_where_each_year_is_its_own_measure(years, base):
    fixed = compare(base, mdi.compute(years[1], reference=base))
    relative = compare(base, mdi.compute(years[1], weights=AGEING))
    assert (fixed.mode, relative.mode) == (Mode.FIXED, Mode.RELATIVE)
    assert np.mean(fixed.index > 0) > 0.8
    assert fixed.index.mean() > 10
    assert abs(relative.later.index.mean() - relative.earlier.index.mean()) < 0.5


def test_the_change_of_the_mean_falls_apart_into_ageing_and_moving(years, base):
    found = compare(base, mdi.compute(years[1], reference=base)).means()
    assert found.within[0] + found.composition[0] == pytest.approx(found.total[0], abs=1e-9)
    assert found.within[0] > 5
    assert abs(found.composition[0]) < 1


def test_data_and_reference_explain_the_gap_between_a_fixed_and_a_relative_year(years):
    imd = mdi.load_method("imd")
    versions = Version(years[0], AGEING, imd), Version(years[1], AGEING, imd, years[0])
    found = attribute(*versions)
    assert list(found.causes) == ["table", "reference"]
    total = sum(found.causes.values())
    np.testing.assert_allclose(total, found.after - found.before, rtol=0, atol=1e-9)


def test_sources_that_measure_other_things_are_refused_with_all_reasons(shared_data):
    folder = shared_data / "netherlands"
    sources = {
        2021: ("gemeente_2021_kerncijfers.csv", "nl_kerncijfers_2021"),
        2022: ("gemeente_2022_kwb.csv", "nl_gemeente_2022"),
    }
    first, second = (
        mdi.compute(mdi.read_table(folder / f, source=s, level="municipality", year=year))
        for year, (f, s) in sources.items()
    )
    with pytest.raises(mdi.ComputationError) as refusal:
        compare(first, second)
    sets, kinds = refusal.value.problems
    assert sets.what == (
        "the sets of indicators differ: only the earlier has household_wealth, "
        "income_from_work, incapacity_for_work"
    )
    assert kinds.what == (
        "indicators are measured otherwise: poor_households (proxy), "
        "long_term_unemployed (direction, proxy), low_educated (direction, proxy)"
    )
    with pytest.raises(mdi.MdiError, match="long_term_unemployed"):
        compare(first, mdi.compute(second.table, reference=first))
