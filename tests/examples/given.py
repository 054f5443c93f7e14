"""What an example gives: figures, domains, weights and a method, as the engine takes them."""

from __future__ import annotations

from typing import Any

import pandas as pd

import mdi
from mdi.declaration import Text
from mdi.domains.model import Domain, Indicator

Given = dict[str, Any]

NEIGHBOURHOODS = 9_999  # with more areas than this the codes are those of neighbourhoods


def result_of(given: Given) -> mdi.IndexResult:
    """The index of the areas of an example."""
    return mdi.compute(table_of(given), weights=weights_of(given), method=method_of(given))


def table_of(given: Given) -> mdi.IndicatorTable:
    """The figures of an example as a table."""
    columns: dict[str, list[Any]] = {"area_code": codes_of(given), **figures_of(given)}
    for name, counts in given.get("counts", {}).items():
        columns |= {f"{name}_{part}": numbers for part, numbers in counts.items()}
    for name, errors in given.get("standard_errors", {}).items():
        columns[f"{name}_standard_error"] = errors
    for name in ("population", "parent_code"):
        if name in given:
            columns[name] = given[name]
    level = "neighbourhood" if columns["area_code"][0].startswith("BU") else "municipality"
    frame = pd.DataFrame(columns)
    return mdi.IndicatorTable.from_frame(frame, level=level, year=2021, domains=domains_of(given))


def figures_of(given: Given) -> dict[str, list[float]]:
    """The figures by indicator; those of `ascending` are 0, 1, 2, …"""
    rising = {
        name: [float(i) for i in range(given["areas"])] for name in given.get("ascending", [])
    }
    return {**rising, **given.get("figures", {})}


def codes_of(given: Given) -> list[str]:
    """The codes of the areas: as given, or from 1 upwards."""
    if "codes" in given:
        return list(given["codes"])
    columns = list(figures_of(given).values())
    columns += [
        numbers for counts in given.get("counts", {}).values() for numbers in counts.values()
    ]
    letters, digits = ("GM", 4) if len(columns[0]) <= NEIGHBOURHOODS else ("BU", 8)
    return [f"{letters}{number:0{digits}d}" for number in range(1, len(columns[0]) + 1)]


def weights_of(given: Given) -> str | mdi.WeightSet:
    """The weights of the domains: named, declared, or the same for each domain given."""
    weights = given.get("weights", dict.fromkeys(given.get("domains", {}), 1.0) or "mdi_nl")
    return (
        weights if isinstance(weights, str) else mdi.WeightSet(weights=weights, of=given.get("of"))
    )


def method_of(given: Given) -> str | mdi.Method:
    """The method: named or declared."""
    method = given.get("method", "imd")
    return method if isinstance(method, str) else mdi.Method.parse(method, "given")


def domains_of(given: Given) -> mdi.Domains | None:
    """The tree of an example: a list of figures, or groups of them, under each domain."""
    if "domains" not in given:
        return None
    domains = [
        Domain(
            id=name,
            name=_text(name),
            order=place,
            direction=_direction(name, given),
            indicators=_children(children, given),
        )
        for place, (name, children) in enumerate(given["domains"].items())
    ]
    return mdi.Domains(domains=tuple(domains))


def _children(children: Any, given: Given) -> tuple[Indicator, ...]:
    groups = children if isinstance(children, dict) else dict.fromkeys(children, ())
    return tuple(
        Indicator(
            id=name,
            name=_text(name),
            direction=_direction(name, given),
            measure=given.get("measure", {}).get(name, "share"),
            weight=given.get("within", {}).get(name, 1.0),
            parts=_children(parts, given),
        )
        for name, parts in groups.items()
    )


def _direction(name: str, given: Given) -> str:
    return "better" if name in given.get("better", []) else "worse"


def _text(name: str) -> Text:
    return Text(nl=name, en=name)
