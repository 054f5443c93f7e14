"""Running a page from top to bottom in a folder of its own; see CONTRIBUTING.md."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import urlopen

import pytest

from tests.docs.blocks import Block, blocks, replace_output

ROOT = Path(__file__).parents[2]
WRITE = os.environ.get("MDI_WRITE_DOCS") == "1"
AT_THE_END = ", at the end"
SHOWN_PORT = "8000"
LOG = ".server.log"
PATIENCE = 30.0  # seconds for a server to come up
LIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Run:
    """One page being run."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.names: dict[str, object] = {"__name__": "__page__"}
        self.printed = ""
        self.servers: list[subprocess.Popen[bytes]] = []
        self.port = SHOWN_PORT
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
            "CURL_HOME": str(folder),
        }
        (folder / ".curlrc").write_text("fail\nsilent\nshow-error\n")

    def __enter__(self) -> Self:
        if any(block.language == "diff" for block in blocks(self.page)):
            self._copy_packages()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        for server in self.servers:
            server.terminate()
            server.wait()

    def all(self) -> None:
        """Every block in turn."""
        for block in blocks(self.page):
            DO[block.language](self, block)

    def bash(self, block: Block) -> None:
        """A shell script that must succeed; one that serves keeps running."""
        script = block.text.replace(f"localhost:{SHOWN_PORT}", f"localhost:{self.port}")
        if re.search(r"^mdi serve\b", script, re.MULTILINE):
            self._serve(script)
            return
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        self.printed = done.stdout.decode()
        if done.returncode:
            pytest.fail(f"{self._place(block)} ended with {done.returncode}:\n{self.printed}")

    def python(self, block: Block) -> None:
        """Statements in one interpreter for the whole page; one with a title is a file."""
        if block.title:
            self.file(block)
            return
        port = f"localhost:{self.port}"
        code = "\n" * block.line + block.text.replace(f"localhost:{SHOWN_PORT}", port)
        output = StringIO()
        with redirect_stdout(output):
            exec(compile(code, str(self.page), "exec"), self.names)
        self.printed = output.getvalue()

    def text(self, block: Block) -> None:
        """What the block before printed; ``...`` stands for anything."""
        if doctest.OutputChecker().check_output(block.text, self.printed, LIKE):
            return
        if not WRITE:
            pytest.fail(f"{self._place(block)} is not what is printed:\n{self.printed}")
        replace_output(self.page, block, self.printed)

    def file(self, block: Block) -> None:
        """A file of the reader's; the title is its name."""
        assert block.title, f"{self._place(block)}: a {block.language} block has a title"
        path = self.folder / block.title.removesuffix(AT_THE_END)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if block.title.endswith(AT_THE_END) else "w", encoding="utf-8") as file:
            file.write(block.text)

    def diff(self, block: Block) -> None:
        """A change of a file; what it takes away and keeps stands there once."""
        assert block.title, f"{self._place(block)}: a diff block has a title"
        path = self.folder / block.title
        lines = block.text.splitlines()
        old = "\n".join(line[1:] for line in lines if not line.startswith("+"))
        new = "\n".join(line[1:] for line in lines if not line.startswith("-"))
        content = path.read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{self._place(block)} does not fit {block.title}"
        path.write_text(content.replace(old, new), encoding="utf-8")

    def shown(self, block: Block) -> None:
        """Only to be read."""

    def _serve(self, script: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        script = f"exec {script.strip()} --port {self.port}"
        with (self.folder / LOG).open("wb") as log:
            server = subprocess.Popen(
                ["bash", "-c", script],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.servers.append(server)
        self._wait_for_server()

    def _wait_for_server(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.servers[-1].poll() is None and time.monotonic() < until:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/v1/health", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the server did not start:\n" + (self.folder / LOG).read_text())

    def _copy_packages(self) -> None:
        """A copy of the sources, compiled kernels included, that comes before the installed one."""
        for package in ("mdi", "geodata", "api"):
            shutil.copytree(ROOT / package, self.folder / package)
        self.environment["PYTHONPATH"] = str(self.folder)

    def _place(self, block: Block) -> str:
        return f"{self.page.relative_to(ROOT)}:{block.line}"


DO: dict[str, Callable[[Run, Block], None]] = {
    "bash": Run.bash,
    "python": Run.python,
    "text": Run.text,
    "toml": Run.file,
    "ini": Run.file,
    "csv": Run.file,
    "html": Run.file,
    "diff": Run.diff,
    "console": Run.shown,
    "sql": Run.shown,
    "json": Run.shown,
}
