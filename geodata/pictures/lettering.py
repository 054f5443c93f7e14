"""Letters on a page: the fonts that matplotlib ships, measured and broken into lines.

The font is named by its file, so that a picture does not depend on what is installed or on
anybody's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

POINTS = 72.0  # in an inch
INK, FAINT = "#1a1a1a", "#595959"
LEADING = 1.32  # from line to line, in sizes
RISE = 0.78  # from the top of a line to its foot, in sizes

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Style:
    """Letters of one kind; all lengths are in inches.

    Attributes:
        size: in points.
        bold: whether they are bold.
        color: of the letters.
    """

    size: float
    bold: bool = False
    color: str = INK

    @cached_property
    def font(self) -> FontProperties:
        """DejaVu Sans, from the file that comes with matplotlib."""
        name = "DejaVuSans-Bold.ttf" if self.bold else "DejaVuSans.ttf"
        path = Path(mpl.get_data_path(), "fonts", "ttf", name)
        return FontProperties(fname=path, size=self.size)

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return LEADING * self.size / POINTS

    def width(self, text: str) -> float:
        """How wide a line of text is."""
        wide, _, _ = text_to_path.get_text_width_height_descent(text, self.font, ismath=False)
        return float(wide) / POINTS

    def put(
        self, figure: Figure, text: str, at: tuple[float, float], align: Align = "left"
    ) -> None:
        """Write a line; `at` is where its top is, in inches from the lower left of the page."""
        x, top = at
        figure.text(
            x,
            top - RISE * self.size / POINTS,
            text,
            transform=figure.dpi_scale_trans,
            fontproperties=self.font,
            color=self.color,
            horizontalalignment=align,
            verticalalignment="baseline",
            usetex=False,
            parse_math=False,
        )


@dataclass(frozen=True)
class Paragraph:
    """Lines under each other."""

    lines: tuple[str, ...]
    style: Style

    @property
    def height(self) -> float:
        """Of all lines, in inches."""
        return len(self.lines) * self.style.leading

    def put(self, figure: Figure, at: tuple[float, float]) -> None:
        """Write the lines downwards from a point, in inches."""
        x, top = at
        for row, line in enumerate(self.lines):
            self.style.put(figure, line, (x, top - row * self.style.leading))


def paragraph(text: str, style: Style, width: float) -> Paragraph:
    """Break a text into lines that are no wider than that, in inches; no text is no lines."""
    lines: list[str] = []
    for part in text.splitlines():
        line = ""
        for word in part.split():
            longer = f"{line} {word}".strip()
            if line and style.width(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return Paragraph(tuple(lines), style)
