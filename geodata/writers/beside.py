"""The style that QGIS looks for beside a file: the same name, with the ending `.qml`."""

from __future__ import annotations

from pathlib import Path

from geodata.styles.model import Style
from geodata.styles.qml import to_qml


def write_qml(styles: tuple[Style, ...], path: Path) -> None:
    """Write the first style, if there is one, beside a file."""
    for style in styles[:1]:
        path.with_suffix(".qml").write_text(to_qml(style), encoding="utf-8")
