"""Dutch municipalities from 2017 to 2022: shapes that were generalised apart from each other."""

import numpy as np
import pandas as pd
import pytest

import geodata
import mdi
from geodata.crosswalks import Change, Slivers, crosswalk, crosswalk_of_changes
from mdi.editions.harmonise import harmonise

pytestmark = pytest.mark.real_data

MERGERS = {  # all that came into force from 2018 to 2022
    "GM0014": {"GM0014", "GM0017", "GM0009"},  # Groningen, Haren, Ten Boer
    "GM0299": {"GM0299", "GM0196"},  # Zevenaar, Rijnwaarden
    "GM0394": {"GM0394", "GM0393"},  # Haarlemmermeer, Haarlemmerliede en Spaarnwoude
    "GM0439": {"GM0439", "GM0370"},  # Purmerend, Beemster
    "GM0575": {"GM0575", "GM0576"},  # Noordwijk, Noordwijkerhout
    "GM1950": {"GM0007", "GM0048"},  # Westerwolde
    "GM1952": {"GM0018", "GM0040", "GM1987"},  # Midden-Groningen
    "GM1954": {"GM0951", "GM0881", "GM0962"},  # Beekdaelen
    "GM1959": {"GM0738", "GM0870", "GM0874"},  # Altena
    "GM1960": {"GM0236", "GM0304", "GM0733"},  # West Betuwe
    "GM1961": {"GM0545", "GM0620", "GM0707"},  # Vijfheerenlanden
    "GM1963": {"GM0584", "GM0585", "GM0588", "GM0611", "GM0617"},  # Hoeksche Waard
    "GM1970": {"GM0058", "GM0079", "GM1722"},  # Noardeast-Fryslân
    "GM1978": {"GM0689", "GM1927"},  # Molenlanden
    "GM1979": {"GM0003", "GM0010", "GM0024"},  # Eemsdelta
    "GM1980": {"GM0398", "GM0416"},  # Dijk en Waard
    "GM1982": {"GM0756", "GM0786", "GM0815", "GM1684", "GM1702"},  # Land van Cuijk
    "GM1991": {"GM0856", "GM1685"},  # Maashorst
}
PARTS = {  # areas that fell apart, and where their land went
    "GM0788": {"GM0757", "GM0824", "GM0855", "GM0865"},  # Haaren
    "GM0140": {"GM0080", "GM1900", "GM1949"},  # Littenseradiel
    "GM0053": {"GM1966", "GM1969"},  # Winsum
}
MOVED = {"GM0171", "GM0184", "GM0530", "GM1930"}  # Urk grew; Oudenhoorn went to Hellevoetsluis


@pytest.fixture(scope="module")
def borders(shared_data):
    return [
        geodata.read_boundaries(
            shared_data / "netherlands" / f"gemeente_{year}_rd.geojson",
            level="municipality",
            vintage=year,
        )
        for year in (2017, 2022)
    ]


@pytest.fixture(scope="module")
def found(borders):
    return crosswalk(*borders)


def sources(found):
    links = found.links
    made: dict[str, set[str]] = {}
    for old, new in zip(links.old.tolist(), links.new.tolist(), strict=True):
        made.setdefault(found.new.codes[new], set()).add(found.old.codes[old])
    return made


def of_kind(side, words, kind):
    return {code for code, word in zip(side.codes, words, strict=True) if word == kind}


def test_all_mergers_of_five_years_are_found_and_no_other(found):
    assert of_kind(found.new, found.new_kinds, "merged") == set(MERGERS)
    made = sources(found)
    assert {code: made[code] for code in MERGERS} == MERGERS
    quality = dict(zip(found.new.codes, found.quality().tolist(), strict=True))
    assert {quality[code] for code in MERGERS} == {1.0}


