"""Figures of a reader's own, joined to the areas (OGC 22-026)."""

from __future__ import annotations

import json

import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from api.ogc.joins.form import CONF, CSV, DIRECT, EARLIER, KEPT
from api.ogc.landing import OF_JOINS
from tests.api.conftest import problem_of
from tests.api.ogc.asking import GEOJSON, MUNICIPALITIES, ROOT, href, ids
from tests.api.ogc.joining import FIELDS, FIGURES, Joiner, properties

KEYS = f"/collections/{MUNICIPALITIES}/keys"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
ETRS = "http://www.opengis.net/def/crs/EPSG/0/4258"


@pytest.fixture(scope="session")
def joiner(squareland, tmp_path_factory) -> Joiner:
    return Joiner(squareland, tmp_path_factory.mktemp("joiner"))


@pytest.fixture
def fresh(squareland, tmp_path) -> Joiner:
    """A service that has kept nothing yet."""
    return Joiner(squareland, tmp_path)


def test_a_collection_has_one_default_key(reader):
    found = reader.read(href(reader.read(f"/collections/{MUNICIPALITIES}"), "keys"))
    assert [each["isDefault"] for each in found["keys"]].count(True) == 1
    assert found["keys"][0]["id"] == "area_code"
    assert {link["rel"] for link in found["links"]} == {"self", "alternate"}
    codes = reader.read(href(found["keys"][0], "key-values"))
    assert [each["key"] for each in codes["keys"]] == ids(reader.items(MUNICIPALITIES))


def test_keys_come_in_pages(reader):
    first = reader.read(f"{KEYS}/area_code", {"limit": 4})
    pages = [first]
    while address := href(pages[-1], "next"):
        pages.append(reader.read(address))
    assert href(first, "prev") is None
    assert all(page["numberReturned"] == len(page["keys"]) <= 4 for page in pages)
    every = [each["key"] for page in pages for each in page["keys"]]
    assert len(every) == first["numberMatched"] == len(set(every))
    assert reader.read(href(pages[1], "prev"))["keys"] == first["keys"]


def test_one_key_is_found(reader):
    found = reader.read(f"{KEYS}/area_code", {"key": "GM0002"})
    assert [each["key"] for each in found["keys"]] == ["GM0002"]
    assert reader.read(f"{KEYS}/area_code", {"key": "GM9"})["numberMatched"] == 0


def test_what_is_no_key_is_not_found(reader):
    assert "area_code" in reader.refused(f"{KEYS}/area_name", status=404)["hint"]
    reader.refused("/collections/nowhere/keys", status=404)
    reader.refused("/collections/nowhere/keys/area_code", status=404)


def test_a_service_that_keeps_nothing_says_so(reader):
    assert not [each for each in reader.read("/conformance")["conformsTo"] if "joins" in each]
    assert reader.read("/joins")["joins"] == []
    reader.refused("/joins/0123456789abcdef", status=404)
    files = {"right-dataset-file": ("a.csv", FIGURES)}
    kept = reader.client.post(f"{ROOT}/joins", data=FIELDS, files=files)
    assert DIRECT in problem_of(kept, 403)["detail"]
    answer = reader.client.post(
        f"{ROOT}/joins", data={**FIELDS, "output-formats": DIRECT}, files=files
    )
    assert properties(answer.json())["GM0001"]["visits"] == 12


def test_a_service_that_keeps_joins_conforms(joiner):
    assert set(OF_JOINS) <= set(joiner.read("/conformance")["conformsTo"])
    rels = {link["rel"]: link["href"] for link in joiner.read("/")["links"]}
    rel = "http://www.opengis.net/def/rel/ogc/1.0/"
    for name in ("joins", rel + "data", rel + "conformance"):
        joiner.read(rels[name])


def test_a_join_is_kept_and_found_again(fresh):
    answer = fresh.send(key=fresh.key, include_join_metadata="true")
    assert answer.status_code == 201
    made = answer.json()
    assert fresh.read(answer.headers["location"]) == made
    listed = fresh.read("/joins")
    assert [each["id"] for each in listed["joins"]] == [made["join"]["id"]]
    assert {link["type"] for link in listed["joins"][0]["links"]} == {
        "application/json",
        "text/html",
    }
    assert href(listed["joins"][0], "join").startswith(answer.headers["location"])
    assert made["join"]["inputs"]["attributeDataset"] == "visits.csv"
    for link in made["join"]["inputs"]["collection"]:
        assert fresh.get(link["href"]).headers["content-type"].startswith(link["type"])
    (output,) = made["join"]["outputs"]
    areas = fresh.get(output["href"])
    assert (output["rel"], output["type"]) == ("output", areas.headers["content-type"])
    assert areas.json() == fresh.direct()


