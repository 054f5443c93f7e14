"""Small tables for tests, as a user would hand them over, and as the oracle wants them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import mdi
from tests import reference

LEAVES = tuple(leaf.id for leaf in mdi.load_domains().leaves())
METHODS = ("imd", "zscore", "minmax")


def codes(n: int) -> list[str]:
    """n municipality codes."""
    return [f"GM{number:04d}" for number in range(1, n + 1)]


def table_of(columns: dict, *, population=None, domains=None) -> mdi.IndicatorTable:
    """A table of municipalities from columns of figures."""
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"area_code": codes(n), **columns})
    if population is not None:
        frame["population"] = np.asarray(population, float)
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021, domains=domains)


def frame_of(table) -> pd.DataFrame:
    """The table as a frame again."""
    columns = {f.indicator.id: row for f, row in zip(table.figures, table.values, strict=True)}
    return pd.DataFrame({"area_code": table.codes, "population": table.population, **columns})


def again(frame) -> mdi.IndicatorTable:
    """The table of a frame again."""
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def random_table(n: int, seed: int = 1, gaps: float = 0.1, decimals: int = 1) -> mdi.IndicatorTable:
    """A table over all 20 leaves with ties, gaps, and some areas almost without people."""
    rng = np.random.default_rng(seed)
    figures = np.round(rng.uniform(0, 100, (len(LEAVES), n)), decimals)
    figures[rng.uniform(size=figures.shape) < gaps] = np.nan
    people = rng.integers(0, 2000, n).astype(float)
    return table_of(dict(zip(LEAVES, figures, strict=True)), population=people)


def twin_of(table: mdi.IndicatorTable, weights: mdi.WeightSet, method: mdi.Method):
    """What the slow twin makes of the same table: its branches and its outcome."""
    values = {
        f.indicator.id: row.tolist() for f, row in zip(table.figures, table.values, strict=True)
    }
    signs = {f.indicator.id: 1.0 if f.direction == "worse" else -1.0 for f in table.figures}

    def branch(indicator) -> reference.Branch:
        children = [branch(part) for part in indicator.parts]
        own = [] if children else values[indicator.id]
        sign = signs.get(indicator.id, 1.0)
        return reference.Branch(indicator.id, indicator.weight, children, own, sign)

    domains = [
        reference.Branch(d.id, weights.weights.get(d.id, 0.0), [branch(i) for i in d.indicators])
        for d in table.domains
    ]
    recipe = reference.Recipe(
        indicators=method.indicators.by,
        domains=method.domains.by if method.domains else None,
        of=weights.base if method.index == "weights" else None,
        c=getattr(method.domains, "c", 23.0),
        min_population=method.min_population,
        min_coverage=method.min_coverage,
        min_for_deciles=method.min_for_deciles,
    )
    return domains, reference.compute(domains, table.population.tolist(), recipe)


whole = st.integers(0, 6).map(float)  # many ties
shares = st.floats(0, 100).map(lambda x: round(x, 2) + 0.0)
gap = st.just(float("nan"))
figure = st.one_of(whole, whole, shares, st.just(-0.0), gap)
people = st.one_of(st.just(float("nan")), st.integers(0, 60), st.integers(50, 5000)).map(float)


@st.composite
def tables(draw, least: int = 1, most: int = 26) -> mdi.IndicatorTable:
    """Tables of few areas with gaps, ties, empty and constant columns, and tiny areas."""
    n = draw(st.integers(least, most))
    offered = draw(st.lists(st.sampled_from(LEAVES), min_size=1, unique=True))
    column = st.one_of(
        st.lists(figure, min_size=n, max_size=n),
        st.lists(figure, min_size=n, max_size=n),
        figure.map(lambda x: [x] * n),
    )
    columns = {leaf: draw(column) for leaf in sorted(offered)}
    known = draw(st.booleans())
    return table_of(
        columns, population=draw(st.lists(people, min_size=n, max_size=n)) if known else None
    )


weight_sets = st.one_of(
    st.just(mdi.load_weights("mdi_nl")),
    st.just(mdi.load_weights("equal")),
    st.dictionaries(
        st.sampled_from([d.id for d in mdi.load_domains()]),
        st.integers(0, 9).map(float),
        min_size=1,
    )
    .filter(lambda w: sum(w.values()) > 0)
    .map(lambda w: mdi.WeightSet(weights=w)),
)
methods = st.sampled_from(METHODS).map(mdi.load_method)
