"""What an example asks of the engine: an index, a summary, a roll-up, or a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

import mdi
from mdi.comparison import change_of_means
from tests.examples.found import found
from tests.examples.given import Given, codes_of, method_of, result_of, table_of, weights_of

Finder = Callable[[str], Any]

PARTS = {"figures": "table", "weights": "weights", "method": "method"}  # of a version


def run(asks: str, given: Given) -> Finder:
    """What comes out, by the key that is expected.

    Args:
        asks: what is asked; see `RUNS`.
        given: what the example gives.
    """
    return RUNS[asks](given)


def _index(given: Given) -> Finder:
    """`reference` holds the figures of a base year to measure with."""
    if "reference" not in given:
        result = result_of(given)
        return lambda key: found(result, key)
    base = result_of(given | {"figures": given["reference"]})
    later = mdi.compute(table_of(given), reference=base)
    return lambda key: found(later, key)


def _summary(given: Given) -> Finder:
    """`larger` holds the areas of each larger area; `at_ranks` makes a country around some."""
    if "at_ranks" in given:
        given = _country(given)
    summary = mdi.summarise(
        result_of(given),
        _regions(given["larger"]),
        denominators=given.get("denominators"),
        scales=given.get("scales", ()),
    )
    return lambda key: summary.values[key].tolist()


def _country(given: Given) -> Given:
    """A country of so many areas, of which those at some ranks are one district."""
    codes = codes_of({"figures": {"rising": range(given["areas"])}})
    rows = [given["areas"] - rank for rank in given["at_ranks"]]
    people = np.full(given["areas"], np.nan)
    people[rows] = given["population"]
    larger = {"district": [codes[row] for row in rows]}
    rising = {"domains": {"all": ["poverty"]}, "ascending": ["poverty"]}
    return given | rising | {"population": people, "larger": larger}


def _roll_up(given: Given) -> Finder:
    to = given["to"] if "to" in given else _regions(given["regions"])
    table = mdi.roll_up(table_of(given), to=to, least_covered=given.get("least_covered", 0.5))
    rows = {figures.indicator.id: row for row, figures in enumerate(table.figures)}

    def answer(key: str) -> Any:
        name, _, part = key.partition(".")
        if part == "covered":
            return table.covered[name].tolist()
        if part == "status":
            return [table.status_of(rows[name], area).word for area in range(len(table))]
        return list(table.codes) if key == "codes" else table.values[rows[name]].tolist()

    return answer


def _regions(larger: Mapping[str, list[str]]) -> list[mdi.Region]:
    return [mdi.Region(id=name, codes=tuple(codes)) for name, codes in larger.items()]


def _gap(given: Given) -> Finder:
    """Larger areas by their own pooled figures, beside the mean of their parts."""
    own = mdi.compute(
        mdi.roll_up(table_of(given), to="municipality"),
        weights=weights_of(given),
        method=method_of(given),
    )
    frame = mdi.level_gap(own, result_of(given))
    return lambda key: frame[key].tolist()


def _causes(given: Given) -> Finder:
    """`before` and `after` hold what differs: figures, weights or method."""
    before = _version(given | given["before"])
    after = _version(given | given["after"])
    same = {name for word, name in PARTS.items() if word not in given["after"]}
    change = mdi.attribute(before, replace(after, **{name: getattr(before, name) for name in same}))
    parts = {"before": change.before, "after": change.after, **change.causes}
    return lambda key: parts[key].tolist()


def _version(given: Given) -> mdi.Version:
    weights, method = weights_of(given), method_of(given)
    return mdi.Version(
        table=table_of(given),
        weights=mdi.load_weights(weights) if isinstance(weights, str) else weights,
        method=mdi.load_method(method) if isinstance(method, str) else method,
    )


def _means(given: Given) -> Finder:
    """Scores and people of one group, before and after."""
    scores, people = (
        tuple(np.array(given[name][when], float) for when in ("before", "after"))
        for name in ("scores", "people")
    )
    change = change_of_means(scores, people, np.zeros(scores[0].size, np.int64))
    return lambda key: getattr(change, key).tolist()


def _within(given: Given) -> Finder:
    """The rank of each area within the larger area it lies in."""
    result = result_of(given)
    places = result.ranks_within(given["to"]).tolist()
    return lambda key: places if key == "rank_within" else found(result, key)


RUNS: dict[str, Callable[[Given], Finder]] = {
    "index": _index,
    "summary": _summary,
    "roll-up": _roll_up,
    "gap": _gap,
    "causes": _causes,
    "means": _means,
    "within": _within,
}