def test_what_matched_is_told_where_it_is_asked(fresh):
    content = b"code,visits\nGM0001,1\nGM0001,2\nXX,3\nXX,4\n GM0002 ,5\n,6\n"
    found = fresh.keep(content, include_join_metadata="true")["join"]["joinInformation"]
    assert found["matchedCollectionKeys"] == ["GM0001", "GM0002"]
    assert found["additionalAttributeKeys"] == ["XX"]
    assert found["duplicateAttributeKeys"] == ["GM0001", "XX"]
    every = fresh.read(f"{KEYS}/area_code")["numberMatched"]
    assert found["numberOfMatchedCollectionKeys"] == 2
    assert found["numberOfUnmatchedCollectionKeys"] == every - 2
    assert found["numberOfAdditionalAttributeKeys"] == 1
    assert found["numberOfDuplicateAttributeKeys"] == 2
    assert len(found["unmatchedCollectionKeys"]) == every - 2
    assert "joinInformation" not in fresh.keep(content)["join"]


def test_the_first_of_two_rows_counts(joiner):
    content = b"code,visits\nGM0001,1\nGM0001,2\n"
    assert properties(joiner.direct(content))["GM0001"]["visits"] == 1


def test_areas_carry_their_code_name_shape_and_figures(joiner):
    plain = joiner.items(MUNICIPALITIES)
    found = joiner.direct()
    assert ids(found) == ids(plain)
    for mine, other in zip(found["features"], plain["features"], strict=True):
        assert mine["geometry"] == other["geometry"]
        told = mine["properties"]
        assert list(told) == ["area_code", "area_name", "visits"]
        assert told["area_name"] == other["properties"]["area_name"]
    assert properties(found)["GM0003"]["visits"] is None


@pytest.mark.parametrize("crs", [RD, ETRS])
def test_areas_come_in_the_system_that_is_asked(joiner, crs):
    kept = joiner.keep()["join"]["outputs"][0]["href"]
    for answer in (joiner.get(kept, {"crs": crs}), joiner.send(output_formats=DIRECT, crs=crs)):
        assert answer.headers["content-crs"] == f"<{crs}>"
        other = joiner.items(MUNICIPALITIES, {"crs": crs})["features"][0]["geometry"]
        assert answer.json()["features"][0]["geometry"] == other
    named = "crs" in answer.json()  # what opens files reads x before y
    assert named == (crs == RD)


def test_a_system_that_is_not_served_is_refused(joiner):
    answer = joiner.send(output_formats=DIRECT, crs="EPSG:32631")
    assert RD in problem_of(answer, 400)["hint"]
    joiner.refused(joiner.keep()["join"]["outputs"][0]["href"] + "?crs=EPSG:32631")


def test_gdal_opens_a_join_where_it_is(joiner, tmp_path):
    file = tmp_path / "join.geojson"
    file.write_bytes(joiner.send(output_formats=DIRECT, crs=RD).content)
    frame = pyogrio.read_dataframe(file)
    assert frame.crs.to_epsg() == 28992
    assert frame.set_index("area_code")["visits"].dropna().to_dict() == {"GM0001": 12, "GM0002": 7}
    same = [
        shape(each["geometry"]) for each in joiner.items(MUNICIPALITIES, {"crs": RD})["features"]
    ]
    assert shapely.equals(shapely.MultiPolygon(frame.geometry[0]), shapely.MultiPolygon(same[0]))


def test_dutch_files_are_read_as_numbers(joiner):
    content = "gemeente;aandeel;aantal;code\nGM0001;12,5;1.250;0363\nGM0002;;7;0014\n"
    found = properties(
        joiner.direct(
            content.encode("utf-8-sig"),
            csv_file_delimiter=";",
            right_dataset_key="gemeente",
            right_dataset_data_value_list="1,aantal,3",
        )
    )
    assert found["GM0001"] == {
        "area_code": "GM0001",
        "area_name": found["GM0001"]["area_name"],
        "aandeel": 12.5,
        "aantal": 1.25,  # without a comma in the column, a point is a decimal mark
        "code": "0363",
    }
    assert found["GM0002"]["aandeel"] is None


def test_the_names_and_the_figures_may_stand_lower(joiner):
    content = b"a report,\n\ncode,visits\nin,people\nGM0001,5\n"
    found = joiner.direct(
        content, csv_file_header_row_number="3", csv_file_data_start_row_number="5"
    )
    assert properties(found)["GM0001"]["visits"] == 5


def test_a_tab_separates(joiner):
    content = b"code\tvisits\nGM0001\t5\n"
    for written in ("\t", "\\t", "tab"):
        found = joiner.direct(content, csv_file_delimiter=written)
        assert properties(found)["GM0001"]["visits"] == 5


def test_names_of_earlier_drafts_are_known(joiner):
    (before, now), (earlier, later) = EARLIER.items()
    assert CSV.startswith(now)
    assert KEPT.startswith(later)
    found = joiner.direct(
        right_dataset_format=CSV.replace(now, before),
    )
    assert properties(found)["GM0001"]["visits"] == 12
    answer = joiner.send(key=joiner.key, output_formats=KEPT.replace(later, earlier))
    assert answer.status_code == 201


