"""An example of what will go."""

from __future__ import annotations

DEPRECATED = {
    "deprecated": [
        {
            "path": "/v1/old/{code}",
            "parameter": "kind",
            "since": "2027-01-01",
            "until": "2028-01-01",
            "instead": "/v1/new/{code}",
            "why": {"nl": "Het nieuwe adres kan meer.", "en": "The new address does more."},
        }
    ]
}
