"""The image: two stages, not root, kernels compiled when it is built."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def instructions(name: str) -> list[str]:
    """What follows every instruction of that name, on one line."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", TEXT, flags=re.MULTILINE))
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def test_there_are_two_stages_on_the_same_python():
    build, run = instructions("FROM")

    assert build == f"{run} AS build"


def test_it_does_not_run_as_root():
    (user,) = instructions("USER")
    uid, gid = map(int, user.split(":"))

    assert uid > 0
    assert gid > 0
    assert TEXT.index("USER ") < TEXT.index("\nCMD ")


def test_it_serves_on_all_addresses_and_says_whether_it_is_well():
    command = json.loads(instructions("CMD")[-1])
    (health,) = instructions("HEALTHCHECK")

    assert command[:4] == ["mdi", "serve", "--host", "0.0.0.0"]
    assert instructions("EXPOSE") == [command[command.index("--port") + 1]]
    assert "/v1/health" in health
    compile(json.loads(health[health.index("[") :])[-1], "HEALTHCHECK", "exec")


def test_all_that_is_copied_into_the_build_is_let_through_and_there():
    copied = [
        name for line in instructions("COPY") if "--from" not in line for name in line.split()
    ]
    wanted = {name for name in copied if name != "./"}
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert {name for name in wanted if not (ROOT / name).exists()} == set()
    assert {f"!{name}" for name in wanted} <= set(allowed)


def test_both_stages_compile_for_the_same_processor_into_the_same_folder():
    settings = re.findall(r"NUMBA_CACHE_DIR=(\S+) NUMBA_CPU_NAME=(\S+)", TEXT)

    assert len(settings) == 2
    assert len(set(settings)) == 1


@pytest.fixture(scope="module")
def warm(tmp_path_factory) -> Path:
    """The folder of kernels after the command of the image has run here."""
    folder = tmp_path_factory.mktemp("image")
    (command,) = [line for line in instructions("RUN") if "mdi sample" in line]
    run(command.replace("--areas 3000", "--areas 300"), folder)
    return folder


def run(command: str, folder: Path) -> None:
    here = command.replace("/opt/mdi/bin/mdi", shlex.quote(f"{BIN}/mdi"))
    here = here.replace("/srv/mdi", f"{folder}/data")
    environment = {
        **os.environ,
        "NUMBA_CACHE_DIR": f"{folder}/kernels",
        "NUMBA_CPU_NAME": "generic",
    }
    done = subprocess.run(
        ["sh", "-c", here], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def kernels(folder: Path) -> set[str]:
    return {path.name for path in (folder / "kernels").rglob("*.nbc")}


def test_the_command_that_warms_up_compiles_the_kernels(warm):
    files = {path.stem for path in (ROOT / "mdi" / "core").glob("*.py")}
    compiled = {name.split(".")[0] for name in kernels(warm)}

    assert {"ranking", "weighing", "linear", "checks"} <= compiled <= files


def test_after_it_no_method_has_anything_left_to_compile(warm):
    before = kernels(warm)
    table = "/srv/mdi/indicators_municipality_2025.parquet"
    described = "--source sample --level municipality --year 2025"

    for method in ("imd", "zscore", "minmax"):
        run(f"/opt/mdi/bin/mdi compute {table} {described} --method {method}", warm)

    assert kernels(warm) == before
