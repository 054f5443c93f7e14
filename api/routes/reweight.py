"""Reweighting: the index by a reader's own weights or method, as columns, while they move a slider."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from fastapi import APIRouter, Response

import mdi
from api.bodies import OwnColumns
from api.documents import ReweightAnswer
from api.examples import REWEIGHT, answers
from api.http.answers import Answer
from api.measures import Places, places_of
from api.queries import NoQuery, TheLibrary
from api.responses import JSON, Prepared, encoded
from mdi.reweighting import Reweighed, Reweighing

router = APIRouter(tags=["index"])


@router.post(
    "/reweight",
    summary="Index, ranks and deciles by your own weights or method",
    responses=answers(ReweightAnswer, REWEIGHT),
)
def reweight(library: TheLibrary, asked: OwnColumns, _: NoQuery) -> Response:
    """The same numbers as `POST /v1/index`, as columns, and the areas that change decile.

    Rows are in the order of `/v1/values`. Only what differs from the index that is shown first
    is computed; nothing is kept.
    """
    library.disclosure.check(asked.method)
    began = perf_counter()
    base, weights, method = asked.parts(library)
    start = library.parts.once(("reweighing", base.fingerprint), lambda: Reweighing(base))
    found = start.of(weights, method)
    places = places_of(library, base.table.level, base.table.year)
    body = encoded(
        {
            "level": base.table.level,
            "year": base.table.year,
            "fingerprint": found.fingerprint,
            "publisher": library.source(base.table.level, base.table.year).publisher,
            "ranked": found.ranked,
            "base": {
                "weights": base.weights.id,
                "method": base.method.id,
                "fingerprint": base.fingerprint,
            },
            **_columns(found, places, asked),
            "moved": _moved(base, found),
        }
    )
    took = f"compute;dur={1000 * (perf_counter() - began):.2f}"
    answer = Answer(JSON, found.fingerprint, lambda: [body], headers={"Server-Timing": took})
    return Prepared(answer, "no-store")


def _columns(found: Reweighed, places: Places, asked: OwnColumns) -> dict[str, Any]:
    """The columns that are asked for, in the order of the layer."""
    rank, decile = (places.of_numbers(column) for column in (found.rank, found.decile))
    made = {
        "ids": places.ids,
        "codes": places.codes,
        "index": np.round(places.of(found.index), asked.decimals),
        "rank": rank,
        "decile": decile,
    }
    return {name: made[name] for name in asked.columns}


def _moved(base: mdi.IndexResult, found: Reweighed) -> dict[str, Any]:
    """The areas that have a decile before and after, and another one."""
    codes = base.table.codes
    return {
        "codes": [codes[row] for row in found.moved.tolist()],
        "from": base.decile[found.moved],
        "to": found.decile[found.moved],
    }
