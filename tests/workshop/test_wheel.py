"""One wheel carries all three packages with everything they read."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

import mdi

ROOT = Path(__file__).parents[2]
PACKAGES = ("mdi", "geodata", "api")
BY_PRODUCTS = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    with ZipFile(path) as opened:
        yield opened


def sources() -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not BY_PRODUCTS & set(path.parts)
    }


def test_every_file_of_the_three_packages_is_in_the_wheel(wheel):
    assert sources() - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "needed",
    ["mdi/domains/income.toml", "mdi/weights/mdi_nl.toml", "api/web/index.html", "mdi/py.typed"],
)
def test_what_is_no_code_is_there_too(wheel, needed):
    assert needed in wheel.namelist()


def test_nothing_else_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_has_the_licence_the_command_and_the_version(wheel):
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}

    assert info == f"multi_deprivation_index-{mdi.__version__}.dist-info"
    assert f"{info}/licenses/LICENSE" in wheel.namelist()
    assert b"mdi = mdi.cli:main" in wheel.read(f"{info}/entry_points.txt")


def test_the_version_is_the_same_everywhere():
    said = {
        "installed": version("multi-deprivation-index"),
        "CITATION.cff": _after("CITATION.cff", "version: "),
        "CHANGELOG.md": _after("CHANGELOG.md", "## "),
    }

    assert said == dict.fromkeys(said, mdi.__version__)


def _after(file: str, beginning: str) -> str:
    """The word after the first line that begins so."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(beginning))[len(beginning) :].split()[0]
