"""Own weights for 14,500 neighbourhoods: in the engine, and over HTTP."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from starlette.testclient import TestClient

import mdi
from api.app import create_app
from api.settings import Settings
from benchmarks.measure import Finding, in_words, medians
from mdi.editions.catalogue import read_catalogue
from mdi.editions.sample import make_sample
from mdi.reweighting import Reweighing

AREAS, ROUNDS, TIMES = 14_500, 6, 60
ALLOWED = 0.005  # seconds of the server
ALLOWED_ENGINE = 0.002  # seconds from weights to ranks, tenths, and the areas that change tenth
PLAIN = {"accept-encoding": "identity"}


def run(areas: int = AREAS, rounds: int = ROUNDS) -> list[Finding]:
    """Both answers for weights that were never asked before, and the time of the server."""
    with tempfile.TemporaryDirectory() as folder:
        make_sample(areas, 1, Path(folder), range(2025, 2026))
        client = TestClient(create_app(Settings(data=Path(folder))))
        ask = _asking(client)
        times = medians(
            {"reweight": lambda: ask("reweight"), "index": lambda: ask("index", limit=20_000)},
            rounds,
        )
        server = median(_server(ask("reweight")) for _ in range(TIMES))
        base = mdi.compute(_table(Path(folder)))
    words = f"{in_words(times['reweight'])} ÷ {in_words(times['index'])}"
    told = f"{in_words(server)} ÷ {in_words(ALLOWED)}"
    ratio = times["reweight"] / times["index"]
    return [
        *_engine(base),
        Finding("reweight ÷ POST index, whole country", words, ratio, 0.25),
        Finding("reweight, time of the server ÷ allowed", told, server / ALLOWED, 1),
    ]


def _table(folder: Path) -> mdi.IndicatorTable:
    """The neighbourhoods of the invented country."""
    file = folder / read_catalogue(folder).table("neighbourhood", 2025).file
    return mdi.read_table(file, source="sample", level="neighbourhood", year=2025)


def _engine(base: mdi.IndexResult) -> list[Finding]:
    """The engine against computing anew, for weights that were never asked for before."""
    start, asked, same = Reweighing(base), _weights(), _weights()
    times = medians(
        {
            "again": lambda: start.of(next(asked)),
            "anew": lambda: mdi.compute(base.table, weights=next(same)),
        },
        ROUNDS * 5,
    )
    again, anew = times["again"], times["anew"]
    allowed = f"{in_words(again)} ÷ {in_words(ALLOWED_ENGINE)}"
    told = f"{in_words(again)} ÷ {in_words(anew)}"
    return [
        Finding("reweighing, engine ÷ allowed", allowed, again / ALLOWED_ENGINE, 1),
        Finding("reweighing, engine ÷ compute", told, again / anew, 0.25),
    ]


def _weights() -> Iterator[mdi.WeightSet]:
    """Weights that nobody asked for before."""
    chance = np.random.default_rng(2)
    names = [domain.id for domain in mdi.load_domains()]
    while True:
        drawn = dict(zip(names, chance.uniform(1, 20, len(names)).tolist(), strict=True))
        yield mdi.WeightSet(id="own", weights=drawn)


def _asking(client: TestClient) -> Callable[..., Any]:
    """Asks for weights that were never asked before."""
    chance = np.random.default_rng(1)
    names = [domain.id for domain in mdi.load_domains()]

    def ask(what: str, **more: int) -> Any:
        weights = dict(zip(names, chance.uniform(1, 20, len(names)).tolist(), strict=True))
        body = {"level": "neighbourhood", "weights": {"weights": weights}, **more}
        answer = client.post(f"/v1/{what}", json=body, headers=PLAIN)
        assert answer.status_code == 200, answer.text  # noqa: S101
        return answer

    return ask


def _server(answer: Any) -> float:
    """Seconds that the server took, as its answer says."""
    return float(answer.headers["server-timing"].partition("dur=")[2]) / 1000
