"""Factor weights of Scotland and England, from the published indicators."""

import gzip

import numpy as np
import pandas as pd
import pytest

from mdi.normalisation import NormalScore
from mdi.ranking import ranks
from mdi.weighting import FactorAnalysis

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.filterwarnings("ignore:Unknown extension is not supported:UserWarning"),
]

EDUCATION = {"Attendance": -1.0, "Attainment": -1.0, "Noquals": 1.0, "NEET": 1.0, "HESA": -1.0}
HEALTH = dict.fromkeys(["CIF", "ALCOHOL", "DRUG", "SMR", "DEPRESS", "LBWT", "EMERG"], 1.0)
DRIVE = dict.fromkeys(
    [f"drive_{end}" for end in ("GP", "PO", "petrol", "primary", "retail", "secondary")], 1.0
)
TRANSIT = dict.fromkeys(["PT_GP", "PT_Post", "PT_retail"], 1.0)
SAS = {
    "Education": (EDUCATION, ["attend", "attain", "noquals", "neet", "hesa"], 1e-3),
    "Health": (HEALTH, ["cif", "alc", "drug", "smr", "depress", "lbwt", "emerg"], 5e-4),
    "drive": (
        DRIVE,
        [f"dr_{end}" for end in ("gp", "post", "petrol", "prim", "retail", "sec")],
        1e-4,
    ),
    "transit": (TRANSIT, ["pt_gp", "pt_post", "pt_retail"], 1e-4),
}
ENGLAND = [
    "years_of_potential_life_lost_indicator", "comparative_illness_and_disability_ratio_indicator",
    "acute_morbidity_indicator", "mood_and_anxiety_disorders_indicator",
]  # fmt: skip


def scores(frame, signs):
    """(k, n) normal scores; Scotland sets what is missing to 0."""
    rows = np.empty((len(signs), len(frame)))
    for row, (column, sign) in enumerate(signs.items()):
        raw = pd.to_numeric(frame[column], errors="coerce").to_numpy(float)
        NormalScore().apply(raw, sign, np.ones(raw.size, bool), rows[row])
    return np.nan_to_num(rows, nan=0.0)


def weights_of(rows, kind):
    everyone = np.ones(rows.shape[1], bool)
    return FactorAnalysis(weights=kind).fit(rows, np.ones(len(rows)), everyone)


def rank_errors(rows, weights, published):
    rank, _ = ranks(weights @ rows)
    return np.abs(rank - np.asarray(published, float))


@pytest.fixture(scope="module")
def scotland(shared_data):
    folder = shared_data / "scotland"
    return pd.read_excel(
        folder / "SIMD16_indicator_data.xlsx", sheet_name="Data", engine="calamine"
    )


def test_education_weights_of_scotland_are_the_published_ones(shared_data, scotland):
    published = pd.read_csv(shared_data / "scotland" / "r_edu_weights.csv", index_col=0)["ML1"]
    found = weights_of(scores(scotland, EDUCATION), "regression")
    assert list(published.index) == list(EDUCATION)
    np.testing.assert_allclose(found.weights, published, rtol=0, atol=2e-6)
    assert found.flags == ()


@pytest.mark.parametrize("domain", SAS)
def test_official_weights_of_scotland_are_those_of_unrounded_indicators(
    shared_data, scotland, domain
):
    """The official weights were made before rounding, so they agree to three decimals."""
    signs, names, close = SAS[domain]
    official = pd.read_excel(shared_data / "scotland" / "SAS_WEIGHTS.xlsx", engine="calamine").iloc[
        0
    ]
    shares = official[[f"wt_{name}" for name in names]].to_numpy(float)
    assert shares.sum() == pytest.approx(1)
    found = weights_of(scores(scotland, signs), "regression")
    np.testing.assert_allclose(found.weights, shares, rtol=0, atol=close)


@pytest.mark.parametrize("domain", ["education", "health"])
def test_domain_ranks_of_the_open_scottish_computation_are_ours(shared_data, scotland, domain):
    rows = scores(scotland, EDUCATION if domain == "education" else HEALTH)
    theirs = pd.read_csv(shared_data / "scotland" / "domain_ranks.csv").set_index("data_zone")
    off = rank_errors(
        rows, weights_of(rows, "regression").weights, theirs.loc[scotland["Data_Zone"], domain]
    )
    assert (off == 0).mean() > 0.995
    assert off.max() <= 1


@pytest.mark.parametrize(("domain", "median", "largest"), [("Education", 3, 61), ("Health", 5, 37)])
def test_official_domain_ranks_of_scotland_are_near(shared_data, scotland, domain, median, largest):
    rows = scores(scotland, SAS[domain][0])
    file = shared_data / "scotland" / "SIMD16_ranks_and_domain_ranks.xlsx"
    official = pd.read_excel(file, sheet_name="SIMD16 ranks", engine="calamine").set_index(
        "Data_Zone"
    )
    off = rank_errors(
        rows,
        weights_of(rows, "regression").weights,
        official.loc[scotland["Data_Zone"], f"{domain}_domain_2016_rank"],
    )
    assert np.median(off) <= median
    assert off.max() <= largest


def test_health_ranks_of_england_are_within_the_rounding_of_its_indicators(shared_data):
    folder = shared_data / "england"
    with gzip.open(folder / "iod2019_file8_underlying_indicators.csv.gz") as file:
        frame = pd.read_csv(file).set_index("lsoa11_code")
    with gzip.open(folder / "iod2019_lsoa_merged.csv.gz") as file:
        published = pd.read_csv(file).set_index("lsoa11cd").loc[frame.index, "health_rank"]
    rows = scores(frame, dict.fromkeys(ENGLAND, 1.0))
    found = weights_of(rows, "loadings")
    off = rank_errors(rows, found.weights, published)
    assert found.flags == ()
    assert np.median(off) <= 1
    assert off.max() <= 18  # of 32,844
    other = rank_errors(rows, weights_of(rows, "regression").weights, published)
    assert np.median(other) > 900  # the two kinds of weights are not the same thing
