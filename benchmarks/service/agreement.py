"""All servers answer the same questions with as many areas, before anything is measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.service.asking import get
from benchmarks.service.cases import number
from benchmarks.service.questions import Box, Case, Whole
from benchmarks.service.servers import Server


def agree(servers: Sequence[Server], cases: Iterable[Case]) -> None:
    """Stop where a country or a box has more areas at one server than at another."""
    for case in cases:
        if isinstance(case.first, (Whole, Box)):
            _same(case, {each.name: _areas(each, case) for each in servers})


def _areas(server: Server, case: Case) -> int:
    return number(get(server.port, server.paths(case)[0])[2])


def _same(case: Case, found: dict[str, int]) -> None:
    if len(set(found.values())) > 1 or not all(found.values()):
        message = f"{case.name}: the servers find other areas: {found}"
        raise SystemExit(message)
