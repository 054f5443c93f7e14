"""Invented editions of official indices, by the printed formulas and nothing of ours."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

ENGLAND = "income employment education health crime barriers living_environment"
WALES = "income employment health education access housing safety environment"
SCOTLAND = "income employment health education access crime housing"
IRELAND = "income employment health education access living_environment crime"
BELGIUM = "income employment education housing crime health"


@dataclass(frozen=True)
class Convention:
    """How one edition is computed, as the literature has it."""

    domains: str
    weights: tuple[float, ...]
    share: str = "(N + 1 - r) / N"
    ties: str = "average"
    decile: str = "ceiling"
    decimals: int | None = None  # of published scores; None: no scores are published
    form: str = "rank"

    def names(self):
        return self.domains.split()


IOD = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)
SIMD = (0.28, 0.28, 0.14, 0.14, 0.09, 0.05, 0.02)
EDITIONS = {
    "iod2019": Convention(ENGLAND, IOD, decimals=3),
    "iod2025": Convention(ENGLAND, IOD, decimals=3),
    "iod2010": Convention(ENGLAND, IOD, decimals=2, decile="floor"),
    "wimd2019": Convention(
        WALES,
        (0.22, 0.22, 0.15, 0.14, 0.10, 0.07, 0.05, 0.05),
        ties="min",
        decile="floor",
        decimals=9,
    ),
    "simd2016": Convention(SCOTLAND, SIMD, share="(N - r) / N"),
    "simd2020": Convention(SCOTLAND, SIMD, share="(N - r) / N"),
    "nimdm2017": Convention(IRELAND, (0.25, 0.25, 0.15, 0.15, 0.10, 0.05, 0.05)),
    "bimd2011": Convention(
        BELGIUM, (0.20, 0.20, 0.25, 0.15, 0.05, 0.15), decimals=13, form="score"
    ),
}


def points(share):
    """Formula F14."""
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def edition(name, areas=431, seed=1):
    """What the publisher of an invented edition would have published; ties abound."""
    rules, rng = EDITIONS[name], np.random.default_rng(seed)
    frame = pd.DataFrame({"area_code": [f"0{i:05d}A-" for i in range(areas)]})
    common, scores = rng.normal(size=areas), np.zeros(areas)
    for domain, weight in zip(rules.names(), rules.weights, strict=True):
        raw = np.round(common + rng.normal(size=areas), 2)
        if domain == "crime" and rules.form == "score":
            raw = raw[rng.integers(0, min(17, areas), areas)]  # known of seventeen municipalities
        rank = rankdata(-raw, method=rules.ties)
        X = points(eval(rules.share, {"N": areas, "r": rank}))  # noqa: N806
        if rules.form == "rank":
            frame[f"{domain}_rank"] = rank.astype(float)
        if rules.decimals:
            frame[f"{domain}_score"] = X if rules.form == "score" or rules.ties == "min" else raw
        scores += weight * X
    rank = rankdata(-np.round(scores, 12), method="min").astype(float)
    floor = np.floor(10 * (rank - 1) / areas) + 1
    frame["index_rank"] = rank
    frame["index_decile"] = floor if rules.decile == "floor" else np.ceil(10 * rank / areas)
    if rules.decimals:
        frame["index_score"] = np.round(scores, rules.decimals)
    return frame
