"""Values: a measure as columns by feature id, for clients that hold the tiles."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import orjson
from fastapi import APIRouter, Query, Request, Response

from api.cubes import answer_cube, cube_of_values
from api.documents import JsonStat, Values
from api.examples import VALUES, answers
from api.forms import ARROW, JSON, chosen_format
from api.jsonstat import JSONSTAT
from api.measures import Painted, Places, described, legend_of, painted, places_of
from api.queries import Measure, TheLibrary, ValuesQuery, measure_of
from api.responses import answer
from api.sureness import ON_MAPS, Sureness, listed, marked

if TYPE_CHECKING:
    import mdi

router = APIRouter(tags=["maps"])
Make = Callable[[], Any]
BINARY = {"schema": {"type": "string", "format": "binary"}, "example": "(an Arrow file)"}


@router.get(
    "/values/{measure}",
    summary="A measure as columns by feature id",
    responses=answers(Values | JsonStat, VALUES, {ARROW.media: BINARY}),
)
def values(
    request: Request, library: TheLibrary, measure: Measure, query: Annotated[ValuesQuery, Query()]
) -> Response:
    """Values and classes of all areas, by the numbers that the features of the tiles have.

    The order of rows is that of the codes, and the same for every measure of a level and year.
    Classes and colours are those of the map with the same parameters.
    """
    result = query.result(library)
    name, names = measure_of(result, measure), query.chosen()
    sure = query.sure(request, library, result)
    mark = marked(library.map_mark(result), sure.certainty)
    if query.f == JSONSTAT.name:
        cube = partial(cube_of_values, library, result, name, query.decimals)
        return answer_cube(request, mark, query.lang, cube)
    form = chosen_format((JSON, ARROW), query.f, request)

    def make() -> bytes | dict[str, Any]:
        places = places_of(library, result.table.level, result.table.year)
        found = painted(library, result, name, query.rule(), query.palette)
        head = {**_head(result, name, query), **legend_of(found), "certainty": sure.told()}
        certain = _certain(sure, places, names)
        if form is ARROW:
            return _arrow(head, places, found, certain, names)
        withheld = {"withheld": places.ids[found.withheld]}
        columns = {**_columns(places, found, query.decimals), **certain}
        return {**head, **withheld, **{name: columns[name]() for name in names}}

    return answer(request, mark, make, form.media)


def _head(result: mdi.IndexResult, measure: str, query: ValuesQuery) -> dict[str, Any]:
    """What is said of the whole."""
    return {
        **described(result, measure),
        "level": result.table.level,
        "year": result.table.year,
        "fingerprint": result.fingerprint,
        "scheme": query.scheme,
        "palette": query.palette,
    }


def _certain(sure: Sureness, places: Places, names: list[str]) -> dict[str, Make]:
    """How sure ranks are, in the order of the layer; None where that is not known."""
    nothing: list[Any] = [None] * len(places.codes)

    def make(name: str) -> list[Any]:
        return places.of_plain(listed(sure.columns[name])) if sure.columns else nothing

    return {name: partial(make, name) for name in ON_MAPS if name in names}


def _columns(places: Places, found: Painted, decimals: int) -> dict[str, Make]:
    """The columns for JSON; missing is null."""
    number_of = [*range(1, len(found.classes) + 1), None]
    return {
        "ids": lambda: places.ids,
        "codes": lambda: places.codes,
        "values": lambda: np.round(found.values, decimals),
        "class": lambda: [number_of[place] for place in found.classes.index.tolist()],
    }


def _arrow(
    head: dict[str, Any],
    places: Places,
    found: Painted,
    certain: dict[str, Make],
    names: list[str],
) -> bytes:
    """The columns as an Arrow file, with what is said of the whole as its metadata `mdi`."""
    import pyarrow as pa  # noqa: PLC0415

    missing, place = np.isnan(found.values), found.classes.index
    made: dict[str, tuple[str, Make]] = {
        "ids": ("id", lambda: pa.array(places.ids)),
        "codes": ("code", lambda: pa.array(places.codes, pa.string())),
        "values": ("value", lambda: pa.array(found.values, mask=missing)),
        "class": ("class", lambda: pa.array(place + np.int8(1), mask=place < 0)),
    }
    for name, make in certain.items():
        kind = pa.string() if name == "reliability" else pa.int32()
        made[name] = (name, partial(_arrow_of, make, kind))
    columns = {title: column() for title, column in (made[name] for name in names)}
    columns["withheld"] = pa.array(found.withheld)
    table = pa.table(columns).replace_schema_metadata({"mdi": orjson.dumps(head)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    made_of: bytes = sink.getvalue().to_pybytes()
    return made_of


def _arrow_of(make: Make, kind: Any) -> Any:
    """A column of ranks or words as Arrow has it."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.array(make(), kind)
