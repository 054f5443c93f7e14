"""Which edition a query names: links from page to page name that of the first of them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

NAME = "edition"
FORM = re.compile(r"[0-9a-f]{16}")


def edition_in(query: bytes) -> str | None:
    """The edition that a query names; None where it names none, or what cannot be one."""
    if NAME.encode() not in query:
        return None
    try:
        found = dict(parse_qsl(query.decode("ascii"), max_num_fields=100)).get(NAME, "")
    except ValueError:  # which is refused when all of it is read
        return None
    return found if FORM.fullmatch(found) else None
