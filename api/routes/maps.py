"""Maps: a measure as a coloured FeatureCollection, and its legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

import geodata
import mdi
from api.documents import FeatureCollection, Legend
from api.examples import LEGEND, MAP, answers
from api.library import Library
from api.queries import ChoroplethQuery, MapQuery, Measure, TheLibrary, measure_of
from api.responses import GEOJSON, answer
from mdi.editions.mapping import MappedResult

if TYPE_CHECKING:
    from geodata.geojson import Column

router = APIRouter(tags=["maps"])
COLLECTION = FeatureCollection.model_json_schema()


@router.get(
    "/choropleth/{measure}",
    summary="A measure as a map",
    response_class=Response,
    responses={200: {"content": {GEOJSON: {"schema": COLLECTION, "example": MAP}}}},
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
    inside = library.shapes_within(result, query.parent)

    def make() -> bytes:
        drawn = draw(library, result, name, query)
        return drawn.to_geojson(_columns(result, drawn.boundaries), bbox=box, only=inside)

    return answer(request, library.map_mark(result), make, GEOJSON)


@router.get(
    "/legend/{measure}",
    summary="Classes and colours of a map",
    responses=answers(Legend, LEGEND),
)
def legend(
    request: Request, library: TheLibrary, measure: Measure, query: Annotated[MapQuery, Query()]
) -> Response:
    """The classes of a map with the same parameters: borders, colours, numbers of areas."""
    result = query.result(library)
    name = measure_of(result, measure)

    def make() -> dict[str, Any]:
        drawn = draw(library, result, name, query)
        *classes, missing = drawn.legend()
        return {
            **_describe(result, name),
            "level": result.table.level,
            "year": result.table.year,
            "scheme": query.scheme,
            "palette": query.palette,
            "classes": classes,
            "missing": {"color": missing["color"], "count": missing["count"]},
            "notes": list(drawn.classes.notes),
        }

    return answer(request, library.map_mark(result), make)


def draw(
    library: Library, result: mdi.IndexResult, measure: str, query: MapQuery
) -> geodata.Choropleth:
    """The map of a measure; dark is worse, also where a higher figure is better."""
    table = result.table
    values = dict(zip(table.codes, result.measure(measure).tolist(), strict=True))
    shapes = library.shapes(table.level, table.year)
    drawn = geodata.choropleth(shapes, values, query.rule(), query.palette)
    if _describe(result, measure)["direction"] == "better":
        return replace(drawn, colors=drawn.colors[::-1])
    return drawn


def _columns(result: mdi.IndexResult, shapes: geodata.Boundaries) -> dict[str, Column]:
    """What a map shows of an area beside the measure, also of areas without figures."""
    mapped = MappedResult(result, shapes)
    columns = mapped.columns()
    parents = zip(mapped.of_shapes(result.table.parents), shapes.parents, strict=True)
    return {
        "area_name": columns["area_name"],
        "parent_code": [told or of_shape for told, of_shape in parents],
        **{name: columns[name] for name in ("index", "rank", "decile", "status")},
    }


def _describe(result: mdi.IndexResult, measure: str) -> dict[str, Any]:
    """Name, unit and direction of a measure."""
    for domain in result.table.domains:
        if domain.id == measure:
            return _named(measure, domain.name.model_dump(), "points", "worse")
    for figures in result.table.figures:
        if figures.indicator.id == measure:
            name = figures.indicator.name.model_dump()
            return _named(measure, name, figures.unit, figures.direction)
    return _named(measure, {"nl": "Index", "en": "Index"}, "points", "worse")


def _named(measure: str, name: dict[str, str], unit: str, direction: str) -> dict[str, Any]:
    return {"measure": measure, "name": name, "unit": unit, "direction": direction}
