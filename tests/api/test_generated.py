"""Thousands of invented requests against both documents, sent to a service that runs.

What schemathesis invents keeps to a document or breaks it, at its edges and at random. Whatever it
asks, no answer is a 5xx, and every answer has a status, a media type, headers and a body that its
document tells of. `MDI_GENERATED=200` invents so many requests at random for each address; as many
as fit into a minute or so if absent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.api.serving import serving

RANDOM = int(os.environ.get("MDI_GENERATED", "4"))  # requests of each address, beside the edges
FACES = {"/v1": 2_500, "/ogc/v1": 2_500}  # requests at the least
CONFIG = """
[checks]
# What is well formed need not be there: a level, a code, a place, a name of weights.
positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "/(items|joins)$"
# A limit above its maximum is its maximum (OGC 17-069r4, 7.15.3), and no mistake.
checks.negative_data_rejection.enabled = false
# An address that is too long is refused before anybody looks at its method.
checks.unsupported_method.enabled = false
"""
RUN = (
    *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run"),
    *(
        "--phases",
        "examples,coverage,fuzzing",
        "--warnings",
        "off",
        "--max-examples",
        str(RANDOM),
        "--seed",
        "1",
    ),
    *("--no-color", "--workers", "1", "--continue-on-failure", "--generation-database", "none"),
    *("--request-timeout", "30", "--max-response-time", "20"),
    *("--report", "ndjson", "--report-ndjson-path", "told.ndjson"),
)


@pytest.fixture(scope="module")
def service(sample_store, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("generated"), "--store", sample_store) as found:
        yield found
        assert "Traceback" not in found.log.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("root", FACES)
def test_whatever_is_asked_is_answered_as_documented(service, root, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    document = f"http://127.0.0.1:{service.port}{root}/openapi.json"
    ran = subprocess.run(
        [*RUN, document], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-2_000:]
    statuses = list(answered(tmp_path / "told.ndjson"))
    assert len(statuses) >= FACES[root]
    assert max(statuses) < 500
    assert {200, 400, 404, 405} <= set(statuses)
    assert service.get("/readyz")[0] == 200


def answered(report):
    """The status of every answer."""
    for line in report.read_text(encoding="utf-8").splitlines():
        for interaction in interactions_in(json.loads(line)):
            if interaction.get("response"):
                yield interaction["response"]["status_code"]


def interactions_in(event):
    for recorder in event.values():
        yield from (recorder.get("recorder") or {}).get("interactions", {}).values()
