"""GeoJSON of 14,500 invented neighbourhoods with 30 attributes, from fresh values, warm.

Against `GeoDataFrame.to_json`, and against the fastest route of ready-made parts: coordinates
rounded by shapely and written by `shapely.to_geojson`, records written by orjson. The peers
encode the shapes in every call; ours are encoded once per boundaries, and one finding counts
that too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from benchmarks.measure import Finding, in_words, medians
from geodata import Boundaries, feature_collection
from geodata.geojson import Column, encode, encode_columns
from geodata.sample import make_country

AREAS = 14_500
ATTRIBUTES = 30
GAPS = 0.06
IN_BOX = 570  # areas
BUDGET = 0.0015  # seconds
MILLIONTH = 1e-6  # degrees: two encoders may round a tie to either side


@dataclass(frozen=True)
class Case:
    """The same layer for all: shapes in longitude and latitude, and a column per attribute."""

    boundaries: Boundaries
    columns: dict[str, Column]
    frame: gpd.GeoDataFrame

    def ours(self) -> bytes:
        """Shapes that are encoded already, fresh values."""
        return feature_collection(self.boundaries.fragments, self.columns)

    def anew(self) -> bytes:
        """The shapes encoded again."""
        fragments = encode(self.boundaries.codes, self.boundaries.geometry)
        return feature_collection(fragments, self.columns)

    def geopandas(self) -> str:
        """The route that most people take."""
        text: str = self.frame.to_json()
        return text

    def parts(self) -> bytes:
        """The route of shapely and orjson."""
        rounded = shapely.set_precision(self.boundaries.geometry, MILLIONTH, mode="pointwise")
        records = self.frame.drop(columns="geometry").to_dict("records")
        rows = zip(self.boundaries.codes, shapely.to_geojson(rounded), records, strict=True)
        features = [_feature(code, shape, record) for code, shape, record in rows]
        return orjson.dumps({"type": "FeatureCollection", "features": features})

    def box(self) -> Callable[[], bytes]:
        """An answer for a box: the properties of the map are encoded already."""
        bbox = box_around(self.boundaries, min(IN_BOX, len(self.boundaries) // 2))
        kept = encode_columns(self.columns, np.arange(len(self.boundaries)))
        fragments = self.boundaries.fragments
        return lambda: feature_collection(fragments, kept, self.boundaries.within(bbox))


def case_of(areas: int, seed: int = 1) -> Case:
    """An invented country with names and figures, of which some are missing."""
    layer = make_country(areas, seed, range(2022, 2023)).at(2022).layers["neighbourhood"]
    texts = (tuple(layer.codes), tuple(layer.names), tuple(layer.parents))
    boundaries = Boundaries("neighbourhood", 2022, "EPSG:28992", *texts, layer.geometry).wgs84()
    rng = np.random.default_rng(seed)
    columns: dict[str, Column] = {"area_code": texts[0], "area_name": texts[1]}
    columns |= {"rank": rng.permutation(areas), "decile": rng.integers(1, 11, areas)}
    columns |= {f"figure_{n}": _figures(rng, areas, n) for n in range(ATTRIBUTES - len(columns))}
    frame = gpd.GeoDataFrame(columns, geometry=boundaries.geometry, crs=boundaries.crs)
    return Case(boundaries, columns, frame)


def _figures(rng: np.random.Generator, areas: int, number: int) -> np.ndarray[Any, Any]:
    """Percentages of one decimal and scores of all their figures, in turn."""
    figures = rng.normal(50, 15, areas)
    figures = figures.round(1) if number % 2 else figures
    figures[rng.uniform(size=areas) < GAPS] = np.nan
    return figures


def _feature(code: str, shape: str, record: dict[str, Any]) -> dict[str, Any]:
    geometry = orjson.Fragment(shape)
    return {"type": "Feature", "id": code, "geometry": geometry, "properties": record}


def box_around(boundaries: Boundaries, count: int) -> tuple[float, float, float, float]:
    """The square in the middle of the country that so many envelopes touch."""
    west, south, east, north = boundaries.envelopes.T
    x, y = np.median((west + east) / 2), np.median((south + north) / 2)
    away = np.max([west - x, x - east, south - y, y - north], axis=0)
    half = np.sort(away)[count - 1]
    return float(x - half), float(y - half), float(x + half), float(y + half)


def agree(case: Case) -> None:
    """Stop unless all three say the same of every area.

    Raises:
        SystemExit: they differ.
    """
    ours = json.loads(case.ours())["features"]
    for theirs in (case.parts(), case.geopandas()):
        other = json.loads(theirs)["features"]
        same = [feature["properties"] for feature in ours] == [f["properties"] for f in other]
        if not same or not _same_shapes(ours, other):
            sys.exit("ours and a peer differ; nothing was measured")


def _same_shapes(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    """Whether the shapes have the same envelopes and areas within what rounding may do."""
    left, right = (
        shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
        for features in (ours, theirs)
    )
    bounds = np.abs(shapely.bounds(left) - shapely.bounds(right)).max()
    areas = np.abs(shapely.area(left) - shapely.area(right))
    rounding = MILLIONTH * shapely.length(right)
    return bool(bounds < 1.5 * MILLIONTH and (areas <= rounding).all())


def run(areas: int = AREAS, rounds: int = 2) -> list[Finding]:
    """The whole country against both peers, and a box against its budget."""
    case = case_of(areas)
    agree(case)
    tasks = {"ours": case.ours, "anew": case.anew, "parts": case.parts, "to_json": case.geopandas}
    seconds = medians(tasks, rounds)
    box = medians({"box": case.box()}, 10 * rounds)["box"]
    found = len(json.loads(case.box()())["features"])
    pairs = [("to_json", "ours", 12), ("parts", "ours", 4), ("to_json", "anew", 4)]
    findings = [_against(theirs, ours, seconds, target) for theirs, ours, target in pairs]
    what, figures = f"GeoJSON of a box ÷ {in_words(BUDGET)}", f"{in_words(box)}, {found} areas"
    return [*findings, Finding(what, figures, box / BUDGET, 1)]


WORDS = {
    "ours": "ours",
    "anew": "ours with new shapes",
    "parts": "shapely + orjson",
    "to_json": "geopandas",
}


def _against(theirs: str, ours: str, seconds: dict[str, float], target: float) -> Finding:
    figures = f"{in_words(seconds[theirs])} ÷ {in_words(seconds[ours])}"
    ratio = seconds[theirs] / seconds[ours]
    return Finding(
        f"GeoJSON, {WORDS[theirs]} ÷ {WORDS[ours]}", figures, ratio, target, at_least=True
    )
