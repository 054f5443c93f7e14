"""Absolute links: from the public address of the service, or else from what the client used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

SAFE = "/{}"  # of addresses; braces stand in templates
PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")  # needs no percent signs anywhere
WHOLE = re.compile(r"[A-Za-z0-9_.~/:?&=,%+@-]*")  # the same in an address as a whole


@dataclass(frozen=True)
class Link:
    """A link to something else.

    Attributes:
        href: its absolute address.
        rel: what it is to this.
        type: its media type.
        title: for readers.
        hreflang: its language.
        templated: whether the address has places to fill in.
    """

    href: str
    rel: str
    type: str | None = None
    title: str | None = None
    hreflang: str | None = None
    templated: bool | None = None

    def plain(self) -> dict[str, Any]:
        """The link as plain data, without what is not said."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def header(self) -> str:
        """The link as one in the header `Link` (RFC 8288)."""
        href = self.href if WHOLE.fullmatch(self.href) else quote(self.href, safe=":/?&=,%+~@")
        parts = [f"<{href}>", f'rel="{self.rel}"']
        parts += [f'type="{self.type}"'] if self.type else []
        parts += [f'hreflang="{self.hreflang}"'] if self.hreflang else []
        return "; ".join(parts)


def base_of(public_url: str | None, scope: Mapping[str, Any]) -> str:
    """Where the service is for this client, without a slash at the end.

    Args:
        public_url: as the settings have it.
        scope: of the request, where they have none.
    """
    if public_url:
        return public_url.rstrip("/")
    host = next((value for name, value in scope["headers"] if name == b"host"), None)
    if host is None:
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}".encode() if port else str(name).encode()
    root = scope.get("app_root_path", scope.get("root_path", ""))
    return f"{scope.get('scheme', 'http')}://{host.decode('latin-1')}{root}".rstrip("/")


def address(base: str, path: str, query: Mapping[str, str]) -> str:
    """An absolute address.

    Args:
        base: where the service is.
        path: from there, with a slash in front.
        query: names and values.
    """
    asked = f"?{_encoded(query)}" if query else ""
    return base + (path if PLAIN.fullmatch(path) else quote(path, safe=SAFE)) + asked


def _encoded(query: Mapping[str, str]) -> str:
    """Names and values as a query; what needs no percent signs is left as it is."""
    if all(PLAIN.fullmatch(text) for pair in query.items() for text in pair):
        return "&".join([f"{name}={value}" for name, value in query.items()])
    return urlencode(query, safe=":/,")
