"""Kernels are kept on disk by file, so a kernel calls only kernels of its own file."""

import ast
from pathlib import Path

import pytest

from mdi.core.ranking import points_by_rank

CORE = Path(__file__).parent.parent.parent / "mdi" / "core"
FILES = sorted(CORE.glob("*.py"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def imported(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


@every_file
def test_a_file_of_kernels_imports_no_other_but_the_compiler(path):
    ours = {name for name in imported(path) if name.startswith(("mdi", "geodata", "api"))}
    assert ours <= {"mdi.core.compiler"}


@every_file
def test_the_core_knows_numpy_and_numba_alone(path):
    others = {name.split(".")[0] for name in imported(path)} - {"mdi"}
    standard = {
        "__future__",
        "collections",
        "math",
        "typing",
        "os",
        "concurrent",
        "functools",
        "itertools",
    }
    assert others - standard <= {"numpy", "numba"}


@every_file
def test_compiler_flags_stand_in_one_place(path):
    text = path.read_text(encoding="utf-8")
    if path.name != "compiler.py":
        assert "njit" not in text
        assert "fastmath" not in text


def test_kernels_are_cached_let_other_threads_run_and_keep_to_ieee():
    assert points_by_rank.targetoptions["nogil"]
    assert "fastmath" not in {name for name, on in points_by_rank.targetoptions.items() if on}
    assert points_by_rank.stats.cache_path
