"""What proxies tell is believed of those that are named, and of nobody else."""

import pytest

from api.app import create_app
from api.http.proxies import Prefix, Proxies
from api.settings import Settings
from tests.api.conftest import client_of
from tests.api.http.plain import asked, echo, scope_of

TOLD = [
    (b"host", b"127.0.0.1:8000"),
    (b"x-forwarded-for", b"203.0.113.9"),
    (b"x-forwarded-proto", b"https"),
    (b"x-forwarded-host", b"mdi.example.nl"),
]


def seen_through(proxies, headers=TOLD, client=("10.0.0.1", 1)):
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)
        await echo(scope, receive, send)

    asked(Proxies(app, proxies), scope_of(headers=headers, client=client))
    return seen


def chain(*parts):
    return [(b"x-forwarded-for", part) for part in parts]


@pytest.mark.parametrize("proxy", ["10.0.0.1", "10.0.0.0/8", "::ffff:10.0.0.1"])
def test_a_named_proxy_is_believed(proxy):
    if ":" in proxy:
        seen = seen_through(["10.0.0.0/8"], client=(proxy, 1))
    else:
        seen = seen_through([proxy])
    assert seen["client"][0] == "203.0.113.9"
    assert seen["scheme"] == "https"
    assert dict(seen["headers"]) == {b"host": b"mdi.example.nl"}


@pytest.mark.parametrize("proxies", [(), ("10.0.0.2",), ("192.168.0.0/16", "::/0")])
def test_nobody_else_is(proxies):
    seen = seen_through(proxies)
    assert seen["client"] == ("10.0.0.1", 1)
    assert seen["scheme"] == "http"
    assert dict(seen["headers"]) == {b"host": b"127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        (chain(b"6.6.6.6, 203.0.113.9"), "203.0.113.9"),  # made up by the client
        (chain(b"6.6.6.6", b"203.0.113.9"), "203.0.113.9"),  # the same in two headers
        (chain(b"203.0.113.9, 10.0.0.7"), "203.0.113.9"),  # two proxies of ours
        (chain(b"10.0.0.7"), "10.0.0.7"),
        (chain(b"6.6.6.6, nonsense"), "10.0.0.1"),
        (chain(b""), "10.0.0.1"),
        (chain(b"2001:db8::9"), "2001:db8::9"),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy(headers, client):
    assert seen_through(["10.0.0.0/8"], headers)["client"][0] == client


def test_a_scheme_that_is_none_is_not_taken():
    seen = seen_through(["10.0.0.1"], [(b"x-forwarded-proto", b"javascript")])
    assert seen["scheme"] == "http"


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/depriv/v1/index", "/v1/index"),
        ("/depriv", "/"),
        ("/depriv/", "/"),
        ("/v1/index", "/v1/index"),
        ("/deprived", "/deprived"),
        ("/depriv/depriv/x", "/depriv/x"),
    ],
)
def test_the_public_path_is_taken_away(path, seen):
    paths = []

    async def app(scope, receive, send):
        paths.append((scope["path"], scope["raw_path"].decode()))
        await echo(scope, receive, send)

    asked(Prefix(app, "https://mdi.example.nl/depriv"), scope_of(path))
    assert paths == [(seen, seen)]


def test_the_service_answers_with_and_without_its_public_path(squareland):
    settings = Settings(data=squareland, public_url="https://mdi.example.nl/depriv")
    client = client_of(create_app(settings))
    for address in ("/v1/health", "/", "/web/main.js", "/livez", "/readyz"):
        for before in ("", "/depriv"):
            answer = client.get(before + address)
            assert answer.status_code == 200, before + address
    assert "strict-transport-security" in answer.headers
