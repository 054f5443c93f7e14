"""Whom readers of the OpenAPI documents can ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from api.settings import Settings

NOBODY_ELSE = "webmaster"  # whom every site has (RFC 2142, 5)
HERE = "localhost.localdomain"  # where the address of the service is no name of a host


@dataclass(frozen=True)
class Contact:
    """Whom to ask.

    Attributes:
        name: of a person or a team.
        email: where to write; the webmaster of the host if absent.
        url: where to read more; the service itself if absent.
    """

    name: str
    email: str | None = None
    url: str | None = None

    def plain(self, base: str) -> dict[str, str]:
        """The contact as OpenAPI has it, with all three fields (NLGov API Design Rules).

        Args:
            base: where the service is.
        """
        email = self.email or f"{NOBODY_ELSE}@{_host(base)}"
        return {"name": self.name, "email": email, "url": self.url or f"{base}/"}


def contact_of(settings: Settings) -> Contact:
    """Whom the settings name."""
    return Contact(settings.contact_name, settings.contact_email, settings.contact_url)


def _host(base: str) -> str:
    try:
        host = urlsplit(base).hostname or ""
    except ValueError:
        return HERE
    plain = host.isascii() and "." in host and host.replace(".", "").replace("-", "").isalnum()
    return host if plain else HERE
