"""Bulk download: a whole level as one file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.documents import FeatureCollection
from api.downloads import MEDIA, Wanted, Workshop, ending_of
from api.examples import MAP
from api.http.files import FileAnswer
from api.queries import Recipe, TheLibrary
from api.responses import GEOJSON, cache_control

router = APIRouter(tags=["download"])
BINARY = {"schema": {"type": "string", "format": "binary"}, "example": "(a file)"}
DRAWN = {GEOJSON: {"schema": FeatureCollection.model_json_schema(), "example": MAP}}
Level = Annotated[str, Path(description="Level of the areas.", examples=["municipality"])]
Ending = Annotated[
    str,
    Path(
        description=f"The format: {', '.join(MEDIA)}; `zip` is a Shapefile.",
        examples=["gpkg", "parquet"],
    ),
]


@router.get(
    "/download/{level}.{ending}",
    summary="A whole level as a file",
    response_class=Response,
    responses={200: {"content": {**dict.fromkeys(sorted(set(MEDIA.values())), BINARY), **DRAWN}}},
)
def download(
    request: Request,
    library: TheLibrary,
    level: Level,
    ending: Ending,
    query: Annotated[Recipe, Query()],
) -> Response:
    """The index of all areas of a level, with shapes where the format has room for them.

    A file that lies in the edition is sent as it lies; others are made when first asked for, and
    say how sure ranks are where that is known. Each has its SHA-256 in `Repr-Digest` and can be
    taken in parts.
    """
    result, kind = query.of(library, level), ending_of(ending)
    wanted = Wanted(library, result, kind, query.sure(request, library, result).certainty)
    workshop: Workshop = request.app.state.workshop
    file = wanted.ready() or workshop.file(wanted)
    return FileAnswer(file, cache_control(request))
