"""Pictures as files: the same picture gives the same bytes, on any day."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geodata.errors import BoundaryFileError, unwritable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["png", "svg", "pdf"]
PICTURES: dict[str, Kind] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}

ABOUT: dict[Kind, tuple[str, str | None]] = {  # where a description goes, and where a date is
    "png": ("Description", None),
    "svg": ("Description", "Date"),
    "pdf": ("Subject", "CreationDate"),
}
# names that the SVG writer of matplotlib draws by lot, where they are given and called
DRAWN = re.compile(rb'(?<=id="|f="#|rl\(#)[a-z][0-9a-f]{10}(?="|\))')


def write_picture(figure: Figure, path: str | Path, description: str = "") -> None:
    """Write a figure as .png, .svg or .pdf, by the suffix.

    Args:
        figure: from `plot_choropleth` or `plot_multiples`.
        path: the file.
        description: kept inside the file, such as where the figures come from.

    Raises:
        BoundaryFileError: another suffix, or no place to write.
    """
    path = Path(path)
    if path.suffix.lower() not in PICTURES:
        hint = "Use one of: " + ", ".join(PICTURES) + "."
        message = f"'{path.name}' has no suffix of a picture."
        raise BoundaryFileError(message, hint=hint)
    content = picture_bytes(figure, PICTURES[path.suffix.lower()], description)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise unwritable(path, error) from error


def picture_bytes(figure: Figure, kind: Kind, description: str = "") -> bytes:
    """A figure as the bytes of a PNG, SVG or PDF; no date and no chance is in them.

    Args:
        figure: from `plot_choropleth` or `plot_multiples`; its label is the title of the file.
        kind: which of the three.
        description: kept inside the file.
    """
    described, dated = ABOUT[kind]
    about = {"Title": str(figure.get_label()), described: description}
    metadata = {key: text for key, text in about.items() if text}
    file = BytesIO()
    figure.savefig(
        file,
        format=kind,
        dpi="figure",
        facecolor="auto",
        transparent=False,
        metadata={**metadata, dated: None} if dated else metadata,
    )
    return _numbered(file.getvalue()) if kind == "svg" else file.getvalue()


def _numbered(svg: bytes) -> bytes:
    """Number the names drawn by lot in the order in which they appear."""
    names: dict[bytes, bytes] = {}
    return DRAWN.sub(lambda found: names.setdefault(found[0], b"n%d" % len(names)), svg)
