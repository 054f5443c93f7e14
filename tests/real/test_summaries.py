"""The district summaries of the Indices of Deprivation 2019, all 317 of them."""

import gzip

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.normalisation import ExponentialRank
from mdi.ranking import ranks
from mdi.summary import summarise
from mdi.summary.measures import (
    average_rank,
    average_score,
    extent,
    local_concentration,
    proportion,
    scale,
)

pytestmark = pytest.mark.real_data

WEIGHTS = {
    "income": 22.5, "employment": 22.5, "education": 13.5, "health": 13.5, "crime": 9.3,
    "barriers": 9.3, "living": 9.3,
}  # fmt: skip


@pytest.fixture(scope="module")
def areas(shared_data):
    with gzip.open(shared_data / "england" / "iod2019_lsoa_merged.csv.gz") as file:
        return pd.read_csv(file)


@pytest.fixture(scope="module")
def sheets(shared_data):
    path = shared_data / "england" / "iod2019_file10_lad_summaries.xlsx"
    book = pd.read_excel(path, sheet_name=None, engine="calamine")
    del book["Notes"]
    return {name: sheet.set_index(sheet.columns[0]).sort_index() for name, sheet in book.items()}


@pytest.fixture(scope="module")
def districts(areas):
    """The number of each area's district, in the order of the codes, and how many."""
    codes, numbers = np.unique(areas["lad19cd"], return_inverse=True)
    return numbers.astype(np.int64), codes.size


def published(sheet, measure):
    """The published values of a measure and their ranks, by the start of its name."""
    names = [name for name in sheet.columns if measure in name.lower()]
    values, places = (sheet[name].to_numpy(float) for name in names)
    return values, places


def points(rank):
    """Exponential points of a published rank, where 1 is the most deprived."""
    found = np.empty(rank.size)
    everyone = np.ones(rank.size, np.bool_)
    ExponentialRank(c=23).apply(rank.to_numpy(float), -1.0, everyone, found)
    return found


def index_measures(areas, districts):
    rank, people = areas["imd_rank"].to_numpy(), areas["pop_total"].to_numpy(float)
    score = sum(w / 100 * points(areas[f"{name}_rank"]) for name, w in WEIGHTS.items())
    of = (rank, rank.size, people, *districts)
    return {
        "average score": average_score(score, people, *districts),
        "average rank": average_rank(*of),
        "proportion": proportion(rank, rank.size, *districts),
        "extent": extent(*of),
        "local concentration": local_concentration(*of),
    }


LARGEST = {  # with the mean error, where it says more
    "average score": (0.0005, 0.00025),
    "average rank": (0.1353, 0.0079),
    "proportion": (0.0000501, 0.00002),
    "extent": (0.000052, 0.00003),
    "local concentration": (0.19, 0.007),
}


@pytest.mark.parametrize("measure", LARGEST)
def test_every_district_has_the_published_measure_and_rank(areas, sheets, districts, measure):
    values, places = published(sheets["IMD"], measure)
    found = index_measures(areas, districts)[measure]
    largest, mean = LARGEST[measure]
    assert values.size == 317
    assert np.abs(found - values).max() < largest
    assert np.abs(found - values).mean() < mean
    off = np.abs(ranks(found)[0] - places)
    assert (off > 0).sum() == (2 if measure == "local concentration" else 0)
    assert off.max() <= 1


def test_ranks_of_districts_are_of_unrounded_values(areas, sheets, districts):
    """Published scores have three decimals and would tie districts that are not tied."""
    values, places = published(sheets["IMD"], "average score")
    assert (ranks(values)[0] != places).sum() > 0
    unrounded = index_measures(areas, districts)["average score"]
    np.testing.assert_array_equal(ranks(unrounded)[0], places)


@pytest.mark.parametrize("domain", WEIGHTS)
def test_every_domain_has_the_published_average_rank_and_proportion(
    areas, sheets, districts, domain
):
    sheet = sheets[domain.capitalize()]
    rank = areas[f"{domain}_rank"].to_numpy()
    column = "pop_working_age" if domain == "employment" else "pop_total"
    people = areas[column].to_numpy(float)
    worst, places = published(sheet, "proportion")
    found = proportion(rank, rank.size, *districts)
    assert np.abs(found - worst).max() < 0.0000501
    np.testing.assert_array_equal(ranks(found)[0], places)
    mean, places = published(sheet, "average rank")
    found = average_rank(rank, rank.size, people, *districts)
    assert np.abs(found - mean).max() < (1.08 if domain == "employment" else 0.226)
    assert (ranks(found)[0] == places).sum() >= 315


def test_employment_is_weighed_by_the_people_of_working_age(areas, sheets, districts):
    values, _ = published(sheets["Employment"], "average score")
    score = areas["employment_pct"].to_numpy(float) / 100
    errors = [
        np.abs(average_score(score, areas[people].to_numpy(float), *districts) - values).max()
        for people in ("pop_working_age", "pop_total")
    ]
    assert errors[0] < 0.0006
    assert errors[1] > 0.011


@pytest.mark.parametrize(
    ("domain", "people"), [("income", "pop_total"), ("employment", "pop_working_age")]
)
def test_the_scale_is_the_number_of_deprived_people(areas, sheets, districts, domain, people):
    """The published shares have one decimal in a hundred, so a number is exact to 1.5 %."""
    values, _ = published(sheets[domain.capitalize()], "scale")
    deprived = areas[f"{domain}_pct"].to_numpy(float) / 100 * areas[people].to_numpy(float)
    found = scale(deprived, areas[f"{domain}_rank"].to_numpy(), *districts)
    larger = values > 100
    np.testing.assert_allclose(found[larger], values[larger], rtol=0.015)


def test_the_whole_engine_gives_the_district_scores_too(areas, sheets, tmp_path):
    """Each domain is declared with its published rank as its one indicator."""
    for order, domain in enumerate(WEIGHTS):
        (tmp_path / f"{domain}.toml").write_text(
            f'id = "{domain}"\norder = {order}\nname = {{ nl = "x", en = "x" }}\n'
            f'[[indicators]]\nid = "{domain}_rank"\nname = {{ nl = "x", en = "x" }}\n'
            'direction = "better"\nrange = [1, 32844]\n'
        )
    frame = areas[[f"{domain}_rank" for domain in WEIGHTS]].assign(
        area_code=[f"BU{i // 100:04d}{i % 100:02d}01" for i in range(len(areas))],
        population=areas["pop_total"],
    )
    table = mdi.IndicatorTable.from_frame(
        frame, level="neighbourhood", year=2019, domains=mdi.load_domains(tmp_path)
    )
    result = mdi.compute(table, weights=mdi.WeightSet(of=100, weights=WEIGHTS))
    workers = areas["pop_working_age"].to_numpy(float)
    summary = summarise(
        result,
        dict(zip(table.codes, areas["lad19cd"], strict=True)),
        denominators={"employment": workers},
    )
    found = summary.to_frame().set_index("area_code").sort_index()
    scores, places = published(sheets["IMD"], "average score")
    assert np.abs(found["average_score"] - scores).max() < 0.0005
    np.testing.assert_array_equal(found["average_score_rank"], places)
    mean, _ = published(sheets["Employment"], "average rank")
    assert np.abs(found["employment_average_rank"] - mean).max() < 1.08
    worst, places = published(sheets["Crime"], "proportion")
    assert np.abs(found["crime_proportion"] - worst).max() < 0.0000501
    np.testing.assert_array_equal(found["crime_proportion_rank"], places)
