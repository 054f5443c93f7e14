"""A small tree with every kind of node in it, and tables of areas for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import mdi
from mdi.domains.model import Domain, Domains, Indicator
from mdi.rates import Counts
from mdi.status import CellStatus

WORDS = {"nl": "x", "en": "x"}
FULL = 100.0  # the highest figure
PEOPLE = (8.0, 30.0, 75.0, 160.0, 400.0)  # behind a figure
CHILDREN = ("indicators", "parts")
ERRORS = (2.0, 5.0, 11.0)  # standard errors of means


def node(name, *, direction="worse", measure="share", weight=1.0, parts=()) -> dict:
    """An indicator or a group of parts."""
    own = {"id": name, "name": WORDS, "direction": direction, "weight": weight}
    return own | {"measure": measure, "parts": list(parts)}


def domain(name, indicators, direction="worse") -> dict:
    """A domain."""
    return {"id": name, "name": WORDS, "direction": direction, "indicators": indicators}


def scaled(declared: dict, factor: float) -> dict:
    """The same node with its weight, and all those below it, multiplied."""
    below = {key: [scaled(child, factor) for child in declared.get(key, [])] for key in CHILDREN}
    weight = {"weight": factor * declared["weight"]} if "weight" in declared else {}
    return declared | weight | {key: children for key, children in below.items() if children}


def tree(factor: float = 1.0) -> Domains:
    """Four domains: one of figures alone, one with a group in a group, one in which more is
    better, and one with a single child. All weights inside are multiplied by a factor."""
    strain = [
        node("debt", weight=2.0),
        node("crime", measure="rate"),
        node("stress", measure="mean"),
        node("support", direction="better"),
    ]
    deep = node("heating", parts=[node("cold"), node("damp", weight=0.5)])
    group = node("homes", parts=[node("crowded", weight=3.0), node("noise"), deep])
    want = [node("poverty", weight=2.0), node("jobs", direction="better", measure="rate"), group]
    strength = [node("skills"), node("illness", direction="better"), node("trust", measure="mean")]
    declared = [
        domain("strain", strain),
        domain("want", want),
        domain("strength", strength, direction="better"),
        domain("distance", [node("shops", measure="mean")]),
    ]
    return Domains.parse({"domains": [scaled(each, factor) for each in declared]}, "battery")


DOMAINS = tree()
WEIGHTS = mdi.WeightSet(weights={"strain": 3, "want": 4, "strength": 2, "distance": 1})
LEAVES = DOMAINS.leaves()
TURNED = [leaf.id for leaf in LEAVES if leaf.direction == "better"]


def inner() -> Iterator[Domain | Indicator]:
    """All domains and groups."""
    stack: list[Domain | Indicator] = list(DOMAINS)
    while stack:
        found = stack.pop()
        children = found.indicators if isinstance(found, Domain) else found.parts
        if children:
            yield found
        stack.extend(children)


def worse_upwards() -> np.ndarray:
    """(leaves,) +1 where a higher figure makes the index worse, −1 where it makes it better."""
    domains = {
        leaf.id: -1.0 if d.direction == "better" else 1.0 for d in DOMAINS for leaf in d.leaves()
    }
    own = np.where([leaf.direction == "better" for leaf in LEAVES], -1.0, 1.0)
    return own * np.array([domains[leaf.id] for leaf in LEAVES])


def frame_of(figures: np.ndarray) -> pd.DataFrame:
    """Areas in two regions with (leaves, n) figures, and what these are made of."""
    n = figures.shape[1]

    def repeated(values: Sequence, start: int) -> list:
        return list(islice(cycle(values), start, start + n))

    columns: dict = {
        "area_code": [f"GM{number:04d}" for number in range(1, n + 1)],
        "population": repeated([900.0, 60.0, np.nan, 4000.0], 0),
        "region_class": repeated(["north", "south"], 0),
    }
    for row, leaf in enumerate(LEAVES):
        columns[leaf.id] = figures[row]
        mean = leaf.measure == "mean"
        ending, values = ("_standard_error", ERRORS) if mean else ("_denominator", PEOPLE)
        columns[leaf.id + ending] = repeated(values, row)
    return pd.DataFrame(columns)


def table_of(figures: np.ndarray, domains: Domains = DOMAINS) -> mdi.IndicatorTable:
    """A table of areas with (leaves, n) figures."""
    frame = frame_of(np.asarray(figures, float))
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2024, domains=domains)


def chosen(table: mdi.IndicatorTable, areas: Sequence[int]) -> mdi.IndicatorTable:
    """Some of the areas, in this order."""
    rows = np.asarray(areas, int)
    return replace(
        table,
        codes=tuple(table.codes[row] for row in rows),
        population=table.population[rows],
        values=np.ascontiguousarray(table.values[:, rows]),
        status=np.ascontiguousarray(table.status[:, rows]),
        counts={
            name: Counts(c.numerator[rows], c.denominator[rows]) for name, c in table.counts.items()
        },
        standard_errors={name: errors[rows] for name, errors in table.standard_errors.items()},
        classes={name: tuple(of[row] for row in rows) for name, of in table.classes.items()},
    )


def changed(table: mdi.IndicatorTable, leaf: int, area: int, figure: float) -> mdi.IndicatorTable:
    """The table with another figure in one cell, or without one; its counts go with it."""
    values, status, counts = table.values.copy(), table.status.copy(), dict(table.counts)
    values[leaf, area] = figure
    status[leaf, area] = CellStatus.MISSING if np.isnan(figure) else CellStatus.OBSERVED
    name, measure = LEAVES[leaf].id, LEAVES[leaf].measure
    if name in counts:
        counts[name] = Counts.recovered(values[leaf], counts[name].denominator, measure)
    return replace(table, values=values, status=status, counts=counts)


def figures_of(latent: np.ndarray, noise: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """(leaves, n) figures with something in common: bad areas are bad in most indicators."""
    bad = np.asarray(latent, float) + noise
    figures = np.where(worse_upwards()[:, np.newaxis] > 0, bad, FULL - bad)
    return np.where(gaps, np.nan, figures)


@st.composite
def tables(draw) -> mdi.IndicatorTable:
    """Few areas with ties and gaps; often one of which nothing is known."""
    n = draw(st.integers(8, 13))
    latent = 5 * draw(arrays(np.int8, n, elements=st.integers(0, 12), fill=st.nothing()))
    noise = draw(arrays(np.int8, (len(LEAVES), n), elements=st.integers(0, 12)))
    cells = st.tuples(st.integers(0, len(LEAVES) - 1), st.integers(0, n - 1))
    gaps = np.zeros((len(LEAVES), n), bool)
    for cell in draw(st.lists(cells, max_size=6)):
        gaps[cell] = True
    if draw(st.booleans()):
        gaps[:, draw(st.integers(0, n - 1))] = True
    return table_of(figures_of(latent, noise, gaps))


def country(n: int = 150, seed: int = 7) -> mdi.IndicatorTable:
    """More areas, with figures in decimals; the last one has none."""
    rng = np.random.default_rng(seed)
    latent, noise = rng.uniform(0, 60, n), rng.uniform(0, 40, (len(LEAVES), n))
    gaps = rng.uniform(size=noise.shape) < 0.08
    gaps[:, -1] = True
    return table_of(np.round(figures_of(latent, noise, gaps), 1))


COUNTRY = country()
