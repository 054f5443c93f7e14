"""Jobs."""

from __future__ import annotations

import json

ID = "20260131T023012123456-3f9c1e07a4d2"
PLACE = f"https://mdi.example.nl/v1/jobs/{ID}"
STEP = "result municipality 2025 · mdi_nl · imd"
JOB = {
    "id": ID,
    "plan": "nightly",
    "dry_run": False,
    "asked": "2026-01-31T02:30:12Z",
    "by": "planner",
    "status": "running",
    "starts": 1,
    "begun": "2026-01-31T02:30:13Z",
    "progress": {"done": 12, "total": 40, "step": STEP, "rate": 2.1, "remaining": 13.3},
    "published": False,
    "foretold": [],
    "problems": [],
    "cancelling": False,
    "links": [
        {"rel": "self", "href": PLACE},
        {"rel": "events", "href": f"{PLACE}/events"},
        {"rel": "log", "href": f"{PLACE}/log"},
    ],
}
JOBS = {"plans": ["nightly"], "matched": 1, "returned": 1, "jobs": [JOB]}
JOB_EVENTS = f"retry: 2000\n\nid: 14\nevent: progress\ndata: {json.dumps(JOB)}\n\n"
JOB_LOG = f"2026-01-31T02:30:13Z running\n2026-01-31T02:30:19Z 12 of 40: {STEP}\n"
