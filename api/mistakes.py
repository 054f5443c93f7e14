"""What is wrong with the parameters or the body of a request, in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi.params import Depends, Query
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mdi.errors import Problem
from mdi.faults import told

BODY, QUERY = "body", "query"
WHOLE = ("missing", "model_type", "model_attributes_type", "dict_type")


def mistakes(
    endpoint: Callable[..., Any] | None, errors: Sequence[ErrorDetails]
) -> Iterator[Problem]:
    """The problems of a request, in the order in which they were found.

    Args:
        endpoint: the function that was to answer it: its annotations say what may be asked.
        errors: what FastAPI found; the place of each begins with the part of the request.
    """
    kinds = dict(_asked(endpoint)) if endpoint else {}
    for each in errors:
        part, *keys = each["loc"]
        what = _of_body(each) if part == BODY else None
        if what:
            yield Problem(what, expected=f"a JSON object, such as {_example(kinds.get(BODY))}")
        else:
            noun = "key" if part == BODY else "parameter"
            inside = ErrorDetails({**each, "loc": tuple(keys)})
            yield from told([inside], kinds.get(str(part)), noun)


def _of_body(error: ErrorDetails) -> str | None:
    """What is wrong with the body as a whole; None where it is one of its keys."""
    if error["type"] == "json_invalid":
        return f"the body is no JSON: {error['ctx']['error']}"
    if error["type"] in WHOLE and len(error["loc"]) == 1:
        return "the body is empty" if error["input"] is None else "the body is no JSON object"
    return None


def _asked(endpoint: Callable[..., Any]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The model of the parameters and that of the body."""
    for hint in get_type_hints(endpoint, include_extras=True).values():
        annotated = get_origin(hint) is Annotated
        kind, *said = get_args(hint) if annotated else (hint,)
        if any(isinstance(each, Depends) for each in said):
            continue  # it is made, not asked
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield QUERY if any(isinstance(each, Query) for each in said) else BODY, kind


def _example(kind: type[BaseModel] | None) -> str:
    """What a body may look like: the example that the model has of itself."""
    said = kind.model_config.get("json_schema_extra") if kind else None
    examples = said.get("examples") if isinstance(said, dict) else None
    return json.dumps(examples[-1] if isinstance(examples, list) else {"weights": "equal"})
