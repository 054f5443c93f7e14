"""Invented editions of every official index, computed by plain formulas, are met exactly."""

import gzip

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, rankdata

import mdi
from mdi.indices.model import OfficialIndex, load_index
from mdi.verification import verify
from tests.indices.plain import EDITIONS, edition

every_edition = pytest.mark.parametrize("name", EDITIONS)


def written(frame, folder, name="file.csv"):
    path = folder / name
    if path.name.endswith(".parquet"):
        frame.to_parquet(path)
    elif path.name.endswith(".xlsx"):
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False)
    return path


@every_edition
def test_an_invented_edition_is_met_in_every_area(name, tmp_path):
    frame = edition(name)
    outcome = verify(name, written(frame, tmp_path))
    assert outcome.passed
    assert outcome.comparisons["rank"].exact == len(frame)
    assert outcome.comparisons["decile"].exact == len(frame)
    if "score" in outcome.comparisons:
        decimals = EDITIONS[name].decimals
        assert outcome.comparisons["score"].largest <= 0.5 * 10**-decimals + 1e-11
    assert ("index_score" in outcome.not_compared) == (EDITIONS[name].decimals is None)


@every_edition
@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10**6), areas=st.integers(12, 300))
def test_whatever_the_edition(name, tmp_path_factory, seed, areas):
    frame = edition(name, areas, seed)
    assert verify(name, written(frame, tmp_path_factory.mktemp("e"))).passed


@every_edition
@pytest.mark.parametrize("column", ["index_rank", "domain"])
def test_one_altered_rank_fails_and_the_area_is_among_the_worst(name, column, tmp_path):
    frame, rules = edition(name), EDITIONS[name]
    if rules.form == "score":
        column = "index_score" if column == "index_rank" else column
    altered = f"{rules.names()[0]}_{rules.form}" if column == "domain" else column
    row = int(frame[altered].argmin())
    frame.loc[row, altered] = 90.0 if altered.endswith("score") else 400
    outcome = verify(name, written(frame, tmp_path))
    assert not outcome.passed
    assert frame.area_code[row] in [found.area_code for found in outcome.worst()]


def test_domain_scores_of_wales_are_points_and_may_stand_beside_ranks(tmp_path):
    frame = edition("wimd2019")
    ranks = [f"{name}_rank" for name in EDITIONS["wimd2019"].names()]
    scores = frame.drop(columns=ranks)
    mixed = frame.drop(columns=[*ranks[:3], "safety_score", "access_score"])
    for number, given_ in enumerate((scores, mixed)):
        outcome = verify("wimd2019", written(given_, tmp_path, f"{number}.csv"))
        assert outcome.passed
        assert outcome.published.forms["income"] == "score"


def test_raw_domain_scores_of_england_are_ranked_and_ranks_are_preferred(tmp_path):
    frame = edition("iod2019")
    ranks = [f"{name}_rank" for name in EDITIONS["iod2019"].names()]
    outcome = verify("iod2019", written(frame.drop(columns=ranks[2:]), tmp_path))
    assert outcome.passed
    assert [*outcome.published.forms.values()] == ["rank"] * 2 + ["score"] * 5


def test_columns_in_any_order_with_blanks_and_strangers(tmp_path):
    frame = edition("iod2019")[lambda f: f.columns[::-1]].assign(name="x, y", imd=3)
    frame = frame.rename(columns=lambda name: f" {name} ")
    for name in ("a.csv", "a.csv.gz", "a.parquet", "a.xlsx"):
        outcome = verify("iod2019", written(frame, tmp_path, name))
        assert outcome.passed
        assert outcome.published.codes[0] == "000000A-"


def test_codes_that_look_like_numbers_keep_their_zeros(tmp_path):
    frame = edition("simd2016").assign(area_code=[f"{i:07d}" for i in range(431)])
    path = tmp_path / "codes.csv.gz"
    with gzip.open(path, "wt") as file:
        file.write(frame.to_csv(index=False, sep=";"))
    assert verify("simd2016", path).published.codes[7] == "0000007"


def test_areas_that_were_not_ranked_are_left_out(tmp_path):
    frame = edition("bimd2011")
    unranked = {"area_code": ["uninhabited", "water", ""], "crime_score": [33.0, np.nan, np.nan]}
    frame = pd.concat([frame, pd.DataFrame(unranked)])
    path = tmp_path / "file.csv"
    frame.to_csv(path, index=False, na_rep="NA")
    outcome = verify("bimd2011", path)
    assert outcome.passed
    assert len(outcome.published) == 431
    assert outcome.published.left_out == 3