def test_areas_that_fell_apart_go_to_the_right_places(found):
    assert of_kind(found.old, found.old_kinds, "split") == set(PARTS)
    links = found.links
    for code, where in PARTS.items():
        rows = links.old == found.old.codes.index(code)
        assert {found.new.codes[i] for i in links.new[rows]} == where
        assert links.share[rows].sum() == pytest.approx(1.0, abs=1e-12)


def test_every_other_municipality_is_unchanged_by_borders_drawn_twice(found):
    told = {str(kind): numbers for kind, numbers in found.counted().items()}
    assert told == {
        "unchanged": (314, 314),
        "merged": (61, 18),
        "split": (3, 0),
        "changed": (10, 13),
    }
    grown = {code for where in PARTS.values() for code in where} | MOVED
    assert of_kind(found.new, found.new_kinds, "changed") == grown
    codes = [of_kind(found.old, found.old_kinds, "unchanged"), set(found.new.codes)]
    assert codes[0] <= codes[1]


CORRECTED = {("GM0753", "GM0772"), ("GM0855", "GM0785"), ("GM0938", "GM0888")}


def pairs(found):
    links = found.links
    rows = zip(links.old.tolist(), links.new.tolist(), strict=True)
    return {(found.old.codes[old], found.new.codes[new]) for old, new in rows}


def test_the_kinds_do_not_hang_on_the_exact_rule_for_slivers(borders, found):
    for width in (0.15, 0.2):
        assert pairs(crosswalk(*borders, slivers=Slivers(width=width))) == pairs(found)


def test_a_narrower_rule_finds_three_corrections_of_borders_and_nothing_else(borders, found):
    narrow = crosswalk(*borders, slivers=Slivers(width=0.06))
    assert pairs(narrow) - pairs(found) == CORRECTED
    assert pairs(found) <= pairs(narrow)


def test_nobody_is_lost_on_the_way(found):
    np.testing.assert_allclose(found.links.inside, 1.0, rtol=0, atol=1e-12)


@pytest.fixture(scope="module")
def table(shared_data):
    """Inhabitants of 2017 with the households that live alone, from the published shares."""
    path = shared_data / "netherlands" / "gemeente_2017_kwb.csv"
    raw = pd.read_csv(path)
    frame = pd.DataFrame(
        {
            "area_code": raw["id"],
            "population": raw["aant_inw"],
            "poor_households_numerator": (raw["p_eenp_hh"] / 100 * raw["aantal_hh"]).round(),
            "poor_households_denominator": raw["aantal_hh"],
        }
    )
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2017)


def test_counts_of_merged_municipalities_are_exact_sums(found, table):
    carried = harmonise(table, found)
    assert set(carried.codes) == set(found.new.codes)
    before, counts = table.counts["poor_households"], carried.counts["poor_households"]
    for code, parts in MERGERS.items():
        here, rows = carried.codes.index(code), [table.codes.index(part) for part in parts]
        assert counts.numerator[here] == before.numerator[rows].sum()
        assert counts.denominator[here] == before.denominator[rows].sum()
        assert carried.population[here] == table.population[rows].sum()
    assert carried.population.sum() == pytest.approx(table.population.sum(), rel=1e-12)
    assert counts.numerator.sum() == pytest.approx(before.numerator.sum(), rel=1e-12)


def test_the_mergers_of_2022_follow_from_declared_codes_as_well(shared_data):
    path = shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv"
    changes = [
        Change(old, new) for new in ("GM0439", "GM1980", "GM1982", "GM1991") for old in MERGERS[new]
    ]
    before = mdi.read_table(path, source="nl_kerncijfers_2021", level="municipality", year=2021)
    carried = harmonise(before, crosswalk_of_changes(changes, before.codes, 2022))
    assert (len(before), len(carried)) == (352, 345)
    assert carried.population.sum() == before.population.sum()
    rows = [before.codes.index(part) for part in MERGERS["GM1982"]]
    cuijk = carried.population[carried.codes.index("GM1982")]
    assert cuijk == before.population[rows].sum()
