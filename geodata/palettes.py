"""Colours of maps: one palette definition, `palettes.toml`, for everything that draws."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from geodata.errors import ClassificationError

HERE = Path(__file__).with_suffix(".toml")
MOST = 9  # classes that a palette has colours for

Kind = Literal["sequential", "diverging"]


def palette(name: str, classes: int) -> tuple[str, ...]:
    """The colours of the classes from low to high, as `#rrggbb`.

    Args:
        name: one of `palette_names()`.
        classes: 1 to 9. Two classes get the ends of the palette of three, one its middle.

    Raises:
        ClassificationError: no such palette, or more classes than it has colours for.
    """
    if name not in palette_names():
        message = f"There is no palette '{name}'."
        raise ClassificationError(message, hint="Choose one of: " + ", ".join(palette_names()))
    if not 1 <= classes <= MOST:
        message = f"A palette has colours for 1 to {MOST} classes, not {classes}."
        raise ClassificationError(message)
    colors = _declared()[name][str(max(classes, 3))]
    return tuple({1: colors[1:2], 2: colors[::2]}.get(classes, colors))


def palette_names(kind: Kind | None = None) -> tuple[str, ...]:
    """The names of the palettes, sorted.

    Args:
        kind: only those from light to dark (`"sequential"`), or only those with a light middle
            (`"diverging"`); all of them if absent.
    """
    tables = {name: value for name, value in _declared().items() if isinstance(value, dict)}
    return tuple(sorted(name for name, each in tables.items() if kind in (None, each["kind"])))


def default_palette() -> str:
    """The palette of a map that asks for none."""
    return str(_declared()["default"])


def missing_color() -> str:
    """The colour of an area without a value."""
    return str(_declared()["missing"])


def hatch_color() -> str:
    """The colour of the lines over an area without a value."""
    return str(_declared()["hatch"])


def line_color() -> str:
    """The colour of the lines over the colour of an area of which something is not sure."""
    return str(_declared()["lines"])


def border_color() -> str:
    """The colour of the lines between areas: seen beside the lightest class and the darkest."""
    return str(_declared()["border"])


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads(HERE.read_text(encoding="utf-8"))
