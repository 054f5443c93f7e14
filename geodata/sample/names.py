"""Names that sound Dutch and belong to no real municipality."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np

from geodata.sample.groups import Ints, place_within

PARTS = Path(__file__).with_name("names.toml")


def municipality_names(rng: np.random.Generator, count: int) -> list[str]:
    """Different names, as many as asked for (at most 1,144)."""
    return _shuffled(rng, _pairs("starts", "ends"))[:count]


def province_names(rng: np.random.Generator, count: int) -> list[str]:
    """Different names that say that the province is invented (at most 20)."""
    return [f"{region} (verzonnen)" for region in _shuffled(rng, _parts()["regions"])[:count]]


def quarter_names(rng: np.random.Generator, municipality: Ints) -> list[str]:
    """Names of parts of municipalities, different within each one as long as they last.

    Args:
        rng: where chance comes from.
        municipality: of each part, shape (n,).
    """
    every = _shuffled(rng, _pairs("living", "streets"))
    start = rng.integers(0, len(every), municipality.max() + 1)
    return [every[n % len(every)] for n in start[municipality] + place_within(municipality)]


def _shuffled(rng: np.random.Generator, words: list[str]) -> list[str]:
    return [words[n] for n in rng.permutation(len(words))]


def _pairs(first: str, second: str) -> list[str]:
    parts = _parts()
    return [start + end for start, end in product(parts[first], parts[second])]


@cache
def _parts() -> dict[str, list[str]]:
    return tomllib.loads(PARTS.read_text("utf-8"))
