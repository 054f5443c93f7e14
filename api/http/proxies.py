"""Who asked, where a proxy stands in between, and under which path the service is public."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

FOR, SCHEME, HOST = b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"
FORWARDED = (FOR, SCHEME, HOST)
SCHEMES = {b"http": "http", b"https": "https"}

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Believed:
    """Corrects requests by the `X-Forwarded-*` headers of the proxies that are named.

    The client is the last address of `X-Forwarded-For` that is no proxy of ours, since what
    stands before it can be made up. Headers of others are taken away.

    Args:
        proxies: addresses or networks.
    """

    def __init__(self, proxies: Sequence[str]) -> None:
        self.networks: tuple[Network, ...] = tuple(map(ip_network, proxies))

    def correct(self, scope: Scope) -> None:
        """Client, scheme and host as the proxy tells them; nothing of it where nobody may."""
        told = {name: value for name, value in scope["headers"] if name in FORWARDED}
        if not told:
            return
        chain = b",".join(value for name, value in scope["headers"] if name == FOR)
        headers = [each for each in scope["headers"] if each[0] not in FORWARDED]
        client = scope.get("client")
        if client is not None and self._ours(client[0]):
            scope["client"] = self._client(chain.decode("latin-1"), client)
            scope["scheme"] = SCHEMES.get(told.get(SCHEME, b"").lower(), scope["scheme"])
            if told.get(HOST):
                headers = [each for each in headers if each[0] != b"host"]
                headers.append((b"host", told[HOST]))
        scope["headers"] = headers

    def _client(self, chain: str, client: tuple[str, int]) -> tuple[str, int]:
        """The last of a chain that is no proxy of ours."""
        for each in reversed([part.strip() for part in chain.split(",")]):
            if _address(each) is None:
                break
            client = (each, 0)
            if not self._ours(each):
                break
        return client

    def _ours(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self.networks)


class Proxies:
    """Passes requests on as their clients sent them."""

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self.app, self.believed = app, Believed(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as the client sent it."""
        if scope["type"] == "http":
            self.believed.correct(scope)
        await self.app(scope, receive, send)


class Path:
    """The path of the public address, which a proxy may leave in what is asked."""

    def __init__(self, public_url: str | None) -> None:
        self.prefix = urlsplit(public_url or "").path.rstrip("/")
        self.raw = quote(self.prefix, safe="/%").encode()

    def taken_from(self, scope: Scope) -> Scope:
        """A request as if the service stood at the root."""
        prefix, path = self.prefix, scope.get("path", "")
        if not prefix or not path.startswith(prefix) or path[len(prefix) :][:1] not in {"", "/"}:
            return scope
        raw = scope.get("raw_path") or b""
        return {
            **scope,
            "path": path[len(prefix) :] or "/",
            "raw_path": raw.removeprefix(self.raw) or b"/",
        }


class Prefix:
    """Takes the path of the public address from what is asked, where a proxy left it there."""

    def __init__(self, app: ASGIApp, public_url: str | None) -> None:
        self.app, self.path = app, Path(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as if the service stood at the root."""
        await self.app(self.path.taken_from(scope), receive, send)


def _address(text: str) -> Address | None:
    """An address as an address; None where it is none. IPv4 within IPv6 is IPv4."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
