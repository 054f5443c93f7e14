"""Choropleths: boundaries and values into a coloured map, with classes, legend and GeoJSON.

The module is not called after its function: `geodata.choropleth` is the function.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from shapely import box

from geodata.boundaries import Boundaries
from geodata.classify import Classes, Quantile, Rule, Values
from geodata.crs import WGS84
from geodata.envelopes import Bbox
from geodata.errors import BoundaryFileError, ClassificationError, listed, unwritable
from geodata.geojson import Column, Texts, encode_columns, feature_collection
from geodata.geojson.areas import Encoded
from geodata.palettes import default_palette, missing_color
from geodata.palettes import palette as colors_of

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".geojson", ".json")
Mask = NDArray[np.bool_]
E = TypeVar("E", bound=Encoded)
E_co = TypeVar("E_co", bound=Encoded, covariant=True)


@dataclass(frozen=True, eq=False)
class Choropleth(Generic[E_co]):
    """A map in data: every shape has a class and a colour, or is marked as missing.

    Attributes:
        boundaries: the shapes (n areas), or outlines that lie ready.
        values: the value of each area (n,), NaN where there is none.
        classes: the class of each area.
        colors: the colour of each class, low to high (k).
        unmatched: codes that have a value but no shape, sorted.
    """

    boundaries: E_co
    values: Values
    classes: Classes
    colors: tuple[str, ...]
    unmatched: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The area codes, in the order of the shapes."""
        return self.boundaries.codes

    def legend(self) -> list[dict[str, Any]]:
        """One entry per class, from low to high, and one for areas without a value.

        Each has `class` (from 1; None for missing), `lower`, `upper`, `color` and `count`.
        """
        classes = self.classes
        bounds = zip(classes.lower, classes.upper, self.colors, classes.counts, strict=True)
        entries = [_entry(number, *each) for number, each in enumerate(bounds, 1)]
        return [*entries, _entry(None, None, None, missing_color(), classes.missing)]

    def to_geojson(
        self,
        extra: Mapping[str, Mapping[str, Any] | pd.Series[Any] | Column] | None = None,
        *,
        bbox: Bbox | None = None,
        only: Collection[str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The map as an RFC 7946 FeatureCollection in longitude and latitude.

        Features carry `area_code, area_name, value, class, color`; `class` counts from 1 and
        is null where the value is. The collection names the `unmatched` codes. Shapes are
        encoded once per boundaries; what a map says of its areas is encoded once per map, but
        with `extra` in every call, and only for the areas that are asked for.

        Args:
            extra: more properties by name: values by area code, null where absent, or a column
                with one value per shape, in their order.
            bbox: west, south, east, north in degrees; only areas whose envelopes touch it.
                Classes and colours stay those of the whole map.
            only: codes of the areas to be written; all of them if absent.
            members: more members of the collection, such as provenance.

        Raises:
            BoundaryError: a column of another length, or a value that JSON cannot hold.
            ClassificationError: a series with a code twice.
        """
        more = {name: _aligned(values, self.codes) for name, values in (extra or {}).items()}
        properties = {**self.columns(), **more} if more else self._encoded
        top = {"unmatched": self.unmatched, **(members or {})}
        fragments = self.boundaries.fragments
        return feature_collection(fragments, properties, self._mask(bbox, only), top)

    def columns(self) -> dict[str, Column]:
        """What the map says of its areas: a column for each property, in the order of shapes."""
        index = self.classes.index.tolist()  # −1 for missing: the last of both lists
        number_of = [*range(1, len(self.colors) + 1), None]
        color_of = [*self.colors, missing_color()]
        return {
            "area_code": self.codes,
            "area_name": self.boundaries.names,
            "value": self.values,
            "class": [number_of[i] for i in index],
            "color": [color_of[i] for i in index],
        }

    def write(self, path: str | Path) -> None:
        """Write the map as GeoJSON.

        Raises:
            BoundaryFileError: another suffix than .geojson or .json, or no place to write.
        """
        path = Path(path)
        if path.suffix.lower() not in SUFFIXES:
            hint = "Use one of: " + ", ".join(SUFFIXES) + "."
            message = f"'{path.name}' has no suffix of GeoJSON."
            raise BoundaryFileError(message, hint=hint)
        try:
            path.write_bytes(self.to_geojson())
        except OSError as error:
            raise unwritable(path, error) from error

    @cached_property
    def _encoded(self) -> Texts:
        return encode_columns(self.columns(), np.arange(len(self.codes)))

    def _mask(self, bbox: Bbox | None, only: Collection[str] | None) -> Mask | None:
        """Which areas are asked for; None for all of them."""
        if bbox is None and only is None:
            return None
        inside = (
            np.ones(len(self.codes), np.bool_)
            if bbox is None
            else self.boundaries.fragments.within(bbox)
        )
        if only is None:
            return inside
        named = frozenset(only)
        return inside & np.array([code in named for code in self.codes], np.bool_)


def choropleth(
    boundaries: E,
    values: Mapping[str, float | None] | pd.Series[Any],
    classes: Rule | None = None,
    palette: str | None = None,
) -> Choropleth[E]:
    """Class and colour the areas by their values.

    Args:
        boundaries: the shapes.
        values: numbers by area code; None or NaN where missing. A code without a shape is
            kept in `unmatched`, a shape without a value is a feature without a class.
        classes: how to class; five quantiles if absent. Classes are made of the areas that
            have a shape.
        palette: one of `palette_names()`; the default of `palettes.toml` if absent.

    Raises:
        ClassificationError: a code twice, infinite values, or an unknown palette.
    """
    by_code = _by_code(values)
    aligned = np.array([by_code.get(code, np.nan) for code in boundaries.codes], dtype=np.float64)
    made = (classes or Quantile()).classify(aligned)
    colors = colors_of(palette or default_palette(), len(made)) if len(made) else ()
    unmatched = tuple(sorted(by_code.keys() - set(boundaries.codes)))
    return Choropleth(boundaries, aligned, made, colors, unmatched)


def prepare() -> None:
    """Draw one square now: what a first map loads, a server loads before it is asked."""
    square = np.array([box(0.0, 0.0, 1.0, 1.0)], dtype=object)
    names = ("square",), (None,), (None,)
    choropleth(Boundaries(None, None, WGS84, *names, square), {"square": 1.0}).to_geojson()


def _by_code(values: Mapping[str, float | None] | pd.Series[Any]) -> dict[str, float]:
    if isinstance(values, Mapping):
        return {code: np.nan if v is None else float(v) for code, v in values.items()}
    _check_unique(values)
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return dict(zip(values.index.tolist(), numbers.tolist(), strict=True))


def _aligned(values: Mapping[str, Any] | pd.Series[Any] | Column, codes: tuple[str, ...]) -> Column:
    """Values by code as a column in the order of the shapes; columns stay as they are."""
    if isinstance(values, np.ndarray | Sequence):
        return values
    known = values if isinstance(values, Mapping) else _known(values)
    return [known.get(code) for code in codes]


def _known(series: pd.Series[Any]) -> dict[str, Any]:
    """The values of a series that are not missing, by its index."""
    _check_unique(series)
    there = series.dropna()
    return dict(zip(there.index.tolist(), there.tolist(), strict=True))


def _check_unique(series: pd.Series[Any]) -> None:
    if not series.index.is_unique:
        twice = series.index[series.index.duplicated()].unique().tolist()
        message = "Some areas have more than one value."
        raise ClassificationError(message, [listed(twice)])


def _entry(
    number: int | None, lower: float | None, upper: float | None, color: str, count: int
) -> dict[str, Any]:
    return {"class": number, "lower": lower, "upper": upper, "color": color, "count": count}
