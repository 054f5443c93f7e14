"""The documentation site: complete, and it fetches nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.running import ROOT

FETCHED = re.compile(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="((?:https?:)?//[^"]+)"')
FETCHED_BY_STYLE = re.compile(r"(?:url\(|@import )[\"']?((?:https?:)?//[^\"')]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_in_the_menu(site):
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]

    assert [str(page) for page in pages if f" {page}\n" not in f"{menu}\n"] == []
    assert [page for page in pages if not (site / page.with_suffix(".html")).is_file()] == []


def test_pages_fetch_nothing_from_elsewhere(site):
    fetched = {
        match
        for pattern, ending in ((FETCHED, "*.html"), (FETCHED_BY_STYLE, "*.css"))
        for path in site.rglob(ending)
        for match in pattern.findall(path.read_text(encoding="utf-8"))
    }

    assert fetched == set()
