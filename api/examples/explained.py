"""Areas explained, beside others and over the years."""

from __future__ import annotations

from api.examples.basic import FINGERPRINT, INCOME, PLACE, PUBLISHER, STANDING
from api.examples.certainty import SURE

WHY = {
    **PLACE,
    **STANDING,
    **SURE,
    "level": "municipality",
    "year": 2025,
    "population": 18858,
    "ranked": 23,
    "coverage": 1.0,
    "fingerprint": FINGERPRINT,
    "publisher": PUBLISHER,
    "sentences": [
        {
            "about": "up",
            "text": {
                "nl": "Inkomen maakt de achterstand groter: 4,7 punten meer dan gemiddeld.",
                "en": "Income makes the deprivation larger: 4.7 points more than average.",
            },
            "measure": "income",
            "above_average": 4.7,
        }
    ],
}
COMPARE = {
    "level": "municipality",
    "year": 2025,
    "fingerprint": FINGERPRINT,
    "publisher": PUBLISHER,
    "measures": [
        {"measure": "income", "name": INCOME, "unit": "points", "direction": "worse"},
    ],
    "areas": [
        {
            **PLACE,
            "parent_code": "PV82",
            "population": 18858.0,
            "rank": 5,
            "decile": 3,
            **SURE,
            "coverage": 1.0,
            "status": "ranked",
            "values": {"income": 44.9},
            "withheld": [],
        }
    ],
    "against": [
        {
            "against": "country",
            "name": {"nl": "Nederland", "en": "The Netherlands"},
            "how": {"nl": "gemiddelde van de inwoners", "en": "mean of the inhabitants"},
            "areas": 23,
            "population": 811203.0,
            "values": {"income": 31.2},
        }
    ],
}
TREND = {
    "level": "municipality",
    "base": 2024,
    "publisher": PUBLISHER,
    "years": [
        {
            "year": 2025,
            "fingerprint": FINGERPRINT,
            "measured": "fixed on the areas of 2024 (7db0c5b0af6b)",
            "ranked": 23,
            "areas": [{**PLACE, **STANDING, "coverage": 1.0}],
        }
    ],
    "changes": [
        {
            "from": 2024,
            "to": 2025,
            "comparable": False,
            "problems": [{"what": "the levels differ: district and municipality"}],
        }
    ],
}
