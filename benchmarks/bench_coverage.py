"""Does an interval keep its promise: ``python -m benchmarks.bench_coverage``.

Countries are simulated of which the truth is known. The table says in how many areas of each the
interval of 90 % covers the true rank, in all and by fifths of the areas from the smallest denominators
to the largest. Ends with 1 where a country that is promised misses 88 to 92 %.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import beta, norm

import mdi

Floats = NDArray[np.float64]

LEAVES = {leaf.id: leaf for leaf in mdi.load_domains().leaves()}
SHARES = tuple(name for name, leaf in LEAVES.items() if leaf.measure == "share")
RATES = tuple(name for name, leaf in LEAVES.items() if leaf.measure == "rate")
MEANS = tuple(name for name, leaf in LEAVES.items() if leaf.measure in ("mean", "score"))
HEALTH = ("self_rated_health", "mental_health_medication", "smoking", "alcohol_use", "overweight")
THREE = ("poor_households", "long_term_unemployed", "low_educated")
FIFTHS = 5
PROMISED = (0.88, 0.92)


@dataclass(frozen=True)
class Country:
    """What is simulated, and by which method its index is made.

    Attributes:
        name: in the table.
        leaves: the indicators.
        together: the correlation of two indicators, beyond chance.
        areas: n.
        district: how many areas share a district; 0: no districts.
        apart: the deviation between districts, in logits.
        size: mean and deviation of the logarithm of the inhabitants.
        least: inhabitants of the smallest area.
        level: the middle share or rate; None: what is typical of each.
        deviation: of the logits or logarithms of areas.
        truth: whether shares are "normal" on the scale of logits or "beta".
        gaps: the share of the figures that is missing, in the truth as well.
        method: the name of a method.
        changed: what is declared otherwise.
        variance: of the rule of shares.
        promised: whether 88 to 92 % are promised.
        countries: how many are made.
    """

    name: str
    leaves: tuple[str, ...] = SHARES
    together: float = 0.3
    areas: int = 2000
    district: int = 0
    apart: float = 0.0
    size: tuple[float, float] = (5.5, 1.0)
    least: int = 20
    level: float | None = None
    deviation: float = 0.5
    truth: str = "normal"
    gaps: float = 0.0
    method: str = "imd"
    changed: dict[str, Any] = field(default_factory=dict)
    variance: str = "dl"
    promised: bool = True
    countries: int = 2


SHARP = {"indicators": {"by": "percentile_rank"}}
SMALL: dict[str, Any] = {"size": (4.9, 0.4), "least": 50}
COUNTRIES = (
    *(Country(f"11 shares, together {r:g}", together=r) for r in (0.0, 0.3, 0.6, 0.9)),
    *(Country(f"small areas, together {r:g}", together=r, **SMALL) for r in (0.0, 0.6)),
    Country("large areas", size=(8.0, 1.0)),
    Country("districts of 50", district=50, apart=0.3),
    Country("districts of 10, far apart", district=10, apart=0.6),
    Country("three indicators", THREE, together=0.0),
    Country("three indicators, together 0.6", THREE, together=0.6),
    Country("one domain, together 0.6", HEALTH, together=0.6),
    Country("one indicator", THREE[:1]),
    Country("rare: 1 %, apart", level=0.01, together=0.0),
    Country("rare: 1 %, together 0.6", level=0.01, together=0.6),
    Country("common: 40 %", level=0.4),
    Country("beta truth", truth="beta"),
    Country("rates", RATES),
    Country("rare rates", RATES, level=0.005),
    Country("means", MEANS, together=0.6),
    Country("all 20, apart", tuple(LEAVES), together=0.0),
    Country("all 20, together 0.3", tuple(LEAVES)),
    Country("all 20, a tenth missing", tuple(LEAVES), gaps=0.1),
    Country("200 areas", areas=200, countries=12),
    Country("14,500 areas", areas=14_500, countries=1),
    Country("z-scores", method="zscore"),
    Country("from lowest to highest", method="minmax"),
    Country("percentile ranks", changed=SHARP),
    Country("shrunken by iod", variance="iod"),
    Country("shrunken by pm", variance="pm"),
    Country("areas hardly differ", deviation=0.15),
    Country("areas differ much", deviation=1.0),
    Country("very unequal sizes", size=(5.5, 1.8), together=0.9, promised=False),
    Country("all 20, together 0.5", tuple(LEAVES), together=0.5, promised=False),
    Country("all 20, together 0.9", tuple(LEAVES), together=0.9, promised=False),
)


def simulated(country: Country, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, Floats]:
    """What a table tells, what is true, and the inhabitants of each area."""
    rng = np.random.default_rng(seed)
    n, per = country.areas, country.district or 50
    district = np.arange(n) // per
    codes = [f"BU{1 + d // 50:04d}{d % 50:02d}{i % per:02d}" for i, d in enumerate(district)]
    latent, high = rng.normal(size=n), rng.normal(size=district.max() + 1)[district]
    people = np.maximum(country.least, rng.lognormal(*country.size, n)).round()
    told, true = {"area_code": codes}, {"area_code": codes}
    for name in country.leaves:
        own = np.sqrt(country.together) * latent
        own += np.sqrt(1 - country.together) * rng.normal(size=n)
        kept = rng.uniform(size=n) >= country.gaps
        for column, values in _figures(country, name, (own, country.apart * high), people, rng):
            (true if column == name else told)[column] = np.where(kept, values, np.nan)
        if name in MEANS:
            told[name] = told.pop(f"{name}_told")
    return pd.DataFrame(told), pd.DataFrame(true), people


def _figures(
    country: Country, name: str, x: tuple[Floats, Floats], people: Floats, rng: np.random.Generator
) -> Iterator[tuple[str, Any]]:
    """The true figures by the name of the indicator, and what a table tells of them."""
    leaf = LEAVES[name]
    low, high = leaf.typical or (0.0, 100.0)
    own, apart = ((1 if leaf.direction == "worse" else -1) * each for each in x)
    moved = country.deviation * own + apart
    if name in MEANS:
        unit = (high - low) / 6
        true, error = (low + high) / 2 + unit * moved / country.deviation, unit * 12 / people**0.5
        yield name, np.clip(true, *leaf.range)
        yield f"{name}_told", np.clip(true + error * rng.normal(size=people.size), *leaf.range)
        yield f"{name}_standard_error", error
        return
    if name in RATES:
        true = (country.level or 0.03) * np.exp(moved)
        events, scale = rng.poisson(people * true), 1000
    else:
        true = _shares(country, country.level or (low + high) / 200, own, moved)
        events, scale = rng.binomial(people.astype(int), true), 100
    yield name, scale * true
    yield f"{name}_numerator", events
    yield f"{name}_denominator", people


def _shares(country: Country, level: float, own: Floats, moved: Floats) -> Floats:
    """True shares; of a beta distribution those with about the same spread."""
    if country.truth == "normal":
        return np.asarray(expit(logit(level) + moved))
    total = 1 / (country.deviation**2 * level * (1 - level)) - 1
    return np.clip(beta.ppf(norm.cdf(own), level * total, (1 - level) * total), 1e-6, 1 - 1e-6)


def covered(country: Country, draws: int = 400) -> list[float]:
    """The share of the areas whose interval covers the true rank: of all, and by fifths of size."""
    found = []
    for seed in range(country.countries):
        told, true, people = simulated(country, 11 + seed)
        method = _method(country)
        bare = method.model_copy(update={"shrinkage": ()})
        truth = mdi.compute(_table(true), method=bare).rank
        drawn = mdi.sensitivity(_table(told), draws, vary=("sampling",), method=method)
        ranked = (truth > 0) & (drawn.result.rank > 0)
        inside = ((drawn.low <= truth) & (truth <= drawn.high))[ranked]
        by_size = np.array_split(inside[np.argsort(people[ranked], kind="stable")], FIFTHS)
        found.append([float(part.mean()) for part in (inside, *by_size)])
    return [float(share) for share in np.mean(found, axis=0)]


def _table(frame: pd.DataFrame) -> mdi.IndicatorTable:
    return mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)


def _method(country: Country) -> mdi.Method:
    target = "parent" if country.district else "national"
    rules: list[dict[str, str]] = [
        {"by": "proportion", "target": target, "variance": country.variance},
        {"by": "event_rate", "target": target},
        {"by": "mean", "target": target},
    ]
    declared = {**dict(mdi.load_method(country.method)), **country.changed, "shrinkage": rules}
    return mdi.Method.parse(declared, "a country")


def main(countries: tuple[Country, ...] = COUNTRIES) -> int:
    """Print the table; 0 where what is promised is kept."""
    kept = True
    print("| Country | All | Smallest fifth | | | | Largest fifth |\n|---|" + "---|" * 6)
    for country in countries:
        shares = covered(country)
        cells = " | ".join(f"{100 * share:.1f}" for share in shares)
        good = PROMISED[0] <= shares[0] <= PROMISED[1]
        mark = "" if country.promised else " (not promised)"
        print(f"| {country.name}{mark} | {cells} |", flush=True)
        kept = kept and (good or not country.promised)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
