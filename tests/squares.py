"""A country of thirty square municipalities in two provinces: small, fast, and with gaps.

Six columns and five rows of squares of 2 km in RD New; the western half is PV20, the eastern
half PV21. In 2021 one area of the table has no shape (GM0031), one shape is not in the table
(GM0030), one has hardly any inhabitants (GM0002) and one hardly any figures (GM0003). In 2020
all thirty are there. Districts have a table and no shapes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

import geodata
import mdi

LEAVES = tuple(leaf.id for leaf in mdi.load_domains().leaves())
CODES = tuple(f"GM{number:04d}" for number in range(1, 31))
NO_SHAPE, NO_FIGURES, FEW_PEOPLE, FEW_FIGURES = "GM0031", "GM0030", "GM0002", "GM0003"
NO_WALKS = "landscape_naturalness"  # an indicator that the table does not offer
SIDE = 2000.0  # metres

CATALOGUE = """
title = { nl = "Vierkantenland", en = "Squareland" }
invented = true

[[tables]]
file = "municipality_2020.parquet"
source = "sample"
level = "municipality"
year = 2020

[[tables]]
file = "municipality_2021.parquet"
source = "sample"
level = "municipality"
year = 2021

[[tables]]
file = "district_2021.parquet"
source = "sample"
level = "district"
year = 2021

[[boundaries]]
file = "municipality.parquet"
level = "municipality"
vintage = 2020
"""


def make_squareland(folder: Path) -> Path:
    """Write tables, shapes and catalogue; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    municipalities(2020).to_parquet(folder / "municipality_2020.parquet")
    municipalities(2021).to_parquet(folder / "municipality_2021.parquet")
    districts().to_parquet(folder / "district_2021.parquet")
    geodata.write_boundaries(shapes(), folder / "municipality.parquet")
    return folder


def municipalities(year: int) -> pd.DataFrame:
    """The table of a year."""
    codes = CODES if year == 2020 else [c for c in (*CODES, NO_SHAPE) if c != NO_FIGURES]
    frame = _table(list(codes), [_province(code) for code in codes], year)
    frame["area_name"] = [f"Vierkant & zoon {code[2:]}" for code in codes]
    frame.loc[frame.area_code == "GM0005", "area_name"] = "Één 'hoek', \"rond\""
    frame.loc[frame.area_code == FEW_PEOPLE, "population"] = 12
    frame.loc[frame.area_code == FEW_FIGURES, list(LEAVES[2:-1])] = np.nan
    frame.loc[frame.area_code == "GM0004", "smoking"] = np.nan
    frame["smoking_status"] = [
        "suppressed" if empty else "observed" for empty in frame.smoking.isna()
    ]
    return frame.drop(columns=NO_WALKS)


def districts() -> pd.DataFrame:
    """Two districts in each municipality of 2021."""
    parents = [code for code in municipalities(2021).area_code for _ in range(2)]
    codes = [f"WK{parent[2:]}{place % 2:02d}" for place, parent in enumerate(parents)]
    return _table(codes, parents, 2121)


def shapes() -> geodata.Boundaries:
    """The squares; the first is a ring around a hole and the last one two islands."""
    boxes = [_square(number) for number in range(30)]
    clockwise = [(x, y) for x, y in boxes[1].exterior.coords][::-1]
    boxes[0] = boxes[0].difference(boxes[0].buffer(-700, join_style="mitre"))
    boxes[1] = shapely.Polygon(clockwise)
    west, _, east, _ = boxes[29].bounds
    boxes[29] = shapely.MultiPolygon(
        [_strip(boxes[29], west, west + 600), _strip(boxes[29], east - 600, east)]
    )
    return geodata.Boundaries(
        level="municipality",
        vintage=2020,
        crs="EPSG:28992",
        codes=CODES,
        names=tuple(f"Vorm {code}" for code in CODES),
        parents=tuple(_province(code) for code in CODES),
        geometry=np.array(boxes, dtype=object),
    )


def without(boundaries: geodata.Boundaries, *codes: str) -> geodata.Boundaries:
    """The same shapes but for some."""
    kept = [row for row, code in enumerate(boundaries.codes) if code not in codes]
    return replace(
        boundaries,
        codes=tuple(boundaries.codes[row] for row in kept),
        names=tuple(boundaries.names[row] for row in kept),
        parents=tuple(boundaries.parents[row] for row in kept),
        geometry=boundaries.geometry[kept],
    )


def _table(codes: list[str], parents: list[str], seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    figures = {leaf: np.round(rng.uniform(5, 60, len(codes)), 1) for leaf in LEAVES}
    people = rng.integers(500, 90_000, len(codes)).astype(float)
    return pd.DataFrame(
        {"area_code": codes, "parent_code": parents, "population": people, **figures}
    )


def _province(code: str) -> str:
    return "PV20" if (int(code[2:]) - 1) % 6 < 3 else "PV21"


def _square(number: int) -> shapely.Polygon:
    x, y = 150_000 + SIDE * (number % 6), 450_000 + SIDE * (number // 6)
    return shapely.box(x, y, x + SIDE, y + SIDE)


def _strip(shape: shapely.Polygon, west: float, east: float) -> shapely.Polygon:
    _, south, _, north = shape.bounds
    return shapely.box(west, south, east, north)
