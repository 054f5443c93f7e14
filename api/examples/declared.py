"""What is here, and what the index is made of."""

from __future__ import annotations

from api.examples.basic import INCOME, POOR, PUBLISHER

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
    "sources": [
        {
            "id": "nl_kerncijfers_2021",
            "name": {"nl": "Kerncijfers gemeenten", "en": "Key figures of municipalities"},
            "publisher": PUBLISHER,
            "tables": [{"level": "municipality", "year": 2025}],
        }
    ],
    "least_population": 50,
    "least_population_of_income": 100,
    "sensitivity": {"vary": ["weights"], "draws": 1000, "seed": 1},
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
