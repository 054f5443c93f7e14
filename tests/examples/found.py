"""What the engine finds for a key of an example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import mdi
from mdi.status import Filled

ONCE = ("offered", "score_max", "score_min", "ranked", "warnings")
BY_AREA = ("status", "rank", "decile", "coverage")


def found(result: mdi.IndexResult, key: str) -> Any:
    """One value, or one for each area; `node.attribute` asks for something of a node."""
    node, dot, attribute = key.rpartition(".")
    if dot:
        of = OF_NODE.get(attribute)
        return _in_profiles(result, node, attribute) if of is None else of(result, node)
    if key in ONCE:
        return getattr(result, key)
    return list(getattr(result, key)) if key in BY_AREA else result.measure(key).tolist()


def _points(result: mdi.IndexResult, name: str) -> list[float]:
    return list(result.points[_row(result, name)].tolist())


def _weights(result: mdi.IndexResult, name: str) -> list[float]:
    return list(result.node_weights[name].weights.tolist())


def _filled(result: mdi.IndexResult, name: str) -> list[str]:
    kinds = result.filled[_row(result, name)].tolist()
    return [Filled(kind).word if kind else "" for kind in kinds]


def _row(result: mdi.IndexResult, name: str) -> int:
    return next(node.row for node in result.tree.nodes() if node.id == name)


def _shrunken(part: str) -> Callable[[mdi.IndexResult, str], list[float]]:
    return lambda result, name: getattr(result.steadied.shrunken[name], part).tolist()


OF_NODE: dict[str, Callable[[mdi.IndexResult, str], Any]] = {
    "points": _points,
    "weights": _weights,
    "filled": _filled,
    "rank": lambda result, name: result.ranks_of(name).tolist(),
    "shrunken": _shrunken("figures"),
    "own_weight": _shrunken("weight"),
}


def _in_profiles(result: mdi.IndexResult, node: str, attribute: str) -> list[Any]:
    return [_in_profile(result.profile(code), node, attribute) for code in result.table.codes]


def _in_profile(profile: mdi.Profile, node: str, attribute: str) -> Any:
    stack: list[Any] = list(profile.domains)
    while stack:
        here = stack.pop()
        if here.id == node:
            value = getattr(here, attribute)
            return np.nan if value is None else value
        stack += [*getattr(here, "indicators", ()), *getattr(here, "parts", ())]
    raise LookupError(node)
