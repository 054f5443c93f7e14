"""Invented requests get documented answers, whatever they ask."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from tests.api.ogc.asking import MUNICIPALITIES, ROOT

LIST = f"/collections/{MUNICIPALITIES}/items"
PATHS = ["/", "/collections", f"/collections/{MUNICIPALITIES}", LIST, f"{LIST}/{{code}}"]
CHECKS = [status_code_conformance, content_type_conformance]
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MODES = {"as documented": GenerationMode.POSITIVE, "against it": GenerationMode.NEGATIVE}


@pytest.fixture(scope="session")
def operations(of_edition):
    schema = schemathesis.openapi.from_asgi("/ogc/v1/api?f=json", of_edition.client.app)
    schema.config.update(base_url=ROOT)
    return {each.path: each for each in (found.ok() for found in schema.get_all_operations())}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("invented", [*MODES])
def test_invented_requests_get_documented_answers(operations, path, invented):
    @BOUNDED
    @given(operations[path].as_strategy(generation_mode=MODES[invented]))
    def ask(case):
        answer = case.call()
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, checks=CHECKS)

    ask()
