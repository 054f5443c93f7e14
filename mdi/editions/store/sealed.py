"""Small JSON files that carry their own SHA-256, so that one wrong bit is seen."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

SEAL = "sha256"  # the last word of such a file: of all that it says besides
OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS


def sealed(plain: dict[str, Any]) -> bytes:
    """Plain data as a file; the same data give the same bytes."""
    seal = hashlib.sha256(orjson.dumps(plain, option=OPTIONS)).hexdigest()
    return orjson.dumps({**plain, SEAL: seal}, option=OPTIONS)


def unsealed(content: bytes) -> dict[str, Any] | None:
    """The plain data of a file; None where it is damaged."""
    try:
        plain = orjson.loads(content)
        rest = {key: value for key, value in plain.items() if key != SEAL}
    except (orjson.JSONDecodeError, AttributeError):
        return None
    return rest if sealed(rest) == content else None
