"""An example of every answer, for the OpenAPI document; a test holds them to their models.

No example holds a null: the document leaves nulls out.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

INCOME = {"nl": "Inkomen", "en": "Income"}
POOR = {"nl": "arme huishoudens", "en": "poor households"}
PLACE = {"area_code": "GM9001", "area_name": "Rimpelgaarde"}
FINGERPRINT = "7db0c5b0af6b5c1e3e010e7ae6237a9da577aaf41d303802b0f78b9106243c4d"
STANDING = {"index": 39.8, "rank": 5, "decile": 3, "status": "ranked"}

INDEX = {
    "provenance": {"fingerprint": FINGERPRINT, "level": "municipality", "year": 2025},
    "matched": 23,
    "returned": 1,
    "areas": [
        {
            **PLACE,
            **STANDING,
            "parent_code": "PV82",
            "coverage": 1.0,
            "income": 44.9,
            "income_rank": 4,
        }
    ],
    "links": [{"rel": "next", "href": "/v1/index?limit=1&offset=1"}],
}
INDICATOR = {
    "id": "poor_households",
    "name": POOR,
    "value": 8.6,
    "unit": "%",
    "year": 2025,
    "direction": "worse",
    "proxy": {"nl": "laagste 40% van het inkomen", "en": "lowest 40% of income"},
    "status": "observed",
    "points": 0.81,
    "share": 0.113,
    "contribution": 4.3,
    "parts": [],
}
PROFILE = {
    **PLACE,
    **STANDING,
    "parent_code": "PV82",
    "level": "municipality",
    "year": 2025,
    "population": 18858,
    "score_min": 0.0,
    "score_max": 99.9,
    "ranked": 23,
    "coverage": 1.0,
    "exact": True,
    "apportioned": True,
    "fingerprint": FINGERPRINT,
    "domains": [
        {
            "id": "income",
            "name": INCOME,
            "status": "observed",
            "points": 44.9,
            "rank": 4,
            "weight": 22.5,
            "share": 0.225,
            "contribution": 10.1,
            "above_average": 4.7,
            "indicators": [INDICATOR],
        }
    ],
}
MAP = {
    "type": "FeatureCollection",
    "unmatched": [],
    "bbox": [5.0, 52.0, 5.1, 52.1],
    "features": [
        {
            "type": "Feature",
            "id": "GM9001",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.0]]],
            },
            "properties": {
                **PLACE,
                **STANDING,
                "value": 44.9,
                "class": 5,
                "color": "#993404",
                "parent_code": "PV82",
            },
        }
    ],
}
LEGEND = {
    "measure": "income",
    "name": INCOME,
    "unit": "points",
    "direction": "worse",
    "level": "municipality",
    "year": 2025,
    "scheme": "quantiles",
    "palette": "ylorbr",
    "classes": [
        {"class": 1, "lower": 1.0, "upper": 16.6, "color": "#fff7bc", "count": 12},
        {"class": 2, "lower": 16.6, "upper": 100.0, "color": "#d95f0e", "count": 11},
    ],
    "missing": {"color": "#d9d9d9", "count": 0},
    "notes": [],
}
AREAS = {"matched": 1, "areas": [{**PLACE, "level": "municipality", "parent_code": "PV82"}]}
CATALOGUE = {
    "title": {
        "nl": "Verzonnen land (geen echte gegevens)",
        "en": "Invented country (no real data)",
    },
    "invented": True,
    "geography": "nl",
    "levels": [
        {
            "id": "municipality",
            "name": {"nl": "gemeente", "en": "municipality"},
            "plural": {"nl": "gemeenten", "en": "municipalities"},
            "years": [2024, 2025],
            "vintages": [2024],
        }
    ],
    "default": {"level": "municipality", "year": 2025, "weights": "mdi_nl", "method": "imd"},
    "bounds": [5.0, 52.0, 5.5, 52.3],
}
DOMAINS = {
    "domains": [
        {
            "id": "income",
            "name": INCOME,
            "order": 1,
            "indicators": [{"id": "poor_households", "name": POOR, "unit": "%", "range": [0, 100]}],
        }
    ]
}
WEIGHTS = {
    "weights": [
        {
            "id": "own",
            "name": {"nl": "Eigen", "en": "Own"},
            "note": {"nl": "Werk telt half.", "en": "Work counts half."},
            "of": 3.0,
            "sum": 3.0,
            "weights": {"income": 2.0, "work": 1.0},
            "shares": {"income": 0.667, "work": 0.333},
        }
    ]
}
METHODS = {"methods": [{"id": "minmax", "indicators": {"by": "minmax"}, "index": "shares"}]}
EDITION = {"edition": "3f9c1e07a4d25b68", "published": "3f9c1e07a4d25b68"}
HEALTH = {"status": "ok", "version": "0.1.0"}
PROBLEM = {
    "type": "about:blank",
    "title": "The request is not valid",
    "status": 400,
    "detail": "There is no weight set 'mdi'.",
    "hint": "did you mean 'mdi_nl'?",
}


def answers(model: type[BaseModel], example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """What an address answers: its model and an example."""
    return {200: {"model": model, "content": {"application/json": {"example": example}}}}
