"""One choropleth as a picture."""

from __future__ import annotations

from matplotlib.figure import Figure

from geodata.boundaries import Boundaries
from geodata.maps import Choropleth
from geodata.pictures.caption import Caption
from geodata.pictures.page import draw_page


def plot_choropleth(drawn: Choropleth[Boundaries], caption: Caption | None = None) -> Figure:
    """Draw a map with its legend, its scale bar and the words around it.

    Classes stand in the legend with their bounds and how many areas are in them; areas
    without a figure are hatched. The legend stands beside the land, never over it. The axes
    of the figure (`figure.axes[0]`) are in the coordinates of the shapes, so that roads or
    names can be added.

    Args:
        drawn: the map, from `choropleth`.
        caption: the words; without, only what the map itself knows is said, in Dutch.

    Returns:
        A figure of matplotlib; `write_picture` makes a file of it.

    Raises:
        BoundaryError: there are no shapes, or none of any area that has a value.
    """
    return draw_page({"": drawn}, caption or Caption())
