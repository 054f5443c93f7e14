"""Spectral, the linter of OpenAPI documents, from the registry of npm; installed once."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "build" / "spectral"
PACKAGE = "@stoplight/spectral-cli@6.16.3"
PROGRAM = FOLDER / "node_modules" / ".bin" / "spectral"
RULES = Path(__file__).with_name("rules.yaml")
INSTALLING = 300  # seconds


def linted(document: Path) -> list[dict[str, Any]]:
    """What Spectral finds in a document by our rules: code, message, path and severity."""
    program = _installed()
    ran = subprocess.run(
        [program, "lint", document, "--ruleset", RULES, "--format", "json", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode in {0, 1}, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout[ran.stdout.index("[") :])
    return found


def _installed() -> Path:
    """The program, or a skip that says why it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm here, from which the linter Spectral comes")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / ".lock"):
        if not PROGRAM.exists():
            told = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error")
            ran = subprocess.run(
                [npm, "install", *told, "--prefix", FOLDER, PACKAGE],
                capture_output=True,
                text=True,
                check=False,
                timeout=INSTALLING,
            )
            if ran.returncode:
                pytest.skip(f"npm cannot install the linter Spectral here: {ran.stderr[-300:]}")
    return PROGRAM
