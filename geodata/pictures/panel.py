"""One map on the page: its areas in the colours of their classes, and the coast."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geodata.boundaries import Boundaries
from geodata.maps import Choropleth
from geodata.palettes import border_color, hatch_color, missing_color
from geodata.pictures.shapes import Outlines

HATCH, HATCH_WIDTH = "//////", 0.35
COAST = "#404040"
COASTAL = 0.2  # points that the coast is wider than a border


def draw_shapes(axes: Axes, drawn: Choropleth[Boundaries], outlines: Outlines) -> None:
    """Draw all areas, class by class, the missing ones hatched; then the coast."""
    index, line = drawn.classes.index, {"edgecolor": border_color(), "linewidth": outlines.line}
    if (index < 0).any():
        missing = outlines.path(index < 0)
        axes.add_artist(_patch(missing, "missing", facecolor=missing_color(), **line))
        axes.add_artist(hatched(missing, gid="missing-hatch", clip_on=False))
    for number, color in enumerate(drawn.colors):
        path = outlines.path(index == number)
        axes.add_artist(_patch(path, f"class-{number + 1}", facecolor=color, **line))
    width = outlines.line + COASTAL
    axes.add_artist(_patch(outlines.coast, "coast", fill=False, edgecolor=COAST, linewidth=width))


def hatched(path: Path, **look: Any) -> PathPatch:
    """The hatching of what has no figure."""
    patch = PathPatch(path, fill=False, linewidth=0.0, hatch=HATCH, edgecolor=hatch_color(), **look)
    patch.set_hatch_linewidth(HATCH_WIDTH)
    return patch


def _patch(path: Path, name: str, **look: Any) -> PathPatch:
    return PathPatch(path, gid=name, joinstyle="round", clip_on=False, **look)
