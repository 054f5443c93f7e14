"""A page: maps on the left, legend and scale bar beside them, words above and below.

All lengths are inches from the lower left of the page. Nothing lies over the land.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geodata.boundaries import Boundaries
from geodata.errors import BoundaryError, listed
from geodata.maps import Choropleth
from geodata.pictures.caption import Caption
from geodata.pictures.frame import Frame, frame_of
from geodata.pictures.legend import WIDTH, Legend, legend_of
from geodata.pictures.lettering import FAINT, POINTS, Paragraph, Style, paragraph
from geodata.pictures.panel import draw_shapes
from geodata.pictures.scale_bar import ScaleBar, scale_bar
from geodata.pictures.shapes import GRAIN, Outlines, outlines_of

DPI = 200.0
MARGIN, GUTTER, SPACE = 0.42, 0.38, 0.2
ONE, MANY = (6.3, 7.2), (9.0, 7.4)  # the most room for one map, and for several
BETWEEN = 0.22  # two panels
FEW = 5  # codes named in an error
HEADING, UNDER = Style(15.0, bold=True), Style(9.5, color=FAINT)
PANEL, NOTE = Style(9.5, bold=True), Style(7.5, color=FAINT)


@dataclass(frozen=True)
class Grid:
    """Where the panels stand.

    Attributes:
        columns: how many stand beside each other.
        rows: how many stand under each other.
        panel: width and height of the map in a panel.
        heading: height of what stands above each map.
    """

    columns: int
    rows: int
    panel: tuple[float, float]
    heading: float

    @property
    def width(self) -> float:
        """Of all panels."""
        return self.columns * (self.panel[0] + BETWEEN) - BETWEEN

    @property
    def height(self) -> float:
        """Of all panels."""
        return self.rows * (self.heading + self.panel[1] + BETWEEN) - BETWEEN

    def corner(self, number: int) -> tuple[float, float]:
        """From the upper left of the grid to that of a panel: to the right, and down."""
        row, column = divmod(number, self.columns)
        return (
            column * (self.panel[0] + BETWEEN),
            row * (self.heading + self.panel[1] + BETWEEN),
        )


@dataclass(frozen=True)
class Page:
    """All parts of a page, with their sizes."""

    grid: Grid
    legend: Legend
    bar: ScaleBar
    above: tuple[Paragraph, ...]
    below: tuple[Paragraph, ...]

    @property
    def width(self) -> float:
        """Of the page."""
        return 2 * MARGIN + self.grid.width + GUTTER + max(WIDTH, self.legend.width)

    @property
    def body(self) -> float:
        """Height of the part between the words."""
        return max(self.grid.height, self.legend.height + 2 * SPACE + self.bar.height)

    @property
    def height(self) -> float:
        """Of the page."""
        words = sum(part.height for part in (*self.above, *self.below))
        return _on_grid(2 * MARGIN + words + self.body + 2 * SPACE)


def draw_page(maps: Mapping[str, Choropleth[Boundaries]], caption: Caption) -> Figure:
    """Draw maps that share one scale and one frame, each under its name.

    Raises:
        BoundaryError: no shapes, shapes in different coordinate systems, or no shape of any
            area that has a value.
    """
    for drawn in maps.values():
        _check_matched(drawn)
    frame = frame_of([drawn.boundaries for drawn in maps.values()])
    page = _page(maps, frame, caption)
    figure = Figure(figsize=(page.width, page.height), dpi=DPI, facecolor="#ffffff")
    figure.set_label(caption.title)
    top = page.height - MARGIN
    for part in page.above:
        part.put(figure, (MARGIN, top))
        top -= part.height
    top -= SPACE
    beside = MARGIN + page.grid.width + GUTTER
    page.legend.put(figure, (beside, top))
    page.bar.put(figure, (beside + 0.06, top - page.body))
    _draw_panels(figure, maps, (frame, page.grid), (MARGIN, top))
    top -= page.body + SPACE
    for part in page.below:
        part.put(figure, (MARGIN, top))
        top -= part.height
    return figure


def _check_matched(drawn: Choropleth[Boundaries]) -> None:
    if drawn.unmatched and not sum(drawn.classes.counts):
        message = "No shape has a value, and some values have no shape."
        found = [
            f"codes of the values without a shape: {listed(drawn.unmatched[:FEW])}",
            f"codes of the shapes: {listed(drawn.codes[:FEW])}",
        ]
        hint = "Give the shapes of the same level and year as the values."
        raise BoundaryError(message, found, hint)


def _page(maps: Mapping[str, Choropleth[Boundaries]], frame: Frame, caption: Caption) -> Page:
    grid = _grid(len(maps), frame.aspect, PANEL.leading + 0.05 if any(maps) else 0.0)
    width = grid.width + GUTTER + WIDTH
    source = f"{caption.words.source}: {caption.source}" if caption.source else ""
    return Page(
        grid,
        legend_of(list(maps.values()), caption),
        scale_bar(
            frame.width / grid.panel[0], min(WIDTH * 0.8, grid.panel[0] * 0.6), caption.words
        ),
        (paragraph(caption.title, HEADING, width), paragraph(caption.subtitle, UNDER, width)),
        tuple(paragraph(text, NOTE, width) for text in (*caption.notes, source)),
    )


def _grid(count: int, aspect: float, heading: float) -> Grid:
    """The grid in which the maps are largest."""
    across, down = ONE if count == 1 else MANY

    def with_columns(columns: int) -> Grid:
        rows = ceil(count / columns)
        width = (across + BETWEEN) / columns - BETWEEN
        height = (down + BETWEEN) / rows - BETWEEN - heading
        width = min(width, height / aspect)
        return Grid(columns, rows, (width, width * aspect), heading)

    return max(map(with_columns, range(1, count + 1)), key=lambda grid: grid.panel)


def _draw_panels(
    figure: Figure,
    maps: Mapping[str, Choropleth[Boundaries]],
    layout: tuple[Frame, Grid],
    at: tuple[float, float],
) -> None:
    """The maps, each under its name; `at` is the upper left corner of the grid."""
    frame, grid = layout
    shapes: dict[Boundaries, Outlines] = {}
    for number, (name, drawn) in enumerate(maps.items()):
        right, down = grid.corner(number)
        corner = at[0] + right, at[1] - down
        PANEL.put(figure, name, corner)
        axes = _axes(figure, frame, grid, corner)
        if drawn.boundaries not in shapes:
            width = grid.panel[0] * POINTS
            shapes[drawn.boundaries] = outlines_of(drawn.boundaries, frame, width)
        draw_shapes(axes, drawn, shapes[drawn.boundaries])


def _axes(figure: Figure, frame: Frame, grid: Grid, at: tuple[float, float]) -> Axes:
    """Axes without lines, in the coordinates of the map; `at` is the corner of its panel."""
    west, south, east, north = frame.bounds
    foot = at[1] - grid.heading - grid.panel[1]
    (width, height), page = grid.panel, figure.get_size_inches()
    place = (_on_grid(at[0]) / page[0], _on_grid(foot) / page[1], width / page[0], height / page[1])
    axes = figure.add_axes(place, xlim=(west, east), ylim=(south, north))
    axes.set_axis_off()
    return axes


def _on_grid(inches: float) -> float:
    """The nearest point of the grid that shapes are drawn on: short numbers in an SVG."""
    return round(inches * POINTS / GRAIN) * GRAIN / POINTS
