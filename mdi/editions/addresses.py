"""Addresses of databases where files are expected: what readers see, and what is kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdi.editions.postgis.address import Address, is_address
from mdi.editions.postgis.errors import DatabaseError
from mdi.errors import Problem

BROKEN = "postgresql://…"
KINDS = {"tables": "", "boundaries": " (shapes)"}  # one table may hold figures and shapes
ALIKE = "is written in two ways, with other passwords or settings"


@dataclass(frozen=True)
class Addresses:
    """The addresses that stand in a plan or a catalogue, kept apart from what readers see.

    Attributes:
        told: the content, with a name without password in the place of each address.
        found: the addresses of tables and boundaries, by that name.
        problems: what is wrong with addresses; it repeats no password.
    """

    told: dict[str, Any]
    found: dict[str, Address] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def within(cls, content: Mapping[str, Any]) -> Addresses:
        """Take the addresses out of plain data, as it was read from TOML."""
        made = cls(_told(dict(content)))
        for kind, place, entry, told in _entries(content, made.told):
            try:
                address = Address.parse(entry["file"])
            except DatabaseError as error:
                what = f"{place}: {error.message.rstrip('.')}"
                made.problems.append(Problem(what, hint=error.hint))
                continue
            told["file"] = name = address.whole + KINDS[kind]
            if address.table is None:
                hint = "add it to the address: ?table=schema.name"
                made.problems.append(Problem(f"'{name}' names no table", hint=hint))
            elif made.found.setdefault(name, address) != address:
                made.problems.append(Problem(f"'{name}' {ALIKE}", hint="write it in one way"))
        return made


def _entries(
    content: Mapping[str, Any], told: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Every table and boundary with an address: its kind, its place, as written, and as told."""
    for kind in KINDS:
        given = content.get(kind)
        for number, entry in enumerate(given if isinstance(given, list) else (), 1):
            file = entry.get("file") if isinstance(entry, dict) else None
            if isinstance(file, str) and is_address(file):
                yield kind, f"entry {number} of {kind}", entry, told[kind][number - 1]


def _told(value: Any) -> Any:
    """Plain data without any password, wherever an address stands."""
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_told(each) for each in value]
    return _shown(value) if isinstance(value, str) and is_address(value) else value


def _shown(text: str) -> str:
    try:
        return Address.parse(text).whole
    except DatabaseError:
        return BROKEN