def test_a_column_that_lacks_is_not_compared_and_does_not_fail(tmp_path):
    frame = edition("iod2019").drop(columns=["index_score", "index_decile"])
    outcome = verify("iod2019", written(frame, tmp_path))
    assert outcome.passed
    assert outcome.not_compared == ["index_decile", "index_score"]
    assert outcome.plain()["score"] is None
    assert outcome.plain()["decile"] is None


def test_a_share_just_below_what_is_expected_fails(tmp_path):
    frame = edition("iod2019", 2000)
    swapped = frame.sort_values("index_rank").index[:2]
    frame.loc[swapped, "index_rank"] = [2.0, 1.0]
    assert verify("iod2019", written(frame, tmp_path)).passed  # 99.9 % exactly
    frame.loc[frame.index_rank == 3, "index_rank"] = 4.0
    outcome = verify("iod2019", written(frame, tmp_path))
    assert [*outcome.comparisons["rank"].shortfalls()] == ["share"]
    assert not outcome.passed


def without_rank(frame):
    return frame.drop(columns=["crime_rank", "crime_score"]).rename(
        columns={"health_rank": "Health_Rank", "health_score": "hscore"}
    )


WRONG = {
    "no codes": (
        lambda f: f.rename(columns={"area_code": "AreaCode"}),
        ["there is no column 'area_code'", "did you mean 'AreaCode'?"],
    ),
    "codes twice": (
        lambda f: f.assign(area_code=["same"] * 2 + list(f.area_code[2:])),
        ["column 'area_code' holds codes more than once in 1 area: same (2 rows)"],
    ),
    "a code is empty": (
        lambda f: f.assign(area_code=["", *f.area_code[1:]]),
        ["column 'area_code' is empty in 1 row with figures"],
    ),
    "domains lack": (
        without_rank,
        [
            "1. domain 'health' has no column 'health_rank' or 'health_score'",
            "did you mean 'Health_Rank'?",
            "2. domain 'crime' has no column 'crime_rank' or 'crime_score'",
        ],
    ),
    "a domain is empty": (
        lambda f: f.assign(crime_rank=np.nan, crime_score=np.nan),
        ["domain 'crime' has no figures: column 'crime_rank' is empty"],
    ),
    "text": (
        lambda f: f.assign(crime_rank=["many", *f.crime_rank[1:].astype(str)]),
        ["column 'crime_rank' holds text in 1 area: 000000A- ('many')", "expected a number"],
    ),
    "a gap": (
        lambda f: f.assign(crime_rank=[np.nan, *f.crime_rank[1:]]),
        ["column 'crime_rank' has no figure in 1 area: 000000A-", "one for each area"],
    ),
    "a gap in the index": (
        lambda f: f.assign(index_rank=[np.nan, *f.index_rank[1:]]),
        ["column 'index_rank' has no figure in 1 area: 000000A-"],
    ),
    "part of the areas": (
        lambda f: f[f.crime_rank < 300],
        [
            "column 'income_rank' holds no ranks",
            "the number of areas",
            "every area that was ranked",
        ],
    ),
    "thousands with commas": (
        lambda f: f.assign(crime_rank=["1,234", *f.crime_rank[1:].astype(str)]),
        ["column 'crime_rank' holds no ranks in 1 area: 000000A- (1.234)"],
    ),
    "thousands with commas in the index": (
        lambda f: f.assign(index_rank=["1,234", *f.index_rank[1:].astype(str)]),
        ["column 'index_rank' holds no ranks in 1 area", "no separators of thousands"],
    ),
    "nothing to compare": (
        lambda f: f.drop(columns=["index_rank", "index_score", "index_decile"]),
        ["there is nothing to compare with", "'index_rank' or 'index_decile' or 'index_score'"],
    ),
    "the index by another name": (
        lambda f: f.rename(columns=lambda name: name.replace("index_", "Index ")),
        ["there is nothing to compare with", "did you mean 'Index rank'?"],
    ),
    "no areas": (lambda f: f[:0], ["the file has no areas that were ranked"]),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_file_says_all_that_is_wrong(fault, tmp_path):
    change, words = WRONG[fault]
    with pytest.raises(mdi.TableError) as raised:
        verify("iod2019", written(change(edition("iod2019")), tmp_path))
    for word in ["'file.csv' cannot be verified as iod2019", *words]:
        assert word in str(raised.value)
    assert raised.value.exit_code == 3


def test_a_column_that_stands_there_twice_is_refused(tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text(edition("iod2019").to_csv(index=False).replace("index_score", "crime_rank", 1))
    with pytest.raises(mdi.TableError, match="column 'crime_rank' stands there 2 times"):
        verify("iod2019", path)


def test_ranks_of_belgium_cannot_stand_in_for_scores(tmp_path):
    frame = edition("bimd2011").rename(columns=lambda name: name.replace("e_score", "e_rank"))
    with pytest.raises(mdi.TableError, match="bimd2011 cannot be computed from 'income_rank'"):
        verify("bimd2011", written(frame, tmp_path))


def test_where_nothing_is_promised_of_what_is_there_it_is_compared_and_does_not_fail(tmp_path):
    frame = edition("bimd2011").drop(columns="index_score")
    frame.loc[0, "index_rank"] += 1
    outcome = verify("bimd2011", written(frame, tmp_path))
    assert outcome.passed
    assert outcome.comparisons["rank"].expected is None
    assert outcome.comparisons["rank"].largest >= 1
    assert "index_score" in outcome.not_compared


def stepped(weights=(0.5, 0.3, 0.2), seed=3):
    """An edition with one domain, and the three indicators it is made of; with gaps."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=500)
    raw = np.array([common + rng.normal(size=500) for _ in range(3)]).round(1)
    raw[1, :20] = np.nan
    normal = np.zeros(raw.shape)
    for row, figures in enumerate(raw):
        known = ~np.isnan(figures)
        normal[row, known] = norm.ppf(rankdata(figures[known]) / (known.sum() + 1))
    rank = rankdata(-np.round(np.array(weights) @ normal, 12), method="min")
    frame = pd.DataFrame({"area_code": np.arange(500).astype(str), "income_rank": rank})
    frame["index_rank"] = rank
    return frame.assign(a=raw[0], b=raw[1], c=-raw[2])


def made_of(*, c="better", ranks=None):
    parts = [{"id": "a", "weight": 0.5}, {"id": "b", "weight": 0.3}]
    index = {
        "id": "small",
        "name": {"nl": "klein", "en": "small"},
        "publisher": "nobody",
        "source": "nowhere",
        "domains": {"income": 1},
        "of": 1,
        "expect": {"rank": {"share": 0.9}},
        "steps": [
            {
                "domain": "income",
                "weighting": {"by": "factor_analysis"},
                "missing": {"by": "zero"},
                "indicators": [*parts, {"id": "c", "weight": 0.2, "direction": c}],
                "ranks": ranks or {"share": 1},
            }
        ],
    }
    return OfficialIndex.parse(index, "small.toml")


def test_a_step_with_factor_weights_finds_them(tmp_path):
    frame = stepped()
    outcome = verify(made_of(ranks={"largest": 499}), written(frame, tmp_path))
    (step,) = outcome.steps
    assert step.weights.computed.sum() == pytest.approx(1)
    again = stepped(weights=step.weights.computed)
    outcome = verify(made_of(), written(again, tmp_path))
    assert outcome.steps[0].ranks.exact == 500
    assert outcome.passed
    assert outcome.steps[0].ranks.share == 1


def test_a_step_that_is_not_met_fails_the_whole(tmp_path):
    outcome = verify(made_of(), written(stepped((1, 0, 0)), tmp_path))
    assert outcome.comparisons["rank"].met
    assert not outcome.steps[0].met
    assert not outcome.passed


def test_a_step_whose_indicators_are_not_all_there_is_not_taken(tmp_path):
    outcome = verify(made_of(), written(stepped().drop(columns="b"), tmp_path))
    assert outcome.steps == ()
    assert outcome.steps_not_verified() == {"income": ["b"]}
    assert outcome.passed


def test_an_index_of_ones_own_is_one_file(tmp_path):
    text = (
        'id = "mine"\nname = { nl = "x", en = "x" }\npublisher = "x"\nsource = "x"\nof = 1\n'
        "[domains]\nincome = 1\n[expect]\nrank = { share = 1 }\n"
    )
    (tmp_path / "mine.toml").write_text(text)
    frame = stepped()[["area_code", "income_rank", "index_rank"]]
    frame["index_rank"] = rankdata(frame.income_rank, method="min")
    assert verify(tmp_path / "mine.toml", written(frame, tmp_path)).passed


def test_the_shipped_steps_can_be_weighed():
    for name in EDITIONS:
        for step in load_index(name).steps:
            assert len(step.indicators) >= step.weighting.least
