"""Two years of one small country, and methods of the three modes, for the tests of change."""

import numpy as np
import pandas as pd

import mdi
from tests.countries import LEAVES, codes

WORSE = ("smoking", "overweight", "low_educated", "poor_households")
GOALPOSTS = mdi.Method(
    id="posts", indicators={"by": "goalposts", "best": 0.0, "worst": 100.0, "truncate": False}
)
SAFE = mdi.Domains(domains=tuple(d for d in mdi.load_domains() if d.id == "safety"))
OFFENCES = tuple(leaf.id for leaf in SAFE.leaves())
ON_SAFETY = mdi.WeightSet(id="safety", weights={"safety": 1.0})
EXPONENTIAL = mdi.Method(id="own", indicators={"by": "exponential_rank"})


def year_of(columns: dict, year: int = 2020, **how) -> mdi.IndicatorTable:
    """A table of a year; `areas` are its codes, `population` its inhabitants."""
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"area_code": how.get("areas", codes(n)), **columns})
    if "population" in how:
        frame["population"] = np.asarray(how["population"], float)
    return mdi.IndicatorTable.from_frame(
        frame, level=how.get("level", "municipality"), year=year, domains=how.get("domains")
    )


def figures(n: int = 40, seed: int = 1, gaps: float = 0.0, names=WORSE) -> dict:
    """Columns of figures without ties."""
    rng = np.random.default_rng(seed)
    drawn = rng.uniform(1, 60, (len(names), n))
    drawn[rng.uniform(size=drawn.shape) < gaps] = np.nan
    return dict(zip(names, drawn, strict=True))


def two_years(seed: int = 1, gaps: float = 0.1, names=LEAVES, domains=None) -> tuple:
    """Tables of 2020 and 2024 with gaps and changed inhabitants."""
    rng = np.random.default_rng(seed)
    return tuple(
        year_of(
            figures(40, seed + year, gaps, names),
            year,
            population=rng.integers(500, 2000, 40),
            domains=domains,
        )
        for year in (2020, 2024)
    )


def safe_years(seed: int = 1) -> tuple:
    """Two years of one domain in which a higher figure is always worse, for goalposts."""
    return two_years(seed, names=OFFENCES, domains=SAFE)
