"""The audit of published indices: what it finds is what is known of them."""

import gzip
import json

import pandas as pd
import pytest

import mdi
from mdi.audit import audit

pytestmark = pytest.mark.real_data

WEIGHTS = {
    "income": 22.5, "employment": 22.5, "education": 13.5, "health": 13.5, "crime": 9.3,
    "barriers": 9.3, "living": 9.3,
}  # fmt: skip


@pytest.fixture(scope="module")
def england(shared_data):
    """The Indices of Deprivation 2019 from the published domain ranks."""
    with gzip.open(shared_data / "england" / "iod2019_lsoa_merged.csv.gz") as file:
        published = pd.read_csv(file)
    name = {"nl": "x", "en": "x"}
    domains = [
        {
            "id": domain,
            "name": name,
            "indicators": [
                {
                    "id": f"{domain}_rank",
                    "name": name,
                    "direction": "better",
                    "range": (1, 32844),
                }
            ],
        }
        for domain in WEIGHTS
    ]
    frame = published[[f"{domain}_rank" for domain in WEIGHTS]].assign(
        area_code=[f"BU{i // 100:04d}{i % 100:02d}01" for i in range(len(published))]
    )
    table = mdi.IndicatorTable.from_frame(
        frame,
        level="neighbourhood",
        year=2019,
        domains=mdi.Domains.model_validate({"domains": domains}),
    )
    return audit(mdi.compute(table, weights=mdi.WeightSet(of=100, weights=WEIGHTS)))


def test_barriers_count_for_far_less_than_they_weigh(england):
    found = {part.id: part for part in england.influence if part.kind == "domain"}
    assert sum(part.covariance for part in found.values()) == pytest.approx(1)
    assert found["barriers"].weight == pytest.approx(0.0931, abs=5e-5)
    assert found["barriers"].covariance < 0.25 * found["barriers"].weight
    assert found["income"].covariance > found["income"].weight
    assert any(
        sentence.startswith("barriers has 9.3% of the weight, but only ")
        for sentence in england.findings
    )


def test_income_and_employment_say_the_same(england):
    (pair,) = [pair for pair in england.pairs if pair.flag == "redundant" and pair.parent]
    assert {pair.left, pair.right} == {"income", "employment"}
    index = next(node for node in england.consistency if node.node == "index")
    assert index.areas == 32_844
    assert index.alpha > 0.8
    assert 0.7 < index.kmo < 0.95


def test_every_figure_of_an_english_domain_is_an_only_child(england):
    leaves = [sign for sign in england.signs if sign.domain]
    assert {sign.reason for sign in leaves} == {"only_child"}


def test_dutch_municipalities_of_2022_are_audited(shared_data):
    path = shared_data / "netherlands" / "gemeente_2022_kwb.csv"
    table = mdi.read_table(path, source="nl_gemeente_2022", level="municipality", year=2022)
    found = audit(mdi.compute(table))
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.areas == 345
    assert found.findings
    assert not [sign.id for sign in found.signs if sign.against]
    work = next(sign for sign in found.signs if sign.id == "work")
    assert work.with_rest > 0.3
