"""The geospatial module of the NLGov REST API Design Rules 1.0, rule by rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.api.conftest import problem_of
from tests.api.ogc.asking import CRS84, EPSG, GEOJSON, MUNICIPALITIES, RD

LIST = f"/collections/{MUNICIPALITIES}/items"
ETRS89, ETRF2000 = f"{EPSG}4258", f"{EPSG}9067"
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api-design-rules.md"
ROW = re.compile(r"^\| `(/[a-z/-]+)` \|.*\| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
RULES = {
    *(f"/core/naming-{each}" for each in ("resources", "collections")),
    *(f"/core/doc-{each}" for each in ("openapi", "openapi-contact", "language")),
    *(f"/core/date-time/{each}" for each in ("format", "timezone", "date-omit-time-portion")),
    *(f"/core/http-{each}" for each in ("methods", "safety", "response-code")),
    *(
        f"/core/error-handling/{each}"
        for each in ("problem-details", "invalid-input", "all-errors")
    ),
    *(
        f"/core/transport/{each}"
        for each in ("tls", "no-sensitive-uris", "security-headers", "cors")
    ),
    *("/core/interface-language", "/core/no-trailing-slash", "/core/path-segments-kebab-case"),
    *("/core/query-keys-camel-case", "/core/hide-implementation", "/core/stateless"),
    *("/core/nested-child", "/core/resource-operations", "/core/publish-openapi"),
    *("/core/deprecation-schedule", "/core/transition-period", "/core/uri-version"),
    *("/core/changelog", "/core/semver", "/core/version-header", "/core/geospatial"),
    *(f"/geo/{each}" for each in ("crs-list", "storage-crs", "default-crs", "preferred-crs")),
    *(f"/geo/{each}-query-parameter" for each in ("bbox", "bbox-crs", "filter-crs", "crs")),
    *(f"/geo/content-crs-{each}-header" for each in ("request", "response")),
    *(f"/geo/{each}" for each in ("ensemble-member-crs", "geometric-context")),
    *(f"/geo/geojson-{each}" for each in ("request", "response")),
    *(f"/geo/embed-geojson-geometry-{each}" for each in ("request", "response")),
}


@pytest.fixture
def listed(of_edition):
    return of_edition.read("/collections")


def test_every_rule_is_listed_with_a_test_that_is_there():
    rows = dict(ROW.findall(PAGE.read_text(encoding="utf-8")))
    assert set(rows) == RULES
    for rule, held_by in rows.items():
        found = TEST.findall(held_by)
        assert found, rule
        for file, name in found:
            assert f"def {name}(" in (Path(__file__).parents[1] / file).read_text(), (rule, name)


def test_collections_tell_every_system_and_in_which_they_are_stored(listed):
    assert listed["crs"][0] == CRS84
    for each in listed["collections"]:
        assert each["crs"] == listed["crs"]
        assert each["storageCrs"] == RD


def test_rd_and_etrs89_are_served_and_its_member_stands_beside_it(listed):
    assert {RD, ETRS89, ETRF2000} <= set(listed["crs"])


@pytest.mark.parametrize("crs", [None, CRS84, RD, ETRS89, ETRF2000])
def test_every_answer_with_shapes_says_in_which_system_they_are(of_edition, crs):
    for address in (LIST, f"{LIST}/GM0001"):
        for f in ("json", "html"):
            answer = of_edition.get(address, {"f": f} | ({"crs": crs} if crs else {}))
            assert answer.headers["content-crs"] == f"<{crs or CRS84}>"


def test_a_map_of_the_other_face_says_it_too(client):
    answer = client.get("/v1/choropleth/index")
    assert answer.headers["content-crs"] == f"<{CRS84}>"
    assert answer.headers["content-type"] == GEOJSON


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
def test_a_system_that_is_not_served_is_invalid_input(of_edition, name):
    given = {"bbox-crs": {"bbox": "5,52,6,53"}, "filter-crs": {"filter": "rank = 1"}}
    query = {name: f"{EPSG}32631", **given.get(name, {})}
    assert "32631" in str(of_edition.refused(LIST, query))


@pytest.mark.parametrize(
    ("box", "crs"),
    [
        ("5,91,6,92", None),  # north of the north pole
        ("181,50,190,53", None),
        ("52,500,53,600", f"{EPSG}4326"),
        ("5,52,6,53", RD),  # degrees where metres are meant
        ("2000000,2000000,2100000,2100000", RD),
        ("30000000,0,40000000,10", f"{EPSG}3857"),
        ("5,52,6,53", ETRS89),  # longitude first, where latitude is
    ],
)
def test_a_box_outside_its_system_is_an_error(of_edition, box, crs):
    found = of_edition.refused(LIST, {"bbox": box, **({"bbox-crs": crs} if crs else {})})
    assert (crs or CRS84) in found["detail"]
    assert "bbox-crs" in found["hint"]


@pytest.mark.parametrize(
    ("box", "crs"),
    [
        ("-180,-90,180,90", None),
        ("179,-90,-179,90", None),
        ("-1000000,-1000000,2000000,2000000", RD),  # a screen that shows more than the country
        ("-90,-180,90,180", f"{EPSG}4326"),
        ("-1e9,-1e9,1e9,1e9", f"{EPSG}3857"),
        ("33,-16,84,38", ETRS89),
    ],
)
def test_a_box_that_lies_partly_in_its_system_is_answered(of_edition, box, crs):
    found = of_edition.items(MUNICIPALITIES, {"bbox": box, **({"bbox-crs": crs} if crs else {})})
    assert found["numberMatched"] >= 0


def test_nothing_with_shapes_is_sent_here_but_in_a_form_that_names_its_system(of_edition):
    for method in ("post", "put", "patch", "delete"):
        answer = of_edition.client.request(method, f"http://gis.example/ogc/v1{LIST}")
        problem_of(answer, 405)


def test_a_point_is_asked_in_a_system_and_answered_without_shapes(client):
    found = client.get("/v1/areas/at", params={"x": 151_000, "y": 451_000, "crs": "EPSG:28992"})
    assert found.status_code == 200
    assert "geometry" not in found.text
    problem_of(client.get("/v1/areas/at", params={"x": 5, "y": 52, "crs": "EPSG:28992"}), 400)


def test_results_name_what_they_are(client):
    """A search over all levels says of each area of which it is."""
    found = client.get("/v1/areas?q=e&limit=5").json()["areas"]
    assert found
    assert all(each["level"] for each in found)
