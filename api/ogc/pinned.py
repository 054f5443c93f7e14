"""Pages of one edition: links from page to page name the edition of the first of them."""

from __future__ import annotations

from api.editions import FORM, NAME
from api.ogc.parameters import Parameter

EXPECTED = "the name of an edition, as in a link to the next page: 16 signs of 0-9 and a-f"


def _read(given: str) -> str:
    if not FORM.fullmatch(given):
        raise ValueError(EXPECTED)
    return given


EDITION = Parameter(
    NAME,
    "The edition that the areas are read from; links to other pages name that of the first page.",
    {"type": "string", "pattern": f"^{FORM.pattern}$"},
    _read,
)
