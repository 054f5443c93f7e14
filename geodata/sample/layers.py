"""The areas of each level in one vintage, with their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geodata.sample.changes import Register
from geodata.sample.groups import Ints, place_within

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
    numbers = _objects(f"{number:04d}" for number in register.numbers)
    provinces = _objects(str(FIRST_PROVINCE + n) for n in range(len(parts.province.names)))
    letters = _objects(_district_letters(place_within(now).max() + 1))
    digits = _objects(f"{n:02d}" for n in range(100))
    districts = numbers[now] + letters[place_within(now)]
    inside = parts.neighbourhood.inside
    return _stacked(
        {
            "province": (_coded("PV", provinces), parts.province),
            "municipality": (_coded("GM", numbers), _municipalities(parts, register)),
            "district": (_coded("WK", districts), replace(parts.district, inside=now)),
            "neighbourhood": (
                _coded("BU", districts[inside] + digits[place_within(inside)]),
                parts.neighbourhood,
            ),
        }
    )


def _municipalities(parts: Parts, register: Register) -> Part:
    """The municipalities in force; those that merged are united."""
    province = np.zeros(len(register.numbers), np.intp)
    province[register.place] = parts.municipality.inside
    shapes = united(parts.municipality.geometry, register.place)
    return Part(list(register.names), shapes, province)


def _coded(letters: str, digits: Objects) -> Objects:
    return _objects(letters + rest for rest in digits)


def _objects(words: Iterable[str]) -> Objects:
    return np.array(list(words), object)


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


def _district_letters(count: int) -> list[str]:
    """00 to 99, then A0, A1, … up to ZZ: 1,036 in all."""
    spare = range(10 * len(LETTERS), 10 * len(LETTERS) + max(count - PLAIN, 0))
    plain = [f"{n:02d}" for n in range(min(count, PLAIN))]
    return plain + [LETTERS[n // len(LETTERS)] + LETTERS[n % len(LETTERS)] for n in spare]
