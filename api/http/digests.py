"""Digests of what is sent, for who wants to know that it came over whole (RFC 9530)."""

from __future__ import annotations

import base64


def repr_digest(sha256: str) -> str:
    """The header `Repr-Digest`: of the whole representation, also where a part of it is sent.

    Args:
        sha256: of its bytes, in hexadecimal.
    """
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    return f"sha-256=:{digest}:"
