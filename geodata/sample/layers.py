"""The areas of each level in one vintage, with their codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.sample.borders import Ints
from geodata.sample.changes import Register
from geodata.sample.hierarchy import Hierarchy

Objects = npt.NDArray[np.object_]

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_PROVINCE = 80  # no real province has a number from here on
PLAIN = 100  # districts with two digits; letters come after


@dataclass(frozen=True, slots=True)
class Layer:
    """The areas of one level, sorted by code.

    Attributes:
        level: `"neighbourhood"`, `"district"`, `"municipality"` or `"province"`.
        codes: shape (n,).
        names: shape (n,).
        parents: code of the larger area, None for provinces, shape (n,).
        geometry: polygons and multipolygons, shape (n,).
        row: the row that each neighbourhood belongs to, shape (neighbourhoods,).
    """

    level: str
    codes: Objects
    names: Objects
    parents: Objects
    geometry: Objects
    row: Ints


@dataclass(frozen=True, slots=True)
class Part:
    """The areas of one level before they are sorted; `inside` is the row of each parent."""

    names: list[str]
    geometry: Objects
    inside: Ints


@dataclass(frozen=True, slots=True)
class Parts:
    """Names and shapes of all levels, as they are before any change."""

    neighbourhood: Part
    district: Part
    municipality: Part
    province: Part


def united(geometry: Objects, group: Ints) -> Objects:
    """The exact union of the shapes of each group; shared borders disappear."""
    import shapely  # noqa: PLC0415

    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group))[:-1]
    members = np.split(geometry[order], ends)
    found = np.empty(len(members), object)
    found[:] = [m[0] if len(m) == 1 else shapely.coverage_union_all(m) for m in members]
    return found


def make_layers(parts: Parts, register: Register) -> dict[str, Layer]:
    """The layers of a vintage, from small to large.

    Args:
        parts: names and shapes of all levels.
        register: which municipalities are in force, and their codes.
    """
    now = register.place[parts.district.inside]
    numbers = np.array([f"{number:04d}" for number in register.numbers], object)
    of_province = np.zeros(len(numbers), np.intp)
    of_province[register.place] = parts.municipality.inside
    letters = np.array(_district_letters(_rank(now).max() + 1), object)
    digits = np.array([f"{n:02d}" for n in range(100)], object)
    district = numbers[now] + letters[_rank(now)]
    neighbourhood = district[parts.neighbourhood.inside] + digits[_rank(parts.neighbourhood.inside)]
    municipality = Part(
        list(register.names), united(parts.municipality.geometry, register.place), of_province
    )
    province = np.array([str(FIRST_PROVINCE + n) for n in range(len(parts.province.names))], object)
    return _stacked(
        {
            "province": ("PV" + province, parts.province),
            "municipality": ("GM" + numbers, municipality),
            "district": ("WK" + district, Part(parts.district.names, parts.district.geometry, now)),
            "neighbourhood": ("BU" + neighbourhood, parts.neighbourhood),
        }
    )


def _stacked(levels: dict[str, tuple[Objects, Part]]) -> dict[str, Layer]:
    """Layers from codes and parts that stand from large to small; given from small to large."""
    members = _members([part.inside for _, part in levels.values()])
    parents: Objects = np.array([None], object)
    found = {}
    for (level, (codes, part)), row in zip(levels.items(), members, strict=True):
        order = np.argsort(codes)
        position = np.argsort(order)
        names = np.array(part.names, object)[order]
        above = parents[part.inside][order]
        found[level] = Layer(level, codes[order], names, above, part.geometry[order], position[row])
        parents = codes
    return dict(reversed(found.items()))


def _members(inside: list[Ints]) -> list[Ints]:
    """The row of each neighbourhood at every level, from large to small."""
    row = np.arange(len(inside[-1]))
    found = [row]
    for above in reversed(inside[1:]):
        row = above[row]
        found.append(row)
    return found[::-1]


def _rank(group: Ints) -> Ints:
    """The place of each member within its group: 0, 1, 2, …"""
    order = np.argsort(group, kind="stable")
    size = np.bincount(group)
    rank = np.empty(len(group), np.intp)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(size) - size, size)
    return rank


def _district_letters(count: int) -> list[str]:
    """00 to 99, then A0, A1, … up to ZZ: 1,036 in all."""
    spare = range(10 * len(LETTERS), 10 * len(LETTERS) + max(count - PLAIN, 0))
    plain = [f"{n:02d}" for n in range(min(count, PLAIN))]
    return plain + [LETTERS[n // len(LETTERS)] + LETTERS[n % len(LETTERS)] for n in spare]
