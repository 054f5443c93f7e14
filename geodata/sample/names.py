"""Names that sound Dutch and belong to no real municipality."""

from __future__ import annotations

from itertools import product

import numpy as np

from geodata.sample.borders import Ints

STARTS = (
    "Brak Drijf Dorp Ekster Fluister Gans Glim Grijp Hagel Hommel IJzel Jol Kievit Klater Knoop "
    "Kraan Kwik Lijster Merel Mist Mossel Nevel Otter Pluim Pruim Reiger Ritsel Roer Schemer Slik "
    "Snoek Spreeuw Stuif Tak Tinkel Tureluur Uilen Vlinder Vonk Wiek Wimpel Wulp Zilt Zwaluw"
).split()
ENDS = (
    "ambt beek berg broek burg dam dijk donk drecht gaarde hage horst hoven kerke koog laar "
    "lo meer mond rade sluis stein veld voorde wolde zijl"
).split()
REGIONS = (
    "Wolkenland Zandgouw Boven-Fluister Neder-Fluister Kwelderland Mistgouw Rietmark Duinstreek "
    "Heidemark Waterambt Oosterveste Westerveste Groenmark Kleigouw Stroomland Windstreek "
    "Lage-Marken Hoge-Marken Zilverkust Veenambt"
).split()
TREES = (
    "Acacia Appel Berken Beuken Bosrand Brem Brug Dalia Egel Elzen Esdoorn Fazanten Hazelaar "
    "Havik Iepen Irissen Jasmijn Kastanje Kersen Kraaien Krokus Lariks Lelie Linden Meidoorn "
    "Molen Mus Narcis Olmen Papaver Peren Populieren Roos Spar Specht Tulpen Valken Vlier Weide "
    "Wilgen Zwanen"
).split()
QUARTERS = "buurt hof kwartier park veld weg singel tuin dreef gaard oord plantsoen".split()


def municipality_names(rng: np.random.Generator, count: int) -> list[str]:
    """Different names, as many as asked for (at most 1,144)."""
    every = [start + end for start, end in product(STARTS, ENDS)]
    return [every[n] for n in rng.permutation(len(every))[:count]]


def province_names(rng: np.random.Generator, count: int) -> list[str]:
    """Different names that say that the province is invented (at most 20)."""
    return [f"{REGIONS[n]} (verzonnen)" for n in rng.permutation(len(REGIONS))[:count]]


def quarter_names(rng: np.random.Generator, parent: Ints) -> list[str]:
    """Names of parts of municipalities, different within each one as long as they last.

    Args:
        rng: where chance comes from.
        parent: the municipality of each part, shape (n,).
    """
    every = [tree + quarter for tree, quarter in product(TREES, QUARTERS)]
    order = np.argsort(parent, kind="stable")
    size = np.bincount(parent)
    place = np.empty(len(parent), np.intp)
    place[order] = np.arange(len(parent)) - np.repeat(np.cumsum(size) - size, size)
    start = rng.integers(0, len(every), len(size))
    shuffled = rng.permutation(len(every))
    return [every[n] for n in shuffled[(start[parent] + place) % len(every)]]
