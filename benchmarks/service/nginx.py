"""nginx with the bytes that the service answered, as files: as fast as a server can be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.service.asking import get
from benchmarks.service.questions import Case, Question
from benchmarks.service.servers import WORKERS, Server, free_port, running

CONFIGURATION = """
worker_processes {workers}; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; default_type application/geo+json; }}
}}
"""


def missing() -> str:
    """What to install, where there is no nginx."""
    return (
        "" if shutil.which("nginx") else "nginx is not installed here: apt-get install nginx-light"
    )


@contextmanager
def serving(cases: Sequence[Case], ours: Server) -> Iterator[Server]:
    """The answers of our service to all questions, as files."""
    with TemporaryDirectory() as name:
        port, place = free_port(), Path(name)
        place.chmod(0o755)  # its workers are another user
        (place / "www").mkdir()
        (place / "nginx.conf").write_text(configuration(place, port))
        files = _files(place / "www", cases, ours)
        command: list[str | Path] = ["nginx", "-c", place / "nginx.conf", "-p", place]
        with running(command, port, next(iter(files.values())), place) as begun:
            yield Server("nginx", port, files.get, *begun)


def configuration(place: Path, port: int) -> str:
    """For files in `www` in this place."""
    return CONFIGURATION.format(folder=place, port=port, workers=WORKERS)


def _files(root: Path, cases: Sequence[Case], ours: Server) -> dict[Question, str]:
    files: dict[Question, str] = {}
    for case in cases:
        for question, path in zip(case.questions, ours.paths(case), strict=True):
            if question not in files:
                files[question] = f"/{len(files)}"
                (root / str(len(files) - 1)).write_bytes(get(ours.port, path, case.coding)[2])
    return files