def test_only_a_key_for_joins_keeps_and_takes_away(fresh):
    kept = fresh.keep()["links"][0]["href"].partition("?")[0]
    for ask in (
        lambda headers: fresh.send(key=headers.get("x-api-key")),
        lambda headers: fresh.client.delete(kept, headers=headers),
    ):
        problem_of(ask({}), 401)
        problem_of(ask({"x-api-key": "mdi_wrong"}), 401)
        problem_of(ask({"x-api-key": fresh.other}), 403)
    assert len(fresh.read("/joins")["joins"]) == 1
    gone = fresh.client.delete(kept, headers={"authorization": f"Bearer {fresh.key}"})
    assert (gone.status_code, gone.content) == (204, b"")
    fresh.refused(kept, status=404)
    problem_of(fresh.client.delete(kept, headers={"x-api-key": fresh.key}), 404)
    assert fresh.read("/joins")["numberMatched"] == 0


def test_a_key_may_stand_in_the_form(fresh):
    assert fresh.send().status_code == 401
    answer = fresh.client.post(
        f"{ROOT}/joins",
        data={**FIELDS, "key": fresh.key},
        files={"right-dataset-file": ("a.csv", FIGURES)},
    )
    assert answer.status_code == 201
    assert fresh.key not in answer.text
    assert not any(fresh.key in file.read_text() for file in fresh.folder.rglob("*.json"))


def test_all_that_is_wrong_with_a_form_is_told_at_once(joiner):
    answer = joiner.send(
        output_formats="shapefile",
        csv_file_delimiter="ab",
        right_dataset_key=None,
        colection_id="x",
        csv_file_header_row_number="0",
        include_join_metadata="yes",
        collection_key="area_name",
    )
    told = json.dumps(problem_of(answer, 400)["problems"])
    for name in (
        "output-formats",
        "csv-file-delimiter",
        "right-dataset-key",
        "colection-id",
        "csv-file-header-row-number",
        "include-join-metadata",
        "collection-key",
    ):
        assert name in told


def test_nothing_is_fetched_from_elsewhere(joiner):
    answer = joiner.send(right_dataset_url="http://169.254.169.254/latest")
    assert "Nothing is fetched" in json.dumps(problem_of(answer, 400)["problems"])


def test_a_collection_that_is_not_there(joiner):
    problem_of(joiner.send(output_formats=DIRECT, collection_id="nowhere"), 404)


@pytest.mark.parametrize("media", ["application/json", "text/csv", "multipart/form-data"])
def test_what_is_no_form_is_refused(joiner, media):
    answer = joiner.client.post(f"{ROOT}/joins", content=FIGURES, headers={"content-type": media})
    problem_of(answer, 415)


def test_a_form_is_asked_in_its_own_way(joiner):
    for method, address in (("PUT", "/joins"), ("DELETE", "/joins"), ("POST", "/conformance")):
        answer = joiner.client.request(method, ROOT + address)
        problem_of(answer, 405)
        assert ("POST" in answer.headers["allow"]) == (address == "/joins")


def test_joins_come_in_pages_and_by_time(fresh):
    made = [fresh.keep()["join"] for _ in range(3)]
    first = fresh.read("/joins", {"limit": 2})
    assert (first["numberMatched"], first["numberReturned"]) == (3, 2)
    rest = fresh.read(href(first, "next"))
    every = {each["id"] for page in (first, rest) for each in page["joins"]}
    assert every == {each["id"] for each in made}
    assert fresh.read("/joins", {"datetime": "../2000-01-01"})["joins"] == []
    assert (
        fresh.read("/joins", {"datetime": made[0]["timeStamp"][:4] + "-01-01/.."})["numberMatched"]
        == 3
    )
    fresh.refused("/joins", {"datetime": "yesterday"})


def test_the_documentation_tells_how_to_send(joiner):
    paths = joiner.read("/api", {"f": "json"})["paths"]
    schema = paths["/joins"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(FIELDS) < set(schema["required"]) < set(schema["properties"])
    assert {"200", "201", "400", "401", "403"} <= set(paths["/joins"]["post"]["responses"])
    assert "204" in paths["/joins/{joinId}"]["delete"]["responses"]
    assert all(value in json.dumps(schema) for value in (CSV, KEPT, DIRECT, CONF))


def test_a_browser_sends_a_form_and_reads_what_was_wrong(fresh):
    page = fresh.get("/joins?lang=en", accept="text/html")
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert "<script" not in page.text
    wrong = fresh.send(accept="text/html", right_dataset_data_value_list="<b>no</b>", key=fresh.key)
    assert (wrong.status_code, wrong.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "&lt;b&gt;no" in wrong.text
    assert "<b>no" not in wrong.text
    kept = fresh.send(accept="text/html", key=fresh.key)
    assert (kept.status_code, kept.headers["content-type"]) == (201, "text/html; charset=utf-8")
    assert "/results" in kept.text
    assert '<td class="number">12</td>' in kept.text
    direct = fresh.send(accept="text/html", output_formats=DIRECT)
    assert direct.headers["content-type"] == GEOJSON
    assert direct.headers["content-disposition"] == 'attachment; filename="visits.geojson"'


def test_a_join_cannot_be_answered_with_not_modified(joiner):
    answer = joiner.client.post(
        f"{ROOT}/joins",
        data={**FIELDS, "output-formats": DIRECT},
        files={"right-dataset-file": ("a.csv", FIGURES)},
        headers={"if-none-match": "*"},
    )
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
