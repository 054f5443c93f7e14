"""Small multiples: several maps on one scale, so that a colour means the same in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from geodata.boundaries import Boundaries
from geodata.classify import Quantile, Rule
from geodata.errors import ClassificationError
from geodata.maps import Choropleth
from geodata.palettes import default_palette
from geodata.palettes import palette as colors_of
from geodata.pictures.caption import Caption
from geodata.pictures.page import draw_page


def on_one_scale(
    maps: Mapping[str, Choropleth[Boundaries]],
    classes: Rule | None = None,
    palette: str | None = None,
) -> dict[str, Choropleth[Boundaries]]:
    """Class the values of all maps together, so that classes and colours are the same.

    Args:
        maps: the maps by name; their own classes are replaced.
        classes: how to class; five quantiles of all values together if absent.
        palette: one of `palette_names()`; the default if absent.

    Raises:
        ClassificationError: no maps, infinite values, or an unknown palette.
    """
    if not maps:
        message = "There are no maps to bring on one scale."
        raise ClassificationError(message)
    values = np.concatenate([drawn.values for drawn in maps.values()])
    made = (classes or Quantile()).classify(values)
    colors = colors_of(palette or default_palette(), len(made)) if len(made) else ()
    ends = np.cumsum([len(drawn.values) for drawn in maps.values()])[:-1]
    shared = {}
    for (name, drawn), index in zip(maps.items(), np.split(made.index, ends), strict=True):
        counts = np.bincount(index[index >= 0], minlength=len(made))
        own = replace(
            made, index=index, counts=tuple(counts.tolist()), missing=int((index < 0).sum())
        )
        shared[name] = replace(drawn, classes=own, colors=colors)
    return shared


def plot_multiples(
    maps: Mapping[str, Choropleth[Boundaries]], caption: Caption | None = None
) -> Figure:
    """Draw several maps beside each other, at one size, on one scale, with one legend.

    Args:
        maps: the maps by the name that stands above them, from `on_one_scale`.
        caption: the words around them.

    Returns:
        A figure of matplotlib; `write_picture` makes a file of it.

    Raises:
        ClassificationError: no maps, or maps with classes or colours of their own.
        BoundaryError: no shapes, shapes in different coordinate systems, or no shape of any
            area that has a value.
    """
    scales = {(m.classes.lower, m.classes.upper, m.colors) for m in maps.values()}
    if len(scales) != 1:
        message = f"Small multiples share one scale; {len(scales)} were given."
        raise ClassificationError(message, hint="Make them with on_one_scale(maps).")
    return draw_page(maps, caption or Caption())
