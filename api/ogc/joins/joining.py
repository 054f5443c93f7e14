"""Joining: figures of a file by the codes of the areas of a collection, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from api.http.answers import Pieces
from api.ogc.joins.figures import Form, read_figures
from api.ogc.joins.kinds import typed
from api.ogc.joins.model import Contents
from api.ogc.systems import EPSG, System
from geodata.geojson import encode_columns
from geodata.geojson.collection import spliced
from geodata.geojson.sheets import CLOSING, head_of

if TYPE_CHECKING:
    from api.ogc.layers import Layer

KEY, NAME = "area_code", "area_name"  # what every area tells of itself


def joined(layer: Layer, content: bytes, form: Form) -> Contents:
    """The figures of a file for the areas of a layer.

    Args:
        layer: the areas.
        content: the file.
        form: how it is written.

    Raises:
        DeclarationError: all that is wrong with the file.
    """
    figures = read_figures(content, form, layer.positions, (KEY, NAME))
    codes = [code for code in layer.codes if code in figures.rows]
    cells = zip(*(figures.rows[code] for code in codes), strict=True) if codes else ()
    values = [typed(column, form.delimiter) for column in cells] or [[] for _ in figures.names]
    return Contents(
        codes=codes,
        columns=dict(zip(figures.names, values, strict=True)),
        unmatched=[code for code in layer.codes if code not in figures.rows],
        additional=list(figures.additional),
        duplicate=list(figures.duplicate),
    )


def features(layer: Layer, contents: Contents, system: System) -> Pieces:
    """All areas of a layer with what was joined to them, as GeoJSON; null where nothing was.

    A file in a system other than CRS84 names it, as programs that open files expect, unless
    its first axis is the latitude, which they do not.

    Args:
        layer: the areas.
        contents: what was joined.
        system: of the coordinates.
    """
    rows = np.arange(len(layer), dtype=np.int64)
    columns: dict[str, Any] = {KEY: layer.codes, NAME: layer.columns[NAME]}
    places = [layer.positions.get(code) for code in contents.codes]
    for name, values in contents.columns.items():
        column: list[Any] = [None] * len(layer)
        for place, value in zip(places, values, strict=True):
            if place is not None:
                column[place] = value
        columns[name] = column
    fragments = layer.outlines(system.crs).fragments
    found = spliced(fragments, encode_columns(columns, rows)).view[:-1] if len(rows) else b""
    return [head_of(_named(system)), found, CLOSING]


def information(contents: Contents) -> dict[str, Any]:
    """What matched and what did not, as the draft has it (OGC 22-026, Join Schema)."""
    lists = {
        "CollectionKeys": {"matched": contents.codes, "unmatched": contents.unmatched},
        "AttributeKeys": {"additional": contents.additional, "duplicate": contents.duplicate},
    }
    told = [(how, kind, keys) for kind, each in lists.items() for how, keys in each.items()]
    counts = {f"numberOf{how.capitalize()}{kind}": len(keys) for how, kind, keys in told}
    return {**counts, **{f"{how}{kind}": list(keys) for how, kind, keys in told}}


def _named(system: System) -> dict[str, Any]:
    if not system.uri.startswith(EPSG) or system.notation.swapped:
        return {}
    name = f"urn:ogc:def:crs:EPSG::{system.uri.removeprefix(EPSG)}"
    return {"crs": {"type": "name", "properties": {"name": name}}}


def bytes_of(contents: Contents) -> bytes:
    """What was joined, as bytes that tell it from any other."""
    return orjson.dumps(contents)
