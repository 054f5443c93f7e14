"""Absolute links: from the public address of the service, or else from what the client used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

SAFE = "/{}"  # of addresses; braces stand in templates


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
        parts = [f"<{quote(self.href, safe=':/?&=,%+~@')}>", f'rel="{self.rel}"']
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


def address(base: str, path: str, query: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> str:
    """An absolute address.

    Args:
        base: where the service is.
        path: from there, with a slash in front.
        query: names and values.
    """
    asked = f"?{urlencode(query, safe=':/,')}" if query else ""
    return base + quote(path, safe=SAFE) + asked
