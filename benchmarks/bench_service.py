"""The service against nginx with the same bytes, on one layer.

A national edition is served by two workers. nginx serves what the service answered, as files.
Latency is that of one connection, in turns; throughput is that of eight, by `wrk`. What is not
installed here is left out, and said. Run by itself: `python -m benchmarks.bench_service`.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from benchmarks.measure import Finding, in_words

AREAS = 14_500
ITEMS = "/ogc/v1/collections/neighbourhood/items"
TILES = "/ogc/v1/collections/neighbourhood/tiles/WebMercatorQuad"
PLAN = 'catalogue = "sample"\nlevels = ["neighbourhood", "municipality"]\n'
MDI = (sys.executable, "-c", "from mdi.cli import main; main()")
MOST = {"whole": 1.5, "box": 2.5, "feature": 2.5, "tile": 2.5}
ROUNDS = {"whole": 15, "box": 150, "feature": 400, "tile": 300}
SECONDS = "3s"
CODING = {"tile": "gzip"}  # a tile lies stored in gzip; the rest is asked for as it is

NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; default_type application/geo+json; }}
}}
"""


def run(areas: int = AREAS) -> list[Finding]:
    """Latency against nginx, memory, and throughput."""
    if shutil.which("nginx") is None:
        print("nginx is not installed here: apt-get install nginx-light")
        return []
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        store = edition(folder, areas)
        port = running.enter_context(service(store))
        asked = paths(port)
        other = running.enter_context(
            nginx(
                folder,
                {
                    what: get(port, path, CODING.get(what, "identity"))
                    for what, path in asked.items()
                },
            )
        )
        findings = list(latencies(port, other, asked))
        findings.append(memory(port))
        print(wrk(port, asked))
    return findings


def edition(folder: Path, areas: int) -> Path:
    """A store with a national edition."""
    make = f"from pathlib import Path; from mdi.editions.sample import make_sample; make_sample({areas}, 1, Path('sample'), range(2025, 2026))"
    _call([sys.executable, "-c", make], folder)
    (folder / "plan.toml").write_text(PLAN)
    _call([*MDI, "batch", "plan.toml", "--store", "store"], folder)
    return folder / "store"


def paths(port: int) -> Mapping[str, str]:
    """What is asked: the country, a box of about 570 areas, one area, a tile."""
    first = re.search(rb'"id":"(\w+)"', get(port, f"{ITEMS}?limit=1&skipGeometry=true"))
    code = first[1].decode() if first else ""
    tile = next(
        path
        for row in range(40, 44)
        for column in range(64, 68)
        for path in [f"{TILES}/7/{row}/{column}"]
        if status(port, path) == http.client.OK
    )
    return {"whole": ITEMS, "box": box_of(port), "feature": f"{ITEMS}/{code}", "tile": tile}


def box_of(port: int, wanted: int = 570) -> str:
    """The address of a box in the middle of the country that about so many areas touch."""
    low, high = 0.0, 2.0
    for _ in range(14):
        half = (low + high) / 2
        path = f"{ITEMS}?bbox={5.2 - half:.4f},{52.1 - half:.4f},{5.2 + half:.4f},{52.1 + half:.4f}"
        found = re.search(rb'"numberReturned":(\d+)', get(port, path))
        count = int(found[1]) if found else 0
        low, high = (half, high) if count < wanted else (low, half)
    return path


@contextmanager
def service(store: Path) -> Iterator[int]:
    """`mdi serve` with two workers, and how long it took to its first answer."""
    port, start = free_port(), perf_counter()
    command = [*MDI, "serve", "--store", str(store), "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            wait_for(port, "/ogc/v1/collections")
            print(f"from start to first answer: {in_words(perf_counter() - start)}")
            yield port
        finally:
            process.terminate()


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[int]:
    """The peer: nginx with these files."""
    port = free_port()
    (folder / "www").mkdir()
    for name, content in files.items():
        (folder / "www" / name).write_bytes(content)
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    with subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder]) as process:  # noqa: S603, S607
        try:
            wait_for(port, "/feature")
            yield port
        finally:
            process.terminate()


def latencies(port: int, other: int, asked: Mapping[str, str]) -> Iterator[Finding]:
    """The median of one connection to each, in turns."""
    for what, path in asked.items():
        with connected(port) as ours, connected(other) as theirs:
            times: dict[bool, list[float]] = {True: [], False: []}
            for number in range(2 * ROUNDS[what] + 10):
                own = bool(number % 2)
                connection, where = (ours, path) if own else (theirs, f"/{what}")
                seconds = timed(connection, where, CODING.get(what, "identity"))
                if number >= 10:
                    times[own].append(seconds)
        one, two = median(times[True]), median(times[False])
        words = f"{in_words(one)} ÷ {in_words(two)}"
        yield Finding(f"{what} ÷ nginx, one connection", words, one / two, MOST[what])


def timed(connection: http.client.HTTPConnection, path: str, coding: str) -> float:
    """Seconds of one request, its body read."""
    start = perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": coding})
    connection.getresponse().read()
    return perf_counter() - start


def memory(port: int) -> Finding:
    """The proportional set size of the service, all its processes together."""
    total = sum(_pss(pid) for pid in _listening(port))
    return Finding(
        "memory of two workers ÷ 400 MB", f"{total / 2**20:.0f} MB", total / 2**20 / 400, 1
    )


def wrk(port: int, asked: Mapping[str, str]) -> str:
    """Requests a second and slowest of a hundred, with eight connections, in words."""
    if shutil.which("wrk") is None:
        return "wrk is not installed here: apt-get install wrk"
    lines = [f"{'':<10}{'requests/s':>12}{'p99':>12}"]
    for what, path in asked.items():
        rate, slow = throughput(f"http://127.0.0.1:{port}{path}")
        lines.append(f"{what:<10}{rate:>12.0f}{slow:>12}")
    return "\n".join(lines)


def throughput(url: str) -> tuple[float, str]:
    """Requests a second, and the 99th percentile, of eight connections."""
    command = ["wrk", "-t2", "-c8", f"-d{SECONDS}", "--latency", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    rate, slow = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+(\S+)", told)
    return float(rate[1]) if rate else 0.0, slow[1] if slow else "?"


def get(port: int, path: str, coding: str = "identity") -> bytes:
    """The body of an answer."""
    with connected(port) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": coding})
        return connection.getresponse().read()


def status(port: int, path: str) -> int:
    """The status of an answer."""
    with connected(port) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def connected(port: int) -> AbstractContextManager[http.client.HTTPConnection]:
    """A connection that is closed afterwards."""
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60))


def wait_for(port: int, path: str) -> None:
    """Until an address answers."""
    for _ in range(600):
        try:
            if status(port, path) == http.client.OK:
                return
        except OSError:
            sleep(0.1)
    message = f"nothing answers at port {port}"
    raise SystemExit(message)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _listening(port: int) -> set[int]:
    """The processes of the service: all that were started with this port, and their children."""
    marked = f"--port\0{port}\0".encode()
    found = {
        int(p.name)
        for p in Path("/proc").iterdir()
        if p.name.isdigit() and _has(p / "cmdline", marked)
    }
    grown = True
    while grown:
        children = {
            int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _parent(p) in found
        }
        grown = not children <= found
        found |= children
    return found


def _has(path: Path, marked: bytes) -> bool:
    try:
        return marked in path.read_bytes()
    except OSError:
        return False


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return -1


def _pss(pid: int) -> int:
    try:
        told = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _call(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    for finding in run(int(os.environ.get("AREAS", AREAS))):
        print(finding)
