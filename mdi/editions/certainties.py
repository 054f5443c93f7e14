"""How sure the ranks of a folder or an edition are: read where it lies ready, else drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.catalogue import Catalogue
from mdi.errors import FileError
from mdi.result import IndexResult
from mdi.sensitivity.certainty import Certainty, read_certainty

if TYPE_CHECKING:
    from mdi.editions.store.edition import Edition


def certainty_in(  # noqa: PLR0913
    folder: Path,
    catalogue: Catalogue,
    edition: Edition | None,
    result: IndexResult,
    weights: str,
    method: str,
) -> Certainty | None:
    """How sure the ranks of a result are; None where the catalogue does not ask.

    A source of uncertainty that cannot be drawn for this result is left out, and said in the
    account; where none is left, there is no answer.

    Args:
        folder: where the files of the catalogue lie.
        catalogue: what asks.
        edition: where the answer may lie ready; None where the folder is none.
        result: an index of one of its tables.
        weights: the name of the weight set.
        method: the name of the method.

    Raises:
        DeclarationError, FileError: a source of the folder's own does not hold up.
    """
    if catalogue.sensitivity is None:
        return None
    ready = None if edition is None else _ready(edition, result, weights, method)
    if ready is not None:
        return ready
    answer = catalogue.sensitivity.question(folder).answer(result)
    return None if answer is None else Certainty.of(answer.found, answer.left_out)


def _ready(edition: Edition, result: IndexResult, weights: str, method: str) -> Certainty | None:
    """What lies in an edition; None where it does not, or is of another engine, or damaged."""
    wanted = (result.table.level, result.table.year, weights, method)
    record = next((r for r in edition.manifest.sensitivities if r.key == wanted), None)
    if record is None:
        return None
    try:
        return read_certainty(edition.path(record.file), result)
    except FileError:
        return None
