"""Areas that were found."""

from __future__ import annotations

from api.examples.basic import PLACE

IN_PV82 = {**PLACE, "level": "municipality", "parent_code": "PV82"}
AREAS = {"matched": 1, "areas": [{**IN_PV82, "formerly": ["Rimpelhof"], "until": 2024}]}
AT = {"lon": 5.1, "lat": 52.1, "areas": [{**IN_PV82, "year": 2025}]}
