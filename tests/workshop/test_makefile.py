"""The Makefile explains itself, and says what it needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)
PAGES = ("README.md", "CONTRIBUTING.md")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, also when make runs these tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    clean.pop("MFLAGS", None)
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=clean, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_target_with_a_line_about_it():
    listed = re.findall(r"^  ([a-z-]+) +\S+ .*$", make().stdout, re.MULTILINE)

    assert listed == TARGETS
    assert {"run", "test", "check", "bench", "docs", "serve"} <= set(listed)


def test_targets_are_no_files():
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)

    assert sorted(phony[1].split()) == sorted(TARGETS)


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_in_the_documentation_exists(page):
    named = re.findall(
        r"^\$ make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE
    )

    assert named
    assert set(named) <= set(TARGETS)


def test_the_port_can_be_chosen():
    assert "--port 8123" in make("--dry-run", "run", "PORT=8123").stdout


def test_without_a_python_that_is_new_enough_it_says_what_is_needed(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)

    done = make("run", "PYTHON=", folder=tmp_path)

    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_the_year_that_is_shown_is_the_newest_of_the_sample():
    commands = make("--dry-run", "--always-make", "run").stdout.replace("\\\n", " ")
    years = re.search(r"--years (\d{4})-(\d{4})", commands)

    assert f"indicators_neighbourhood_{years[2]}.parquet" in commands
