"""What is asked: the country, boxes, areas and tiles, found by asking the service."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from math import asinh, floor, pi, radians, tan

from benchmarks.service.asking import get
from benchmarks.service.ours import COLLECTION, address
from benchmarks.service.questions import Box, Case, Feature, Tile, Whole

MIDDLE = 5.2, 52.1  # degrees: in the middle of the country
WANTED = 570  # areas in a box
BOXES, FEATURES, TILES = 40, 500, 150
LARGE, SMALL = 7, 10  # zooms of tiles


def cases(port: int) -> tuple[Case, ...]:
    """All that is asked."""
    boxes = moved(box_of(port))
    features = tuple(map(Feature, codes(port)))
    tiles = tiles_of(port)
    middle = tile_at(*MIDDLE, SMALL)
    bare = tuple(Tile(each.zoom, each.row, each.column, bare=True) for each in tiles)
    zoom = f"zoom {SMALL}"
    stored = partial(Case, rounds=300, coding="gzip", most=2.5, least=200)
    return (
        Case("whole country", (Whole(),), 15, most=1.5),
        Case("box", boxes[:1], 100, most=2.5, least=50),
        Case(f"{len(boxes)} boxes", boxes, 100, most=2.5, least=50),
        Case("feature", features[len(features) // 2 :][:1], 600, most=2.5, least=6),
        Case(f"{len(features)} features", features, 600, most=2.5, least=6),
        Case("feature, unchanged", features[:1], 600, known=True),
        stored(f"tile, zoom {LARGE}", (tile_at(*MIDDLE, LARGE),)),
        stored(f"tile, {zoom}", (middle,)),
        stored(f"{len(tiles)} tiles, {zoom}", tiles),
        Case(f"{len(bare)} tiles, codes alone", bare, 100, "gzip"),
    )


def box_of(port: int, wanted: int = WANTED) -> Box:
    """A box in the middle of the country that about so many areas touch."""
    low, high = 0.0, 2.0
    for _ in range(14):
        half = (low + high) / 2
        box = Box(MIDDLE[0] - half, MIDDLE[1] - half, MIDDLE[0] + half, MIDDLE[1] + half)
        found = number(get(port, address(box))[2])
        low, high = (half, high) if found < wanted else (low, half)
    return box


def moved(box: Box) -> tuple[Box, ...]:
    """This box, and others of its size around it."""
    step = (box.east - box.west) / 10
    places = [(column, row) for row in range(-2, 3) for column in range(-4, 4)]
    places.sort(key=lambda place: abs(place[0]) + abs(place[1]))
    return tuple(
        Box(
            box.west + east * step,
            box.south + north * step,
            box.east + east * step,
            box.north + north * step,
        )
        for east, north in places[:BOXES]
    )


def number(body: bytes) -> int:
    """How many features a collection of GeoJSON says to hold."""
    found = re.search(rb'"numberReturned": ?(\d+)', body)
    return int(found[1]) if found else 0


def codes(port: int) -> list[str]:
    """Areas from all over the country."""
    body = get(port, f"{COLLECTION}/items?skipGeometry=true&properties=area_code")[2]
    found = [code.decode() for code in re.findall(rb'"id": ?"(\w+)"', body)]
    return found[:: max(len(found) // FEATURES, 1)][:FEATURES]


def tiles_of(port: int) -> tuple[Tile, ...]:
    """Tiles around the middle of the country that are not empty, nearest first."""
    middle, found = tile_at(*MIDDLE, SMALL), []
    near = sorted(
        ((row, column) for row in range(-9, 10) for column in range(-5, 6)),
        key=lambda place: place[0] ** 2 + place[1] ** 2,
    )
    for row, column in near:
        tile = Tile(SMALL, middle.row + row, middle.column + column)
        if get(port, address(tile), "gzip")[0] == HTTPStatus.OK:
            found.append(tile)
    return tuple(found[:TILES])


def tile_at(east: float, north: float, zoom: int) -> Tile:
    """The tile of WebMercatorQuad that a place lies in, in degrees."""
    count = 2**zoom
    row = (1 - asinh(tan(radians(north))) / pi) / 2 * count
    return Tile(zoom, floor(row), floor((east + 180) / 360 * count))
