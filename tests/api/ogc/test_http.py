"""What HTTP asks: conditional requests, codings, formats, languages, hosts, methods, paths."""

import gzip
import zlib
from io import BytesIO

import brotli
import pyarrow as pa
import pytest

import geodata
from api.app import create_app
from api.settings import Settings
from tests.api.conftest import strict
from tests.api.ogc.asking import BEFORE, HOST, MUNICIPALITIES, RD, ROOT, Reader, href
from tests.squares import shapes, without

LIST = f"/collections/{MUNICIPALITIES}/items"
ADDRESSES = [
    "/",
    "/conformance",
    "/api",
    "/collections",
    f"/collections/{MUNICIPALITIES}",
    LIST,
    f"{LIST}?limit=3",
    f"{LIST}?sortby=-index&properties=index",
    f"{LIST}?crs={RD}",
    f"/collections/{BEFORE}/items",
    f"{LIST}/GM0001",
    f"/collections/{MUNICIPALITIES}/schema",
    f"{LIST}?f=html",
]
JSON, HTML = "application/json", "text/html; charset=utf-8"
UNPACK = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": lambda body: pa.CompressedInputStream(BytesIO(body), "zstd").read(),
}


def raw(reader, address, **headers):
    """An answer and the bytes of its body as they come over the wire."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    with reader.client.stream("GET", ROOT + address, headers=told) as answer:
        assert answer.status_code == 200
        return answer, b"".join(answer.iter_raw())


# Conditional requests


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_it_is_told_so(reader, address):
    answer = reader.get(address)
    etag = answer.headers["etag"]
    assert etag.startswith('"')  # strong
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = reader.get(address, if_none_match=known)
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "vary", "cache-control"):
            assert again.headers[name] == answer.headers[name]
    assert reader.get(address, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_etag_is_of_one_representation(reader, address):
    """Whatever differs in a single byte has an ETag of its own."""
    seen = {}
    for accept in ("*/*", "text/html"):
        for language in ("nl", "en"):
            for coding in ("identity", "gzip", "zstd", "br"):
                answer, body = raw(
                    reader,
                    address,
                    accept=accept,
                    accept_language=language,
                    accept_encoding=coding,
                )
                assert seen.setdefault(answer.headers["etag"], body) == body
    for host in ("http://a.example", "http://b.example"):
        answer = reader.get(f"{host}/ogc/v1{address}", accept_encoding="identity")
        assert seen.setdefault(answer.headers["etag"], answer.content) == answer.content


def test_other_figures_have_other_etags(reader):
    etags = {
        reader.get(f"/collections/{name}{rest}").headers["etag"]
        for name in (MUNICIPALITIES, BEFORE)
        for rest in ("", "/items", "/items/GM0001", "/schema")
    }
    assert len(etags) == 8


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_head_has_the_headers_of_the_answer_and_no_body(reader, address):
    answer = reader.get(address, accept_encoding="gzip")
    head = reader.client.head(ROOT + address, headers={"accept-encoding": "gzip"})
    assert (head.status_code, head.content) == (200, b"")
    ours = {"etag", "vary", "content-type", "content-length", "content-encoding", "link"}
    for name in ours | {"content-crs", "cache-control", "content-language"}:
        assert head.headers.get(name) == answer.headers.get(name), name


# Codings


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("coding", ["gzip", "zstd", "br"])
def test_every_coding_decodes_to_the_same_bytes(reader, address, coding):
    _, plain = raw(reader, address, accept_encoding="identity")
    answer, packed = raw(reader, address, accept_encoding=coding)
    assert int(answer.headers["content-length"]) == len(packed)
    if answer.headers.get("content-encoding") != coding:
        assert packed == plain
        assert len(plain) < 1400
    else:
        assert UNPACK[coding](packed) == plain
        assert len(packed) < len(plain)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", {"zstd"}),
        ("gzip;q=1.0, *;q=0", {"gzip"}),
        ("*", {"zstd"}),
        ("gzip;q=0", {None}),
        ("gzip; q=0.000, zstd;q=0", {None}),
        ("identity", {None}),
        ("br", {"br"}),
        ("br;q=0", {None}),
        ("gzip, br", {"gzip", "br"}),
        ("br;q=0.2, gzip;q=0.9", {"gzip"}),
        ("zstd;q=0.1, gzip;q=0.2, br;q=0.3", {"br"}),
        ("identity, gzip;q=0.5", {None}),
        ("identity;q=0.5, gzip", {"gzip"}),
        ("*;q=0.5, br;q=1.0", {"br"}),
        ("compress, deflate", {None}),
        ("", {None}),
        ("GZIP", {"gzip"}),
    ],
)
@pytest.mark.parametrize("address", [LIST, f"{LIST}?limit=9", "/collections"])
def test_a_coding_is_one_that_the_client_reads(reader, address, accepted, expected):
    answer, _ = raw(reader, address, accept_encoding=accepted)
    assert answer.headers.get("content-encoding") in expected


def test_what_lies_ready_goes_out_in_the_smallest_coding_and_what_is_made_in_the_fastest(
    of_edition, of_folder
):
    for reader, expected in ((of_edition, "br"), (of_folder, "gzip")):
        answer, _ = raw(reader, LIST, accept_encoding="gzip, deflate, br")
        assert answer.headers["content-encoding"] == expected


@pytest.mark.parametrize("address", [LIST, f"{LIST}?limit=9"])
@pytest.mark.parametrize("coding", ["gzip", "zstd", "br"])
def test_who_has_it_in_a_coding_is_told_so_in_that_coding_alone(reader, address, coding):
    etag = raw(reader, address, accept_encoding=coding)[0].headers["etag"]
    known = {"if_none_match": etag, "accept_encoding": coding}
    assert reader.get(address, **known).status_code == 304
    for other in {"gzip", "zstd", "br", "identity"} - {coding}:
        assert reader.get(address, **known | {"accept_encoding": other}).status_code == 200
    head = reader.client.head(ROOT + address, headers={"accept-encoding": coding})
    assert (head.headers["etag"], head.headers["content-encoding"]) == (etag, coding)
    assert head.content == b""


@pytest.mark.parametrize("address", [LIST, f"{LIST}?limit=9"])
def test_a_gzip_is_of_one_piece_since_not_every_client_reads_on(reader, address):
    _, packed = raw(reader, address, accept_encoding="gzip")
    unpacking = zlib.decompressobj(wbits=31)
    unpacking.decompress(packed)
    assert unpacking.eof
    assert unpacking.unused_data == b""


# Formats and languages


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/geo+json"),
        ("application/geo+json", "application/geo+json"),
        ("application/json", "application/geo+json"),
        ("application/geo+json, application/json;q=0.9", "application/geo+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/html;q=0.4, application/geo+json;q=0.5", "application/geo+json"),
        ("application/*", "application/geo+json"),
        ("text/*", HTML),
        ("application/geo+json;q=0, */*", HTML),
        ("", "application/geo+json"),
    ],
)
def test_the_format_is_the_best_that_the_client_accepts(reader, accept, expected):
    for address in (LIST, f"{LIST}/GM0001"):
        assert reader.get(address, accept=accept).headers["content-type"] == expected


@pytest.mark.parametrize("accept", ["image/png", "application/xml", "text/html;q=0, text/plain"])
@pytest.mark.parametrize("address", ["/", LIST, "/api"])
def test_a_format_that_is_not_there_is_not_acceptable(reader, address, accept):
    answer = reader.get(address, accept=accept)
    told = strict(answer.content)
    assert answer.status_code == told["status"] == 406
    assert "text/html" in told["hint"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_format_in_the_address_goes_before_the_header(reader):
    assert reader.get(LIST, {"f": "json"}, accept="text/html").json()["features"]
    assert reader.get(LIST, {"f": "html"}, accept="application/geo+json").text[:9] == "<!doctype"
    told = reader.refused(LIST, {"f": "xml"})
    assert "json" in str(told)


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        (None, None, "nl"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "de, en;q=0.5, nl;q=0.4", "en"),
        (None, "nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        (None, "fr", "nl"),
        (None, "en;q=0, nl;q=0.1", "nl"),
        ("en", "nl", "en"),
        ("nl", "en", "nl"),
    ],
)
def test_the_language_is_the_one_that_is_wanted(reader, asked, accepted, expected):
    headers = {"accept_language": accepted} if accepted else {"accept_language": ""}
    answer = reader.get("/collections", {"lang": asked} if asked else None, **headers)
    assert answer.headers["content-language"] == expected
    title = answer.json()["collections"][1]["title"]
    assert title == {"nl": "Gemeenten 2021", "en": "Municipalities 2021"}[expected]


def test_a_language_that_is_not_there_is_refused(reader):
    reader.refused("/collections", {"lang": "de"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_an_answer_varies_by_is_told_once(reader, address):
    for accept in ("gzip", "identity"):
        vary = reader.get(address, accept_encoding=accept).headers["vary"]
        names = [each.strip() for each in vary.split(",")]
        assert names == ["Accept", "Accept-Encoding", "Accept-Language"]


def test_pages_from_anywhere_may_read_the_headers(reader):
    answer = reader.get(LIST, origin="https://elsewhere.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"].lower()
    assert all(name in exposed for name in ("content-crs", "link", "etag", "api-version"))
    assert answer.headers["api-version"]


# Hosts


def addresses_in(found):
    if isinstance(found, dict):
        for name, value in found.items():
            if name in {"href", "url", "$id"}:
                yield value
            else:
                yield from addresses_in(value)
    elif isinstance(found, list):
        for each in found:
            yield from addresses_in(each)


@pytest.mark.parametrize("address", [each for each in ADDRESSES if "html" not in each])
def test_links_go_where_the_client_came_from(reader, address):
    for base in (HOST, "http://localhost:8123", "https://other.example:444"):
        found = [*addresses_in(reader.read(f"{base}/ogc/v1{address}"))]
        own = [each for each in found if "opengis.net" not in each and "apache.org" not in each]
        assert own
        own = [each for each in own if isinstance(each, str)]  # schemas tell of links too
        elsewhere = {each for each in own if not each.startswith((f"{base}/ogc/v1", f"{base}/v1/"))}
        assert elsewhere <= {f"{base}/"}  # whom to ask


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_go_to_the_public_address_where_there_is_one(squareland, address):
    public = "https://mdi.example.nl/depriv"
    reader = Reader(create_app(Settings(data=squareland, public_url=public)))
    for asked in (f"{ROOT}{address}", f"{HOST}/depriv/ogc/v1{address}"):
        answer = reader.get(asked, accept="application/json, application/geo+json, text/html;q=0.1")
        assert answer.status_code == 200
        assert HOST not in answer.text
        assert HOST not in answer.headers.get("link", "")
        assert f"{public}/ogc/v1" in answer.text


def test_the_links_of_a_page_have_the_language_and_format_that_were_asked(reader):
    page = reader.read(LIST, {"limit": 3, "f": "json", "lang": "en"})
    for rel in ("self", "next"):
        assert "f=json" in href(page, rel)
        assert "lang=en" in href(page, rel)


# Methods and paths


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written_here(reader, method):
    for address in ("/", "/collections", LIST, f"{LIST}/GM0001"):
        answer = reader.client.request(method, ROOT + address)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", [*(each for each in ADDRESSES[1:] if "?" not in each)])
def test_a_stroke_at_the_end_is_another_address(reader, address):
    reader.refused(f"{address}/", status=404)
    reader.refused(f"/{address}", status=404)


@pytest.mark.parametrize("path", ["/nothing", "/collections/x/items", "//", "/collections//items"])
def test_what_is_not_there_is_not_found(reader, path):
    reader.refused(path, status=404)


def test_a_query_that_cannot_be_read_is_refused(reader):
    reader.refused(f"{LIST}?area_name=%FF%FE")
    reader.refused(f"{LIST}?{'&'.join(f'a{n}=1' for n in range(200))}")
    told = reader.refused(f"{LIST}?limit")
    assert "limit" in str(told)


def test_letters_of_any_language_can_be_asked_for(reader):
    name = "Één 'hoek', \"rond\""
    page = reader.items(MUNICIPALITIES, {"area_name": name})
    assert [each["properties"]["area_name"] for each in page["features"]] == [name]
    again = reader.read(href(page, "self"))
    assert again["features"] == page["features"]
    assert reader.get(LIST, {"area_name": name}).headers["link"].isascii()


def test_another_country_in_the_same_place_is_not_taken_for_the_same(own_land):
    before, addresses = {}, ["/collections", f"/collections/{MUNICIPALITIES}", LIST]
    for address in addresses:
        answer = Reader(create_app(Settings(data=own_land))).get(address)
        before[address] = (answer.headers["etag"], answer.content)
    geodata.write_boundaries(without(shapes(), "GM0030"), own_land / "municipality.parquet")
    for address in addresses:
        answer = Reader(create_app(Settings(data=own_land))).get(address)
        assert answer.content != before[address][1]
        assert answer.headers["etag"] != before[address][0]
