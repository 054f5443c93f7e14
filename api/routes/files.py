"""What an edition holds: every file with its digest."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.documents.files import EditionFiles
from api.examples import answers
from api.examples.files import FILES
from api.library import Library
from api.queries import NoQuery, TheLibrary
from api.responses import answer
from mdi.editions.store.manifest import NAME
from mdi.formats import digest_of

router = APIRouter(tags=["declarations"])


@router.get(
    "/edition/files",
    summary="The files of the edition, with their digests",
    responses=answers(EditionFiles, FILES),
)
def files(request: Request, library: TheLibrary, _: NoQuery) -> Response:
    """Every file of the edition that answers, with its SHA-256 and size.

    What is downloaded of it carries the same digest in `Repr-Digest`. The name of an edition is the
    beginning of the SHA-256 of its manifest, so that all of it follows from the name.
    """
    return answer(request, library.whole_mark, lambda: _listed(library))


def _listed(library: Library) -> dict[str, Any]:
    edition = library.published
    if edition is None:
        return {"edition": None, "manifest": None, "files": []}
    return {
        "edition": edition.name,
        "manifest": digest_of(edition.path(NAME)),
        "files": [
            {"path": path, "sha256": record.sha256, "size": record.size}
            for path, record in sorted(edition.manifest.files.items())
        ],
    }
