"""Styles as files: a `.qml` and a MapLibre `.json` for every measure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geodata.errors import unwritable
from geodata.staging import staged
from geodata.styles.maplibre import to_maplibre
from geodata.styles.model import Style
from geodata.styles.qml import to_qml


def write_styles(
    styles: Iterable[Style],
    folder: Path,
    source: Mapping[str, Any],
    source_layer: str | None = None,
) -> list[Path]:
    """Write `<column>.qml` and `<column>.json` for every style.

    Args:
        styles: one for each measure.
        folder: where; it is made if its parent is there.
        source: where MapLibre finds the areas, as in `to_maplibre`.
        source_layer: the layer, for vector tiles.

    Returns:
        The files that were written.

    Raises:
        BoundaryFileError: a place where we may not write.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    with staged(folder) as stage:
        for style in styles:
            (stage.folder / f"{style.column}.qml").write_text(to_qml(style), encoding="utf-8")
            made = to_maplibre(style, source, source_layer)
            text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
            (stage.folder / f"{style.column}.json").write_text(text, encoding="utf-8")
    return stage.written
