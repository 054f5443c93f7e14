"""Areas and their index."""

from __future__ import annotations

from api.examples.basic import FINGERPRINT, INCOME, PLACE, POOR, PUBLISHER, STANDING
from api.examples.certainty import EXPLAINED, SURE

INDEX = {
    "provenance": {
        "fingerprint": FINGERPRINT,
        "level": "municipality",
        "year": 2025,
        "publisher": PUBLISHER,
    },
    "matched": 23,
    "returned": 1,
    "areas": [
        {
            **PLACE,
            **STANDING,
            "parent_code": "PV82",
            "coverage": 1.0,
            **SURE,
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
    **SURE,
    "exact": True,
    "apportioned": True,
    "fingerprint": FINGERPRINT,
    "publisher": PUBLISHER,
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
    "certainty": EXPLAINED,
}
RANKING = {
    "measure": "income",
    "name": INCOME,
    "unit": "points",
    "direction": "worse",
    "level": "municipality",
    "year": 2025,
    "fingerprint": FINGERPRINT,
    "publisher": PUBLISHER,
    "parent": "PV82",
    "end": "worst",
    "ranked": 12,
    "areas": [
        {
            **PLACE,
            "place": 1,
            "parent_code": "PV82",
            "population": 18858,
            "value": 44.9,
            "rank": 5,
            "decile": 3,
            "status": "ranked",
            **SURE,
        }
    ],
}
REWEIGHT = {
    "level": "municipality",
    "year": 2025,
    "fingerprint": FINGERPRINT,
    "publisher": PUBLISHER,
    "ranked": 2,
    "base": {"weights": "mdi_nl", "method": "imd", "fingerprint": FINGERPRINT},
    "index": [39.8, 12.5],
    "rank": [1, 2],
    "decile": [5, 10],
    "moved": {"codes": ["GM9001"], "from": [3], "to": [5]},
}
