"""The Indices of Deprivation 2019: published domain ranks give the published index."""

import gzip

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.normalisation import ExponentialRank
from mdi.ranking import deciles, ranks

pytestmark = pytest.mark.real_data

WEIGHTS = {
    "income": 22.5, "employment": 22.5, "education": 13.5, "health": 13.5, "crime": 9.3,
    "barriers": 9.3, "living": 9.3,
}  # fmt: skip


@pytest.fixture(scope="module")
def published(shared_data):
    with gzip.open(shared_data / "england" / "iod2019_lsoa_merged.csv.gz") as file:
        return pd.read_csv(file)


def transformed(rank):
    """Points of a published rank, where 1 is the most deprived."""
    values = rank.to_numpy(float)
    points = np.empty(values.size)
    ExponentialRank(c=23).apply(values, -1.0, np.ones(values.size, bool), points)
    return points


def test_published_domain_ranks_give_the_published_scores_and_ranks(published):
    score = sum(w / 100 * transformed(published[f"{d}_rank"]) for d, w in WEIGHTS.items())
    assert np.abs(score - published["imd_score"]).max() == pytest.approx(0.000504, abs=5e-7)
    rank, ranked = ranks(score)
    off = np.abs(rank - published["imd_rank"])
    assert ranked == 32_844
    assert (off > 0).sum() == 30
    assert off.max() == 1


def test_published_ranks_give_the_published_deciles(published):
    rank = published["imd_rank"].to_numpy(np.int32)
    np.testing.assert_array_equal(deciles(rank, rank.size, 20), published["imd_decile"])


def test_the_whole_engine_gives_them_too(published, tmp_path):
    """Each domain is declared with its published rank as its one indicator."""
    for order, domain in enumerate(WEIGHTS):
        (tmp_path / f"{domain}.toml").write_text(
            f'id = "{domain}"\norder = {order}\nname = {{ nl = "x", en = "x" }}\n'
            f'[[indicators]]\nid = "{domain}_rank"\nname = {{ nl = "x", en = "x" }}\n'
            'direction = "better"\nrange = [1, 32844]\n'
        )
    frame = published[[f"{domain}_rank" for domain in WEIGHTS]].assign(
        area_code=[f"BU{i // 100:04d}{i % 100:02d}01" for i in range(len(published))]
    )
    table = mdi.IndicatorTable.from_frame(
        frame, level="neighbourhood", year=2019, domains=mdi.load_domains(tmp_path)
    )
    result = mdi.compute(table, weights=mdi.WeightSet(of=100, weights=WEIGHTS))
    assert np.abs(result.index - published["imd_score"]).max() < 0.00051
    assert (result.rank != published["imd_rank"]).sum() == 30
    assert result.score_max == 99.9


def test_a_tenth_of_the_areas_has_more_than_fifty_points_in_every_domain(published):
    for domain in WEIGHTS:
        assert (transformed(published[f"{domain}_rank"]) > 50).mean() == pytest.approx(
            0.1021, abs=3e-4
        )


def test_published_sub_domain_ranks_give_the_published_domain_ranks(shared_data):
    """Half and half of two transformed ranks gives Education and Barriers."""
    with gzip.open(shared_data / "england" / "iod2019_file4_subdomains.csv.gz") as file:
        sub = pd.read_csv(file)
    for domain, left, right in [
        ("Education", "Children_and_young_people", "Adult_skills"),
        ("Housing_and_Access", "Geographical_barriers", "Wider_barriers"),
    ]:
        score = (transformed(sub[f"{left}_rank"]) + transformed(sub[f"{right}_rank"])) / 2
        rank, _ = ranks(score)
        assert np.abs(rank - sub[f"{domain}_rank"]).max() <= 1
        assert (rank == sub[f"{domain}_rank"]).mean() > 0.995
