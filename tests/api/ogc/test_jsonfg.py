"""JSON-FG beside GeoJSON: what the standard requires, how it is asked for, and who reads it."""

import json

import pyogrio
import pytest
import shapely

from tests.api.conftest import strict
from tests.api.ogc.asking import BEFORE, CRS84, EPSG, GEOJSON, MUNICIPALITIES, RD, href, ids
from tests.api.ogc.json_fg import CORE, REGISTER, TYPES_SCHEMAS, check, check_profile
from tests.squares import CODES

LIST = f"/collections/{MUNICIPALITIES}/items"
ONE = f"{LIST}/GM0001"
SYSTEMS = [None, CRS84, RD, EPSG + "4326", EPSG + "4258", EPSG + "9067", EPSG + "3857"]
PROFILES = ["rfc7946", "jsonfg", "jsonfg-plus"]


def asked(reader, address, **query):
    answer = reader.get(address, {name: value for name, value in query.items() if value})
    assert answer.status_code == 200, answer.text
    return answer, strict(answer.content)


# What the standard requires


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize("profile", [*PROFILES, None])
@pytest.mark.parametrize("address", [LIST, ONE])
def test_a_document_is_what_the_standard_requires(reader, address, profile, crs):
    answer, found = asked(reader, address, f="jsonfg", profile=profile, crs=crs)
    check(found)
    check_profile(found, profile if profile in {"jsonfg", "jsonfg-plus"} else "jsonfg-plus")
    assert found["conformsTo"] == [CORE, TYPES_SCHEMAS]
    assert answer.headers["content-type"] == GEOJSON  # 21-045r1, 16
    assert answer.headers["content-crs"] == f"<{crs or CRS84}>"


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize("profile", PROFILES)
def test_shapes_and_figures_are_those_of_geojson(reader, profile, crs):
    plain, native = (
        reader.items(MUNICIPALITIES, {"crs": each} if each else {}) for each in (None, crs)
    )
    _, found = asked(reader, LIST, profile=profile, crs=crs)
    check_profile(found, profile)
    assert ids(found) == ids(plain) == sorted(CODES)
    assert (found["numberMatched"], found["numberReturned"]) == (30, 30)
    for mine, own, other in zip(
        found["features"], native["features"], plain["features"], strict=True
    ):
        assert mine["properties"] == own["properties"]
        if profile == "rfc7946":
            assert mine == own
        elif crs in {None, CRS84}:
            assert (mine["geometry"], mine["place"]) == (other["geometry"], None)
        else:
            assert mine["place"] == own["geometry"]
            assert mine["geometry"] == (None if profile == "jsonfg" else other["geometry"])
    assert found.get("coordRefSys") == (
        crs if crs not in {None, CRS84} and profile != "rfc7946" else None
    )


def test_a_document_tells_its_year_type_and_schema(reader):
    for name, year in ((MUNICIPALITIES, 2021), (BEFORE, 2020)):
        for address in (f"/collections/{name}/items", f"/collections/{name}/items/GM0001"):
            _, found = asked(reader, address, f="jsonfg")
            features = found.get("features", [found])
            times = {json.dumps(each["time"]) for each in features}
            assert times == {f'{{"interval": ["{year}-01-01", "{year}-12-31"]}}'}
            assert found["featureType"] == "municipality"
            schema = reader.read(found["featureSchema"])
            assert set(schema["properties"]) >= set(features[0]["properties"])
            assert ("geometryDimension" in found) == ("features" in found)


def test_an_area_is_as_in_the_list(reader):
    for profile in PROFILES[1:]:
        _, page = asked(reader, LIST, profile=profile, crs=RD)
        _, found = asked(reader, f"{LIST}/GM0003", profile=profile, crs=RD)
        inside = page["features"][ids(page).index("GM0003")]
        assert {name: found[name] for name in inside} == inside


@pytest.mark.parametrize("crs", [None, RD])
def test_without_shapes_both_are_null(reader, crs):
    _, found = asked(reader, LIST, f="jsonfg", skipGeometry="true", crs=crs, properties="index")
    check(found)
    assert all(each["geometry"] is each["place"] is None for each in found["features"])
    assert all(set(each["properties"]) == {"index"} for each in found["features"])


def test_pages_follow_one_another(reader):
    _, page = asked(reader, LIST, f="jsonfg", limit=7, sortby="-area_code", crs=RD)
    seen = []
    for each in reader.walk(page):
        check(each)
        seen += ids(each)
    assert seen == sorted(CODES, reverse=True)


