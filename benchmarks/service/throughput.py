"""What a server answers to eight clients at once: by `wrk`, or by a client of our own."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.service.asking import GULP, PATIENCE, Answer, Line, fine
from benchmarks.service.questions import Case
from benchmarks.service.servers import WORKERS, Server

CONNECTIONS = 8
SLOW = 0.5  # seconds of an answer, above which wrk would count too few of them
VERY = 2.0  # and above which it is asked for as few as it has workers
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
WALK = """
local asked, turn = {}, 0
function init(args)
  for path in io.lines(args[1]) do asked[#asked + 1] = wrk.format("GET", path) end
end
function request()
  turn = turn % #asked + 1
  return asked[turn]
end
"""


@dataclass(frozen=True)
class Load:
    """What a server stands.

    Attributes:
        rate: answers a second.
        half: seconds that half of them stay within.
        most: seconds that 99 of a hundred stay within.
        by: by how many clients, and of what kind.
    """

    rate: float
    half: float
    most: float
    by: str


def load(server: Server, case: Case, seconds: int) -> Load:
    """Of one server, measured for about so long; a slow one answers each client once at least."""
    requests = server.requests(case)
    line = Line(server.port)
    once = line.seconds(requests[0])
    line.close()
    if shutil.which("wrk") and once <= SLOW:
        return by_wrk(server, case, seconds)
    clients = WORKERS if once > VERY else CONNECTIONS
    return asyncio.run(by_own(server.port, requests, seconds, clients))


def together(found: Sequence[Load]) -> Load:
    """Several measurements as one: their medians."""
    return Load(
        median(each.rate for each in found),
        median(each.half for each in found),
        median(each.most for each in found),
        found[-1].by,
    )


def by_wrk(server: Server, case: Case, seconds: int) -> Load:
    """As `wrk` tells it."""
    paths = server.paths(case)
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", f"--timeout={PATIENCE}s"]
    for name, value in server.headers(case, paths[0]):
        command += ["-H", f"{name}: {value}"]
    with TemporaryDirectory() as name:
        script, walk = Path(name) / "walk.lua", Path(name) / "paths"
        script.write_text(WALK)
        walk.write_text("\n".join(paths))
        many = ["-s", str(script)] if len(paths) > 1 else []
        url = f"http://127.0.0.1:{server.port}{paths[0]}"
        more = ["--", str(walk)] if many else []
        done = subprocess.run(  # noqa: S603
            [*command, "--latency", *many, url, *more], check=True, capture_output=True, text=True
        )
    return told(done.stdout)


def told(words: str) -> Load:
    """What `wrk` prints, as numbers. Stops where there were refusals."""
    if "Non-2xx" in words:
        message = f"a server refused some requests:\n{words}"
        raise SystemExit(message)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", words)
    shares = {
        share: _seconds(took) for share, took in re.findall(r"(\d+)%\s+([\d.]+[mu]?s?)", words)
    }
    if rate is None or not {"50", "99"} <= shares.keys():
        message = f"wrk told something else than we know:\n{words}"
        raise SystemExit(message)
    return Load(float(rate[1]), shares["50"], shares["99"], f"{CONNECTIONS} of wrk")


def _seconds(words: str) -> float:
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m)", words)
    return float(found[1]) * UNITS[found[2]] if found else float("nan")


async def by_own(port: int, requests: list[bytes], seconds: float, clients: int) -> Load:
    """As our own client finds it; what has begun is finished."""
    start, took = perf_counter(), [0.0] * 0
    until = start + seconds
    every = [
        _client(port, requests[turn:] + requests[:turn], until, took) for turn in range(clients)
    ]
    await asyncio.gather(*every)
    rate = len(took) / (perf_counter() - start)
    shares = quantiles(took, n=100, method="inclusive")
    return Load(rate, shares[49], shares[98], f"{clients} of our own")


async def _client(port: int, requests: list[bytes], until: float, took: list[float]) -> None:
    """One connection that asks one thing after the other until the time is over."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=GULP)
    try:
        for asked in cycle(requests):
            answer, start = Answer(), perf_counter()
            writer.write(asked)
            while not answer.whole:
                answer.feed(await reader.read(GULP))
            fine(answer.status)
            took.append(perf_counter() - start)
            if perf_counter() > until:
                break
    finally:
        writer.close()
        await writer.wait_closed()
