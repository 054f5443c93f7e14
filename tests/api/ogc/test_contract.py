"""Invented requests get documented answers, whatever they ask."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from tests.api.ogc.asking import MUNICIPALITIES, ROOT
from tests.api.ogc.joining import Joiner

LIST = f"/collections/{MUNICIPALITIES}/items"
PATHS = ["/", "/collections", f"/collections/{MUNICIPALITIES}", LIST, f"{LIST}/{{code}}"]
WRITING = [("/joins", "POST"), ("/joins/{joinId}", "DELETE"), ("/joins", "GET")]
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


@pytest.fixture(scope="session")
def written(squareland, tmp_path_factory):
    joiner = Joiner(squareland, tmp_path_factory.mktemp("written"))
    schema = schemathesis.openapi.from_asgi("/ogc/v1/api?f=json", joiner.client.app)
    schema.config.update(base_url=ROOT)
    schema.config.update(headers={"x-api-key": joiner.key})
    every = (found.ok() for found in schema.get_all_operations())
    return {(each.path, each.method.upper()): each for each in every}


@pytest.mark.parametrize("operation", WRITING)
@pytest.mark.parametrize("invented", [*MODES])
def test_invented_writing_gets_documented_answers(written, operation, invented):
    @BOUNDED
    @given(written[operation].as_strategy(generation_mode=MODES[invented]))
    def ask(case):
        answer = case.call()
        assert answer.status_code < 500 or answer.status_code == 507, answer.text
        case.validate_response(answer, checks=CHECKS)

    ask()
