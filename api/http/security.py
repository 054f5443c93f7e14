"""What a browser may do with an answer (OWASP REST Security Cheat Sheet; NLGov API Design Rules)."""

from __future__ import annotations

from api.http.standing import Header

YEAR = 31_536_000  # seconds
HSTS = (b"strict-transport-security", f"max-age={YEAR}; includeSubDomains".encode())
POLICY = b"content-security-policy"
PAGE = (
    POLICY,
    (
        b"default-src 'self'; img-src 'self' data: blob:; worker-src blob:; object-src 'none'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
)
DATA = (POLICY, b"default-src 'none'; frame-ancestors 'none'")

STANDING: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),  # for browsers that do not know frame-ancestors
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)


def security_headers(public_url: str | None) -> tuple[Header, ...]:
    """The headers of every answer; a service that is public over https is never asked otherwise."""
    secure = public_url is not None and public_url.startswith("https://")
    return (*STANDING, HSTS) if secure else STANDING


def policy_of(media: bytes) -> Header:
    """What may be loaded: a page loads what is ours, and data load nothing."""
    return PAGE if media.startswith(b"text/html") else DATA
