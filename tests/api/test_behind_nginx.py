"""The service behind a real nginx, with the configuration of the documentation."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from tests.api.serving import ROOT, serving

PAGE = ROOT / "docs" / "how-to" / "run-behind-nginx.md"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
WHOLE = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1000; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {ours}
}}
"""

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed (Debian: nginx-light)"
)


@contextmanager
def nginx(folder, port, *, keep_path=False):
    """nginx in front of a service; its port."""
    (ours,) = re.findall(r'```ini title="mdi.conf"\n(.*?)```', PAGE.read_text(), re.DOTALL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    ours = ours.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace(
        "listen 8080", f"listen {own}"
    )
    if keep_path:
        ours = ours.replace("proxy_pass http://mdi/;", "proxy_pass http://mdi;")
    config = folder / "nginx.conf"
    config.write_text(WHOLE.format(folder=folder, ours=ours))
    process = subprocess.Popen([NGINX, "-c", str(config), "-e", str(folder / "error.log")])
    try:
        until = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", own), 1).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield own
    finally:
        process.terminate()
        process.wait(10)


def get(port, address, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": "mdi.example.nl", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return found


SETTINGS = {
    "public_url": "https://mdi.example.nl/depriv",
    "proxies": "127.0.0.1",
    "log": "json",
    "rate": 1000,
}


@pytest.mark.parametrize("keep_path", [False, True])
def test_it_is_found_under_its_path(squareland, tmp_path, keep_path):
    with (
        serving_behind(squareland, tmp_path) as service,
        nginx(tmp_path, service.port, keep_path=keep_path) as port,
    ):
        for address in ("", "v1/index", "web/main.js", "readyz", "ogc/v1/collections?f=json"):
            status, headers, body = get(port, f"/depriv/{address}")
            assert status == 200, address
            assert "strict-transport-security" in headers
            for link in re.findall(rb'"href":\s*"([^"]+)"', body):
                assert link.startswith(b"https://mdi.example.nl/depriv/"), link
        assert get(port, "/depriv/metrics")[0] == 404
        assert get(port, "/v1/index")[0] == 404


def test_who_asked_is_told_through_the_proxy(squareland, tmp_path):
    with serving_behind(squareland, tmp_path) as service, nginx(tmp_path, service.port) as port:
        ids = get(port, "/depriv/v1/health", X_Forwarded_For="6.6.6.6")[1]["x-request-id"]
        line = said_of(service, "/v1/health")
        assert (line["id"], line["client"]) == (ids, "6.6.6.6")  # nginx came from the proxy too


def said_of(service, path):
    """The line of the log about the only request of a path; it comes a moment after the answer."""
    for _ in range(100):
        lines = [json.loads(line) for line in service.log.read_text().splitlines() if "{" in line]
        found = [line for line in lines if line.get("path") == path]
        if found:
            assert len(found) == 1
            return found[0]
        time.sleep(0.05)
    pytest.fail(f"nothing is said of {path}")


@contextmanager
def serving_behind(squareland, folder):
    """The service as readers behind nginx see it; the address it says is the public one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(folder, "--data", squareland, "--port", port, **SETTINGS) as service:
        yield service
