"""The legend: what a reader must know of each class, and nothing that is not so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.boundaries import Boundaries
from geodata.classify import Classes, Values
from geodata.maps import Choropleth
from geodata.palettes import border_color, missing_color
from geodata.pictures.caption import Caption
from geodata.pictures.lettering import FAINT, Paragraph, Style, paragraph
from geodata.pictures.panel import hatched
from geodata.pictures.rounding import Bounds, rounded_bounds
from geodata.pictures.words import Words

WIDTH = 2.3  # inches of the column that the legend stands in
PATCH = (0.30, 0.17)  # inches
ROW = 0.245  # inches from class to class
GAP, WORD = 0.09, 0.05  # inches between the columns of a row, and between words
BELOW = 0.03  # inches under the heading of the counts
HEAD, TEXT, SMALL = Style(9.0, bold=True), Style(8.5), Style(7.5, color=FAINT)


@dataclass(frozen=True)
class Row:
    """One class in the legend.

    Attributes:
        color: its colour.
        words: lower bound, the word between, upper bound; or one text alone.
        count: how many areas are in it, as it is written.
        missing: whether it is that of areas without a figure.
    """

    color: str
    words: tuple[str, str, str] | str
    count: str
    missing: bool = False


@dataclass(frozen=True)
class Legend:
    """Heading, explanation and a row for each class.

    Attributes:
        above: heading and explanation.
        counted: what the counts count.
        rows: from low to high, and the missing areas.
    """

    above: tuple[Paragraph, ...]
    counted: str
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        """In inches."""
        head = sum(part.height for part in self.above)
        return head + SMALL.leading + BELOW + len(self.rows) * ROW

    @cached_property
    def columns(self) -> tuple[float, ...]:
        """Where the three parts of the bounds end, in inches from the left."""
        cells = [row.words for row in self.rows if not isinstance(row.words, str)]
        widths = [max(map(TEXT.width, column)) for column in zip(*cells, strict=True)]
        starts = accumulate(widths, lambda end, width: end + WORD + width)
        return tuple(PATCH[0] + GAP + end for end in starts)

    @cached_property
    def width(self) -> float:
        """Of the rows, to the right end of the counts, in inches."""
        alone = [TEXT.width(row.words) for row in self.rows if isinstance(row.words, str)]
        words = max([*self.columns[-1:], *(PATCH[0] + GAP + width for width in alone)], default=0.0)
        counts = max((TEXT.width(row.count) for row in self.rows), default=0.0)
        return max(words + 3 * GAP + counts, SMALL.width(self.counted))

    def put(self, figure: Figure, at: tuple[float, float]) -> None:
        """Draw it downwards from its upper left corner, in inches."""
        x, top = at
        for part in self.above:
            part.put(figure, (x, top))
            top -= part.height
        SMALL.put(figure, self.counted, (x + self.width, top), "right")
        top -= SMALL.leading + BELOW
        for row in self.rows:
            self._put_row(figure, row, (x, top))
            top -= ROW

    def _put_row(self, figure: Figure, row: Row, at: tuple[float, float]) -> None:
        x, top = at
        _put_patch(figure, row, (x, top))
        line = top - (PATCH[1] - TEXT.size / 72) / 2 + 0.005
        TEXT.put(figure, row.count, (x + self.width, line), "right")
        if isinstance(row.words, str):
            TEXT.put(figure, row.words, (x + PATCH[0] + GAP, line))
            return
        for text, end in zip(row.words, self.columns, strict=False):
            TEXT.put(figure, text, (x + end, line), "right")


def legend_of(maps: Sequence[Choropleth[Boundaries]], caption: Caption) -> Legend:
    """The legend of maps that share one scale; counts are those of all maps together."""
    first, words = maps[0].classes, caption.words
    values = np.concatenate([drawn.values for drawn in maps])
    classes = replace(
        first,
        counts=tuple(np.sum([drawn.classes.counts for drawn in maps], axis=0).tolist()),
        missing=sum(drawn.classes.missing for drawn in maps),
    )
    rows, rounded = _rows(values, classes, maps[0].colors, words)
    together = words.together if len(maps) > 1 else ""
    said = (caption.explanation(), rounded, together)
    above = (
        paragraph(caption.measure, HEAD, WIDTH),
        *(paragraph(text, SMALL, WIDTH) for text in said),
    )
    return Legend(above, caption.areas or words.areas, rows)


def _rows(
    values: Values, classes: Classes, colors: tuple[str, ...], words: Words
) -> tuple[tuple[Row, ...], str]:
    """The rows, and what is to be said where bounds are rounded."""
    rows, rounded = [], ""
    if len(classes):
        bounds = rounded_bounds(values, classes)
        rounded = "" if bounds.exact else words.rounded
        rows = [
            Row(color, _class_in_words(number, bounds, count, words), words.number(count, 0))
            for number, (color, count) in enumerate(zip(colors, classes.counts, strict=True))
        ]
    if classes.missing:
        count = words.number(classes.missing, 0)
        rows.append(Row(missing_color(), words.missing, count, missing=True))
    return tuple(rows), rounded


def _class_in_words(
    number: int, bounds: Bounds, count: int, words: Words
) -> tuple[str, str, str] | str:
    """``> 12,3 t/m 17,9``; the lowest class holds its lower bound too."""
    low, high = bounds.lower[number], bounds.upper[number]
    lower, upper = (words.number(bound, bounds.decimals) for bound in (low, high))
    if number == 0 and low >= high:
        return ("", "", upper) if count else ("", words.to, upper)
    if low >= high:
        return f"> {lower}", "", ""
    return (f"> {lower}" if number else lower), words.to, upper


def _put_patch(figure: Figure, row: Row, at: tuple[float, float]) -> None:
    x, top = at
    corners = [(0, 0), (PATCH[0], 0), (PATCH[0], -PATCH[1]), (0, -PATCH[1]), (0, 0)]
    path = Path([(x + right, top + up) for right, up in corners], closed=True)
    look = {"transform": figure.dpi_scale_trans, "gid": "legend"}
    figure.add_artist(
        PathPatch(path, facecolor=row.color, edgecolor=border_color(), linewidth=0.3, **look)
    )
    if row.missing:
        figure.add_artist(hatched(path, **look))