def test_no_area_is_an_empty_collection(reader):
    _, found = asked(reader, LIST, f="jsonfg", area_name="nowhere", crs=RD)
    check(found)
    assert found["features"] == []


# How it is asked for


@pytest.mark.parametrize("address", [LIST, ONE])
@pytest.mark.parametrize("media", ["application/fg+json", "application/vnd.ogc.fg+json"])
def test_who_asks_by_a_name_of_the_drafts_gets_it_by_that_name(reader, address, media):
    answer = reader.get(address, accept=f"{media}, application/geo+json;q=0.5")
    assert answer.headers["content-type"] == media
    check_profile(answer.json(), "jsonfg-plus")
    assert reader.get(address, {"f": media}).headers["content-type"] == media


@pytest.mark.parametrize("address", [LIST, ONE])
@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (None, "rfc7946"),
        ("jsonfg", "jsonfg"),
        ("jsonfg-plus,rfc7946", "jsonfg-plus"),
        (REGISTER + "jsonfg", "jsonfg"),
        (REGISTER.lower() + "jsonfg-plus", "jsonfg-plus"),
        ("[ogc-profile:jsonfg]", "jsonfg"),
        ("other, jsonfg", "jsonfg"),
        ("other", "rfc7946"),
        ("", "rfc7946"),
    ],
)
def test_the_profile_is_the_first_that_is_there(reader, address, profile, expected):
    answer = reader.get(address, {} if profile is None else {"profile": profile})
    assert answer.headers["content-type"] == GEOJSON
    check_profile(answer.json(), expected)
    assert f'<{REGISTER}{expected}>; rel="profile"' in answer.headers["link"]


def test_a_page_for_people_has_no_profile(reader):
    answer = reader.get(LIST, {"f": "html", "profile": "jsonfg"})
    assert answer.status_code == 200
    assert "profile/OGC" not in answer.headers.get("link", "")


@pytest.mark.parametrize("address", [LIST, ONE])
def test_every_document_leads_to_the_others(reader, address):
    page = reader.read(address)
    there = [link["href"] for link in page["links"] if link["rel"] == "alternate"]
    json_fg = next(each for each in there if "f=jsonfg" in each)
    check(reader.read(json_fg))
    back = reader.read(json_fg)
    assert {"html", "json"} == {
        link["href"].rpartition("f=")[2] for link in back["links"] if link["rel"] == "alternate"
    }
    assert "f=jsonfg" in href(back, "self")


def test_an_etag_is_of_one_profile(reader):
    asks = [{"accept": "application/geo+json"}, {"accept": "application/fg+json"}]
    etags = [reader.get(LIST, **each).headers["etag"] for each in asks]
    etags += [reader.get(LIST, {"profile": each}).headers["etag"] for each in PROFILES[1:]]
    assert len(set(etags)) == 4
    again = reader.get(LIST, {"f": "jsonfg"})
    known = again.headers["etag"]
    assert reader.get(LIST, {"f": "jsonfg"}, if_none_match=known).status_code == 304


def test_the_service_says_that_it_does(reader):
    told = reader.read("/conformance")["conformsTo"]
    wanted = {
        f"{CORE.removesuffix('core')}{each}"
        for each in ("core", "types-schemas", "profiles", "api")
    }
    assert wanted <= set(told)
    assert "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/profile-parameter" in told


# Who reads it


@pytest.mark.skipif("JSONFG" not in pyogrio.list_drivers(), reason="GDAL knows no JSON-FG here")
@pytest.mark.parametrize("profile", ["jsonfg", "jsonfg-plus"])
@pytest.mark.parametrize("crs", [None, RD])
def test_gdal_reads_it(reader, tmp_path, profile, crs):
    answer, _ = asked(reader, LIST, f="jsonfg", profile=profile, crs=crs)
    path = tmp_path / "areas.json"
    path.write_bytes(answer.content)
    frame = pyogrio.read_dataframe(f"JSONFG:{path}")
    assert len(frame) == 30
    assert frame.crs.to_epsg() == (28992 if crs else 4326)
    plain = reader.items(MUNICIPALITIES, {"crs": crs} if crs else {})
    for shape, feature in zip(frame.geometry, plain["features"], strict=True):
        assert shapely.equals_exact(shape, shapely.geometry.shape(feature["geometry"]), 1e-9)
