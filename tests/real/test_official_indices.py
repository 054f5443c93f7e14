"""Published editions of official indices are met, area by area, through `mdi verify`."""

import numpy as np
import pandas as pd
import pytest

from mdi.indices.model import load_index
from mdi.verification import read_published, verify
from mdi.verification.steps import made

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore:Unknown extension is not supported:UserWarning"),
]

HEALTH = {
    "years_of_potential_life_lost_indicator": "years_of_potential_life_lost",
    "comparative_illness_and_disability_ratio_indicator": "comparative_illness_and_disability",
    "acute_morbidity_indicator": "acute_morbidity",
    "mood_and_anxiety_disorders_indicator": "mood_and_anxiety_disorders",
}


def saved(frame, folder):
    path = folder / "published.csv.gz"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def england(shared_data):
    frame = pd.read_csv(shared_data / "england" / "iod2019_lsoa_merged.csv.gz")
    columns = {"lsoa11cd": "area_code", "living_rank": "living_environment_rank"}
    columns |= {f"imd_{what}": f"index_{what}" for what in ("rank", "decile", "score")}
    return frame.rename(columns=columns)


@pytest.fixture(scope="module")
def wales(shared_data):
    frame = pd.read_csv(shared_data / "wales" / "wimd2019_lsoa_scores_ranks.csv")
    frame = frame.rename(columns={"lsoa11_code": "area_code"})
    words = {"IMD": "index", "Crime": "safety"}
    return frame.rename(
        columns=lambda name: "_".join(words.get(word, word.lower()) for word in name.split("_"))
    )


@pytest.fixture(scope="module")
def scotland(shared_data):
    folder = shared_data / "scotland"
    ranks = pd.read_excel(
        folder / "SIMD16_ranks_and_domain_ranks.xlsx", sheet_name="SIMD16 ranks", engine="calamine"
    )
    figures = pd.read_excel(
        folder / "SIMD16_indicator_data.xlsx", sheet_name="Data", engine="calamine"
    )
    figures = figures.rename(columns={"Data_Zone": "area_code"}).rename(columns=str.lower)
    ranks = ranks.rename(columns={"Data_Zone": "area_code", "Overall_SIMD16_rank": "index_rank"})
    ranks = ranks.rename(columns=lambda name: name.replace("_domain_2016", "").lower())
    return ranks.merge(figures.drop(columns="intermediate_zone"), on="area_code")


def test_iod_2019_from_domain_ranks(england, tmp_path):
    outcome = verify("iod2019", saved(england, tmp_path))
    assert outcome.passed
    found = outcome.comparisons
    assert len(outcome.published) == 32_844
    assert found["rank"].exact == 32_814
    assert found["rank"].largest == 1
    assert found["decile"].exact == 32_844
    assert found["score"].largest == pytest.approx(0.000504, abs=5e-7)


def test_iod_2019_health_from_its_indicators(england, shared_data, tmp_path):
    figures = pd.read_csv(shared_data / "england" / "iod2019_file8_underlying_indicators.csv.gz")
    figures = figures.rename(columns=HEALTH | {"lsoa11_code": "area_code"})
    merged = england.merge(figures[["area_code", *HEALTH.values()]], on="area_code")
    outcome = verify("iod2019", saved(merged, tmp_path))
    assert outcome.passed
    (health,) = outcome.steps
    assert health.ranks.median <= 1
    assert health.ranks.largest <= 20


@pytest.mark.parametrize("form", ["rank", "score"])
def test_wimd_2019_from_ranks_and_from_scores(wales, form, tmp_path):
    other = "score" if form == "rank" else "rank"
    drop = [name for name in wales if name.endswith(other) and not name.startswith("index")]
    outcome = verify("wimd2019", saved(wales.drop(columns=drop), tmp_path))
    assert outcome.passed
    assert set(outcome.published.forms.values()) == {form}
    assert outcome.comparisons["rank"].exact == 1909
    assert outcome.comparisons["decile"].exact == 1909
    assert outcome.comparisons["score"].largest < 1e-8


def test_simd_2016_from_domain_ranks_and_from_indicators(scotland, tmp_path):
    outcome = verify("simd2016", saved(scotland, tmp_path))
    assert outcome.passed
    assert outcome.comparisons["rank"].exact == 6976
    assert [step.step.domain for step in outcome.steps] == ["education", "health"]


def test_simd_2016_weights_are_the_published_ones(scotland, shared_data, tmp_path):
    folder = shared_data / "scotland"
    published = read_published(saved(scotland, tmp_path), load_index("simd2016"))
    education, health = load_index("simd2016").steps
    in_r = pd.read_csv(folder / "r_edu_weights.csv", index_col=0)["ML1"]
    np.testing.assert_allclose(made(education, published)[1], in_r, rtol=0, atol=1e-5)
    in_sas = pd.read_excel(folder / "SAS_WEIGHTS.xlsx", engine="calamine").iloc[0]
    names = ["cif", "alc", "drug", "smr", "depress", "lbwt", "emerg"]
    shares = in_sas[[f"wt_{name}" for name in names]].to_numpy(float)
    np.testing.assert_allclose(made(health, published)[1], shares, rtol=0, atol=5e-4)


def test_a_published_rank_that_is_altered_is_found(scotland, tmp_path):
    altered = scotland.copy()
    altered.loc[4321, "index_rank"] += 3
    outcome = verify("simd2016", saved(altered, tmp_path))
    assert not outcome.passed
    assert [found.area_code for found in outcome.worst()] == [altered.area_code[4321]]
    assert outcome.worst()[0].difference == -3
