"""A boundary file looked through: all that is wrong with it in one report, nothing raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import shapely

from geodata.columns import code_faults, likely_code_column
from geodata.coverage import clean_coverage, coverage_faults, is_coverage
from geodata.crs import WGS84, Bools, Floats, Geometries, elsewhere, likely, to_wgs84
from geodata.described import Described
from geodata.errors import BoundaryError
from geodata.findings import Bounds, Finding, Inspection, found
from geodata.layer import Layer
from geodata.reading import described_layer
from geodata.repair import Mended, mend

HUGE = 1_000_000  # vertices of one area

Progress = Callable[[str], None]


def inspect(
    path: str | Path,
    described: Described | None = None,
    *,
    level: str | None = None,
    vintage: int | None = None,
    progress: Progress | None = None,
) -> Inspection:
    """Look a boundary file through and report all that is wrong with it, at once.

    Reads what `geodata.read_boundaries` reads, and stops at nothing. Memory grows with the
    number of vertices alone, about 400 bytes each, and ten times the size of a GeoJSON file
    while GDAL reads it; a shape whose repair would take more is left alone and reported.

    Args:
        path: the file.
        described: what its maker left out: columns, layer, coordinate system, axes.
        level: the kind of area, as you call it.
        vintage: the year of the borders.
        progress: is told what begins, in words.

    Raises:
        BoundaryFileError: the file is not there, or cannot be read at all.
        BoundaryError: no such layer or column, or a declared system that nobody knows.
    """
    path, described = Path(path), described or Described()
    say = progress or _silent
    say("reading the file")
    layer = described_layer(path, described)
    say("looking at the codes")
    labels, of_codes = _codes(layer, described)
    say("repairing the shapes")
    mended = mend(layer.geometry)
    envelopes = shapely.bounds(mended.geometry)
    findings = [
        *([] if len(labels) else [Finding("no_areas")]),
        *of_codes,
        *_shapes(mended, labels),
        *_place(envelopes, layer.crs, labels),
        *_coverage(mended.geometry, layer.crs, labels, say),
    ]
    return Inspection(
        file=path.name,
        level=level,
        vintage=vintage,
        crs=layer.crs,
        areas=len(labels),
        shapes=int((~shapely.is_missing(mended.geometry)).sum()),
        vertices=int(shapely.get_num_coordinates(mended.geometry).sum()),
        bounds=_bounds(envelopes, layer.crs),
        findings=tuple(sorted(findings, key=lambda finding: not finding.blocking)),
        notes=layer.notes,
    )


def _silent(_: str) -> None:
    """Nobody is told."""


def _codes(layer: Layer, described: Described) -> tuple[list[str], list[Finding]]:
    """What every area is called in the report, and what is wrong with the codes."""
    rows = [f"row {row}" for row in layer.row_numbers]
    try:
        column = _code_column(layer, described)
    except BoundaryError as error:
        return rows, [Finding("no_codes", detail=error.message.rstrip("."))] if rows else []
    values = layer.text(column)
    faults = code_faults(values, described.code_pattern, layer.row_numbers)
    labels = [value or row for value, row in zip(values, rows, strict=True)]
    return labels, [
        *found("duplicate_codes", list(faults.twice)),
        *found("malformed_codes", faults.malformed),
        *found("foreign_codes", faults.foreign),
        *found("missing_codes", [f"row {row}" for row in faults.empty]),
    ]


def _code_column(layer: Layer, described: Described) -> str:
    """The column of the codes, or of codes of another form where there are none of this one."""
    try:
        return likely_code_column(layer, described.code_column, described.code_pattern)
    except BoundaryError:
        if described.code_pattern is None:
            raise
        return likely_code_column(layer, described.code_column)


def _shapes(mended: Mended, labels: Sequence[str]) -> list[Finding]:
    masks = {
        "no_polygons": mended.flat,
        "beyond_repair": mended.hopeless,
        "invalid": mended.invalid,
        "mixed": mended.mixed,
        "empty": mended.empty,
        "huge": shapely.get_num_coordinates(mended.geometry) > HUGE,
    }
    return [each for kind, mask in masks.items() for each in found(kind, _named(mask, labels))]


def _place(envelopes: Floats, crs: str | None, labels: Sequence[str]) -> list[Finding]:
    if crs is None:
        return [Finding("no_system")] if len(labels) else []
    try:
        outside = elsewhere(envelopes, crs)
    except BoundaryError as error:
        return [Finding("no_system", detail=error.message.rstrip("."))]
    known = np.isfinite(envelopes).all(axis=1)
    if outside.any() and outside[known].all():
        whole = shapely.total_bounds(shapely.box(*envelopes[known].T)).tolist()
        return [Finding("wrong_system", detail=likely(tuple(whole), crs).rstrip("."))]
    return found("elsewhere", _named(outside, labels))


def _coverage(
    geometry: Geometries, crs: str | None, labels: Sequence[str], say: Progress
) -> list[Finding]:
    """Whether the areas fit their neighbours, and what cleaning them would change."""
    say("fitting neighbours")
    unit = crs or WGS84
    faulty = coverage_faults(geometry, unit)
    if not faulty.any():
        return []
    say("cleaning on trial")
    cleaned = clean_coverage(geometry, unit)
    detail = f"cleaning: {cleaned.in_words(labels)}"
    unfit = found("no_coverage", _named(faulty, labels), detail)
    if is_coverage(cleaned.geometry):
        return unfit
    still = coverage_faults(cleaned.geometry, unit)
    return [*unfit, *found("never_a_coverage", _named(still, labels))]


def _bounds(envelopes: Floats, crs: str | None) -> Bounds | None:
    known = envelopes[np.isfinite(envelopes).all(axis=1)]
    if crs is None or not len(known):
        return None
    try:
        boxes = to_wgs84(np.atleast_1d(shapely.box(*known.T)), crs)
    except BoundaryError:
        return None
    west, south, east, north = shapely.total_bounds(boxes).tolist()
    return west, south, east, north


def _named(mask: Bools, labels: Sequence[str]) -> list[str]:
    return [labels[row] for row in np.flatnonzero(mask).tolist()]
