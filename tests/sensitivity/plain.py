"""The slow twin: draw by draw, with numpy, scipy and plain integers, and nothing of the core."""

from __future__ import annotations

import numpy as np
import xxhash
from scipy.special import expit, ndtri
from scipy.stats import gamma, qmc, rankdata

MASK = (1 << 64) - 1


def mixed(state: int) -> int:
    """Splitmix64, as published."""
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
    return state ^ (state >> 31)


def uniforms(seed, stream, name, draw, codes):
    key = xxhash.xxh3_64_intdigest(f"{seed}/{stream}/{name}".encode())
    state = mixed((key + 0x9E3779B97F4A7C15 * (draw + 1)) & MASK)
    areas = [xxhash.xxh3_64_intdigest(code.encode()) for code in codes]
    return np.array([((mixed(state ^ area) >> 11) + 0.5) * 2.0**-53 for area in areas])


def normals(*key):
    return ndtri(uniforms(*key))


def sequence(draws, seed):
    """The first numbers of the Sobol sequence."""
    numbers = qmc.Sobol(16, scramble=True, rng=np.random.default_rng(seed)).random_base2(14)
    return np.clip(numbers[:draws], 2.0**-31, 1 - 2.0**-31)


def dirichlet(shares, concentration, numbers):
    """Weights of one draw."""
    drawn = np.array(
        [
            gamma.ppf(u, concentration * w) if w > 0 else 0.0
            for u, w in zip(numbers, shares, strict=False)
        ]
    )
    return drawn / drawn.sum()


def ranks(scores):
    """1 is the highest, ties share the better rank; 0 where there is none."""
    here = ~np.isnan(scores)
    found = np.zeros(scores.size, int)
    found[here] = rankdata(-np.round(scores[here], 12), method="min")
    return found


def weighted(points, weights, scale):
    """The index of one draw of the weights, from the points of the domains."""
    here = ~np.isnan(points)
    total = np.zeros(points.shape[1])
    score = np.zeros(points.shape[1])
    for row, weight, known in zip(points, weights, here, strict=True):
        total += np.where(known, weight, 0.0)
        score += np.where(known, weight * row, 0.0)
    with np.errstate(invalid="ignore"):
        return score / total * scale


def share_of_posterior(known, left, numbers):
    """Percentages by normal logits."""
    return 100 * expit(known.mean + np.sqrt(left**2 * known.variance) * numbers)


def told(drawn, decile, top):
    """What (draws, n) ranks tell of areas that have a rank in every draw."""
    low, median, high = np.quantile(drawn, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    tenth = -(-10 * drawn // drawn.shape[1])
    members = decile == 1
    return {
        "low": low,
        "median": median,
        "high": high,
        "expected": drawn.mean(axis=0),
        "tenths": np.array([(tenth == t).mean(axis=0) for t in range(1, 11)]).T,
        "in_top": (drawn <= top).mean(axis=0),
        "overlap": (tenth[:, members] == 1).mean(axis=1),
    }


def interval(value, unit, low, high):
    """What a rounded number may have been."""
    return np.maximum(value - unit / 2, low), np.minimum(value + unit / 2, high)


def rounded(seed, name, draw, table, raw, figures, weight, varies):
    """Percentages after what rounding took away; a shrunken one moves by its weight of that."""
    counts, w = table.counts[name], np.where(np.isnan(weight), 1.0, weight)
    denominators, numerators, numbers = (
        uniforms(seed, "rounding", name + part, draw, table.codes)
        for part in ("/denominator", "/numerator", "")
    )
    low, high = interval(raw, varies["unit"], 0, 100)
    figures = np.clip(figures + w * (low + numbers * (high - low) - raw), 0, 100)
    people = counts.denominator + varies["denominators"] * (denominators - 0.5)
    figures = np.clip(figures * (1 + w * (counts.denominator / people - 1)), 0, 100)
    low, high = interval(counts.numerator, varies["numerators"], 0, np.inf)
    moved = (low + numerators * (high - low) - counts.numerator) / counts.denominator
    return np.clip(figures + 100 * w * moved, 0, 100)
