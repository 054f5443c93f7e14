"""Maps: a measure as a coloured FeatureCollection, and its legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

import geodata
import mdi
from api.documents import FeatureCollection, Legend
from api.documents.promises import headers
from api.examples import LEGEND, MAP, answers
from api.library import Library
from api.measures import described
from api.ogc.systems import CRS84
from api.queries import ChoroplethQuery, LegendQuery, MapQuery, Measure, TheLibrary, measure_of
from api.responses import GEOJSON, answer
from api.sureness import ON_MAPS, Sureness, marked
from geodata.geojson.zooms import zoom_of
from mdi.editions.joining import JoinedResult

if TYPE_CHECKING:
    from geodata.geojson import Column
    from geodata.geojson.areas import Encoded

router = APIRouter(tags=["maps"])
COLLECTION = FeatureCollection.model_json_schema()


@router.get(
    "/choropleth/{measure}",
    summary="A measure as a map",
    response_class=Response,
    responses={
        200: {
            "content": {GEOJSON: {"schema": COLLECTION, "example": MAP}},
            "headers": headers("Content-Crs"),
        }
    },
)
def choropleth(
    request: Request,
    library: TheLibrary,
    measure: Measure,
    query: Annotated[ChoroplethQuery, Query()],
) -> Response:
    """The index, the points of a domain or the figures of an indicator, as GeoJSON.

    Classes and colours always belong to the whole country, also within a box.
    """
    result = query.result(library)
    name, box = measure_of(result, measure), query.box()
    sure = query.sure(request, library, result)
    inside = library.shapes_within(result, query.parent)

    def make() -> bytes:
        drawn = draw(library, result, name, query, query.zoom)
        columns = _columns(library, sure, drawn.boundaries, name)
        return drawn.to_geojson(columns, bbox=box, only=inside)

    crs = {"Content-Crs": f"<{CRS84}>"}
    mark = marked(library.map_mark(result), sure.certainty)
    return answer(request, mark, make, GEOJSON, crs)


@router.get(
    "/legend/{measure}",
    summary="Classes and colours of a map",
    responses=answers(Legend, LEGEND),
)
def legend(
    request: Request, library: TheLibrary, measure: Measure, query: Annotated[LegendQuery, Query()]
) -> Response:
    """The classes of a map with the same parameters: borders, colours, numbers of areas.

    `certainty` says how a map may show which areas are surely in the most deprived tenth of the
    index; it is null where that is not known.
    """
    result = query.result(library)
    name, sure = measure_of(result, measure), query.sure(request, library, result)

    def make() -> dict[str, Any]:
        drawn = draw(library, result, name, query)
        *classes, missing = drawn.legend()
        return {
            **described(result, name),
            "level": result.table.level,
            "year": result.table.year,
            "scheme": query.scheme,
            "palette": query.palette,
            "classes": classes,
            "missing": {"color": missing["color"], "count": missing["count"]},
            "notes": list(drawn.classes.notes),
            "certainty": sure.told(),
        }

    return answer(request, marked(library.map_mark(result), sure.certainty), make)


def draw(
    library: Library,
    result: mdi.IndexResult,
    measure: str,
    query: MapQuery,
    zoom: float | None = None,
) -> geodata.Choropleth[Encoded]:
    """The map of a measure; dark is worse, also where a higher figure is better.

    Args:
        library: what it is made of.
        result: the index.
        measure: what it shows.
        query: its classes and colours.
        zoom: for which zoom its shapes are simplified; the whole ones if absent.
    """
    table = result.table
    shown = library.disclosure.shown(result, measure).tolist()
    values = dict(zip(table.codes, shown, strict=True))
    simple = None if zoom is None else zoom_of(zoom)
    shapes: Encoded = (
        library.atlas.shapes(table.level, table.year)
        if simple is None
        else library.atlas.simplified(table.level, table.year, simple)
    )
    drawn = geodata.choropleth(shapes, values, query.rule(), query.palette)
    if described(result, measure)["direction"] == "better":
        return replace(drawn, colors=drawn.colors[::-1])
    return drawn


def _columns(library: Library, sure: Sureness, shapes: Encoded, measure: str) -> dict[str, Column]:
    """What a map shows of an area beside the measure, also of areas without figures."""
    result = sure.result
    mapped = JoinedResult(result, shapes)
    status = library.disclosure.status(result, measure)
    told = {"value_status": mapped.of_shapes(status)} if status else {}
    columns = mapped.columns()
    parents = zip(mapped.of_shapes(result.table.parents), shapes.parents, strict=True)
    return {
        "area_name": columns["area_name"],
        "parent_code": [own or of_shape for own, of_shape in parents],
        **{name: columns[name] for name in ("index", "rank", "decile", "status")},
        **{name: mapped.of_shapes(sure.columns[name]) for name in ON_MAPS if sure.columns},
        **told,
    }
