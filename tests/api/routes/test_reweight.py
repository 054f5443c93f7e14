"""Own weights or an own method, as columns."""

from __future__ import annotations

import pytest

import mdi
from api.documents import ReweightAnswer
from tests.api.conftest import hold, strict

REWEIGHT, INDEX = "/v1/reweight", "/v1/index"
DOMAINS = [domain.id for domain in mdi.load_domains()]
ASKED = [
    {},
    {"weights": "equal"},
    {"method": "zscore"},
    {"weights": {"weights": {"income": 2, "work": 1}}},
    {"weights": {"weights": dict.fromkeys(DOMAINS, 1)}, "year": 2020},
    {"method": {"indicators": {"by": "minmax"}, "min_coverage": 0.95}},
    {"level": "district", "weights": {"weights": {"safety": 1}}},
]


def post(client, body):
    answer = client.post(REWEIGHT, json=body)
    assert answer.status_code == 200, answer.text
    return strict(answer.content)


@pytest.mark.parametrize("body", ASKED)
def test_the_numbers_are_those_of_the_list(client, body):
    found = post(client, {**body, "columns": ["codes", "index", "rank", "decile"], "decimals": 15})
    hold(ReweightAnswer, found)
    listed = client.post(INDEX, json={**body, "limit": 1000}).json()
    areas = {area["area_code"]: area for area in listed["areas"]}
    assert found["fingerprint"] == listed["provenance"]["fingerprint"]
    assert found["ranked"] == listed["provenance"]["ranked"]
    met = 0
    for row, code in enumerate(found["codes"]):
        area = areas.get(code, dict.fromkeys(("index", "rank", "decile")))
        assert found["index"][row] == pytest.approx(area["index"], abs=1e-12) or (
            found["index"][row] is area["index"] is None
        )
        assert (found["rank"][row] or None, found["decile"][row] or None) == (
            area["rank"],
            area["decile"],
        )
        met += area["rank"] is not None
    assert met >= found["ranked"] - 1, "one area has no shape"


@pytest.mark.parametrize("body", ASKED)
def test_the_areas_that_change_decile_are_told(client, ask, body):
    asked = {name: body[name] for name in ("level", "year") if name in body}
    shown = {a["area_code"]: a["decile"] for a in ask(INDEX, limit=1000, **asked)["areas"]}
    listed = client.post(INDEX, json={**body, "limit": 1000}).json()
    now = {area["area_code"]: area["decile"] for area in listed["areas"]}
    found = post(client, {**body, "columns": ["decile"]})
    moved = {
        code: (shown[code], decile)
        for code, decile in now.items()
        if shown.get(code) and decile and shown[code] != decile
    }
    told = found["moved"]
    rows = zip(told["codes"], told["from"], told["to"], strict=True)
    assert {code: (before, after) for code, before, after in rows} == moved


def test_nothing_asked_is_the_index_itself(client):
    assert post(client, {})["moved"]["codes"] == []


def test_rows_are_in_the_order_of_the_values(client, ask):
    found = post(client, {"columns": ["ids", "codes"]})
    assert found["ids"] == ask("/v1/values/index")["ids"]
    assert "index" not in found


def test_nothing_is_kept_and_no_answer_is_taken_for_another(client, library):
    post(client, {})
    kept, parts = len(library._kept), len(library.parts)
    tags = []
    for income in (1, 2, 3):
        body = {"weights": {"weights": {"income": income, "work": 1}}}
        answer = client.post(REWEIGHT, json=body)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["server-timing"].startswith("compute;dur=")
        tags.append(answer.headers["etag"])
    assert len(set(tags)) == 3
    assert (len(library._kept), len(library.parts)) == (kept, parts)


@pytest.mark.parametrize(
    "body",
    [
        {"columns": ["income"]},
        {"weights": {"weights": {"nothing": 1}}},
        {"method": "nothing"},
        {"limit": 3},
        {"decimals": -1},
        {"method": {"indicators": {"by": "minmax"}, "min_population": 1}},
    ],
)
def test_what_does_not_hold_up_is_refused(refused, body):
    refused(REWEIGHT, method="POST", json=body)
    refused(REWEIGHT, status=405)
