"""The whole run: servers, agreement, and one measurement after the other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.measure import Finding
from benchmarks.service import clients, memory, nginx, ours, pygeoapi, tipg
from benchmarks.service.agreement import agree
from benchmarks.service.asking import get
from benchmarks.service.cases import cases
from benchmarks.service.environments import NotInstalledError
from benchmarks.service.latency import PLAIN, latencies
from benchmarks.service.layer import AREAS, edition, postgis
from benchmarks.service.questions import Case
from benchmarks.service.servers import WORKERS, Server
from benchmarks.service.table import HEAD, row, shown
from benchmarks.service.throughput import Load, load, together
from tests.editions.postgis.cluster import NoPostGISError

PEERS = (tipg.serving, pygeoapi.serving)
MEMORY = 400 * 2**20  # bytes at most, two workers together
SECONDS, TURNS = 1, 3  # of one measurement of a quick server, and how many of them
SLOWER = 3  # seconds of a peer over PostGIS, in one turn


def run(areas: int = AREAS) -> Iterator[Finding]:
    """All findings, as they come."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_:
        folder = Path(name)
        store = edition(folder, areas)
        own = open_.enter_context(ours.serving(store, folder))
        asked = cases(own.port)
        quick = [own, *files(asked, own, open_)]
        slow = list(peers(store, folder, open_))
        agree([*quick, *slow], asked)
        for each in (*quick, *slow):
            print(f"{each.name}, from start to first answer: {shown(each.started)}")
        print(f"\n{HEAD}", flush=True)
        for case in asked:
            yield from measured(case, quick, slow)
        yield from remembered(own, slow)
        yield from clients.by_gdal(own.port, areas)
        yield from clients.by_qgis(own.port, areas, folder)


def files(asked: Sequence[Case], own: Server, open_: ExitStack) -> Iterator[Server]:
    """The service's answers by nginx, if it is here."""
    why = nginx.missing()
    if why:
        print(f"without nginx: {why}")
    else:
        yield open_.enter_context(nginx.serving(asked, own))


def peers(store: Path, folder: Path, open_: ExitStack) -> Iterator[Server]:
    """Those that can be installed; says what cannot."""
    try:
        cluster = open_.enter_context(postgis(store))
    except NoPostGISError as error:
        print(f"without tipg and pygeoapi: {error}")
        return
    for serving in PEERS:
        try:
            yield open_.enter_context(serving(cluster, folder))
        except NotInstalledError as error:
            print(f"left out: {error}")


def measured(case: Case, quick: Sequence[Server], slow: Sequence[Server]) -> Iterator[Finding]:
    """One case at all servers: a row for each, and what it says of the targets."""
    others = [each for each in slow if each.can(case)]
    alone = latencies(case, quick, case.rounds)
    loads = loads_of(case, quick, others)
    for each in (*quick, *others):
        size = 0 if case.known else len(get(each.port, each.paths(case)[0], case.coding)[2])
        print(row(case, each.name, size, alone, loads[each.name]), flush=True)
    yield from found(case, alone, loads)


def loads_of(case: Case, quick: Sequence[Server], slow: Sequence[Server]) -> dict[str, Load]:
    """Of all servers, in turns."""
    turns: dict[str, list[Load]] = {each.name: [] for each in (*quick, *slow)}
    for turn in range(TURNS):
        for each in quick:
            turns[each.name].append(load(each, case, SECONDS))
        for each in slow[turn : turn + 1]:
            turns[each.name].append(load(each, case, SLOWER))
    return {name: together(found) for name, found in turns.items()}


def found(
    case: Case, alone: Mapping[tuple[str, str], float], loads: Mapping[str, Load]
) -> Iterator[Finding]:
    """The ratios that have a target."""
    if case.most is not None and ("nginx", PLAIN) in alone:
        one, two = alone["ours", PLAIN], alone["nginx", PLAIN]
        words = f"{shown(one)} ÷ {shown(two)}"
        yield Finding(f"{case.name} ÷ nginx, one client", words, one / two, case.most)
    if case.least is not None and "tipg" in loads:
        rate, theirs = loads["ours"].rate, loads["tipg"].rate
        words = f"{rate:,.0f}/s ÷ {theirs:,.1f}/s"
        yield Finding(
            f"{case.name} ÷ tipg, eight clients", words, rate / theirs, case.least, at_least=True
        )


def remembered(own: Server, others: Sequence[Server]) -> Iterator[Finding]:
    """Memory after all that was asked."""
    for each in (own, *others):
        size = memory.everything(each.pid)
        print(f"{each.name}, memory of all its processes: {size / 2**20:.0f} MB")
    size = memory.workers(own.pid, WORKERS)
    words = f"{size / 2**20:.0f} MB ÷ {MEMORY / 2**20:.0f} MB"
    yield Finding("memory of two workers", words, size / MEMORY, 1)
