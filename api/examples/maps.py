"""Maps, legends and values."""

from __future__ import annotations

from api.examples.basic import FINGERPRINT, INCOME, PLACE, STANDING
from api.examples.certainty import CERTAINTY

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
                "rank_low": 4,
                "rank_high": 9,
                "reliability": "not",
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
    "certainty": CERTAINTY,
}
VALUES = {
    "measure": "income",
    "name": INCOME,
    "unit": "points",
    "direction": "worse",
    "level": "municipality",
    "year": 2025,
    "fingerprint": FINGERPRINT,
    "scheme": "quantiles",
    "palette": "ylorbr",
    "classes": [
        {"class": 1, "lower": 1.0, "upper": 16.6, "color": "#fff7bc", "count": 1},
        {"class": 2, "lower": 16.6, "upper": 100.0, "color": "#d95f0e", "count": 1},
    ],
    "missing": {"color": "#d9d9d9", "count": 0},
    "notes": [],
    "certainty": CERTAINTY,
    "withheld": [],
    "ids": [419905, 419906],
    "values": [12.31, 44.9],
    "class": [1, 2],
}
