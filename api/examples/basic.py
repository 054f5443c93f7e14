"""Parts that examples share, and what an address answers."""

from __future__ import annotations

from types import UnionType
from typing import Any

from pydantic import BaseModel

INCOME = {"nl": "Inkomen", "en": "Income"}
POOR = {"nl": "arme huishoudens", "en": "poor households"}
PLACE = {"area_code": "GM9001", "area_name": "Rimpelgaarde"}
FINGERPRINT = "7db0c5b0af6b5c1e3e010e7ae6237a9da577aaf41d303802b0f78b9106243c4d"
PUBLISHER = "CBS, 85039NED, CC BY 4.0"
STANDING = {"index": 39.8, "rank": 5, "decile": 3, "status": "ranked"}
PROBLEM = {
    "type": "about:blank",
    "title": "The request is not valid",
    "status": 400,
    "detail": "There is no weight set 'mdi'.",
    "hint": "did you mean 'mdi_nl'?",
}


def answers(
    model: type[BaseModel] | UnionType,
    example: dict[str, Any],
    more: dict[str, dict[str, Any]] | None = None,
) -> dict[int | str, dict[str, Any]]:
    """What an address answers: its model and an example, and other media types by their name."""
    content = {"application/json": {"example": example}, **(more or {})}
    return {200: {"model": model, "content": content}}
