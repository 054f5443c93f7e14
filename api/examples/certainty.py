"""How sure ranks are."""

from __future__ import annotations

from api.examples.basic import FINGERPRINT, PUBLISHER

DRAWN = "0f3c1f5b8f0e4f6f8a1f5b0e7ae6237a9da577aaf41d303802b0f78b9106243c"
VARIED = {
    "nl": "Alle plaatsen zijn 1.000 keer opnieuw berekend; wat telkens verschilde: gewichten.",
    "en": "All places were computed 1,000 times anew; what varied each time: weights.",
}
SURE = {
    "rank_low": 4,
    "rank_median": 5,
    "rank_high": 9,
    "top_tenth": 0.02,
    "reliability": "not",
}
EXPLAINED = {
    "fingerprint": DRAWN,
    "draws": 1000,
    "vary": ["weights"],
    "sentences": [
        {
            "nl": "Plaats 5; in negen van de tien trekkingen tussen 4 en 9.",
            "en": "Place 5; between 4 and 9 in nine draws out of ten.",
        },
        VARIED,
    ],
}
CERTAINTY = {
    "fingerprint": DRAWN,
    "draws": 1000,
    "vary": [{"id": "weights", "name": {"nl": "Gewichten", "en": "Weights"}}],
    "classes": [
        {
            "reliability": "probably",
            "name": {"nl": "waarschijnlijk", "en": "probably"},
            "hatching": "lines",
            "count": 3,
        }
    ],
    "text": VARIED,
}
SENSITIVITY = {
    "level": "municipality",
    "year": 2025,
    "weights": "mdi_nl",
    "method": "imd",
    "index": FINGERPRINT,
    "publisher": PUBLISHER,
    "ranked": 23,
    **CERTAINTY,
    "seed": 1,
    "thresholds": {"id": "reliability", "certainly": 0.95, "probably": 0.5, "possibly": 0.05},
    "stability": {"q05": 0.5, "q50": 1.0, "q95": 1.0, "mean": 0.86},
    "flow": [[0.86, 0.14, *[0.0] * 8], [0.14, 0.7, 0.16, *[0.0] * 7], *[[0.1] * 10] * 8],
    "left_out": {},
    "sentences": [VARIED],
}
