"""A real server of an invented country, and a real browser that looks at its page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mdi.editions.sample import make_sample

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
READY = "body[data-ready=true]"
PATIENCE = 60_000  # milliseconds; a first request may have to compile the kernels
START = "from mdi.cli import main; main()"


@dataclass
class Visit:
    """A page, what it asked for, and what it complained about."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._said)

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # a newer request took over
            self.complaints.append(f"{request.url}: {request.failure}")

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, query: str = "") -> Page:
        """Open the page and wait until its map is drawn."""
        self.page.goto(f"{self.origin}/{query}")
        self.page.wait_for_selector(READY, timeout=PATIENCE)
        return self.page

    @property
    def foreign(self) -> list[str]:
        """Requests to other places than the server."""
        own = (f"{self.origin}/", f"blob:{self.origin}/", "data:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an invented country of two years."""
    folder = tmp_path_factory.mktemp("country")
    make_sample(areas=300, seed=1, out=folder, years=range(2024, 2026))
    return folder


@pytest.fixture(scope="session")
def origin(country: Path) -> Iterator[str]:
    """The address of a server of this country."""
    with served(country) as address:
        yield address


@contextmanager
def served(country: Path) -> Iterator[str]:
    """The address of a server of a country, as long as it runs."""
    command = [sys.executable, "-c", START, "serve", "--data", str(country), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline() if server.stderr else ""
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, f"the server did not start: {line}"
        yield found[0]
        server.terminate()


@pytest.fixture(scope="session")
def ask(origin: str) -> Callable[[str], Any]:
    """What the service answers to a path under /v1."""
    return asking(origin)


def asking(origin: str) -> Callable[[str], Any]:
    """What a service answers to a path under /v1."""

    def answer(path: str) -> Any:
        with urllib.request.urlopen(f"{origin}/v1/{path}", timeout=30) as response:
            return json.load(response)

    return answer


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, or a skip with the reason."""
    if CHROMIUM is None:
        pytest.skip("there is no 'chromium' on this machine to look at the page with")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A Dutch person with a large screen."""
    opened = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 800})
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def visit(context: BrowserContext, origin: str) -> Iterator[Visit]:
    """A visit to the page on which nothing may go wrong, and that stays at home."""
    visiting = Visit(context.new_page(), origin)
    yield visiting
    assert visiting.complaints == []
    assert visiting.foreign == []


@pytest.fixture
def troubled(context: BrowserContext, origin: str) -> Visit:
    """A visit on which something is made to go wrong."""
    return Visit(context.new_page(), origin)
