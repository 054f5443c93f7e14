"""Kernels are kept on disk by file, so a kernel calls only kernels of its own file."""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CORES = ("mdi.core", "geodata.core")
FILES = sorted(path for core in CORES for path in (ROOT / core.replace(".", "/")).glob("*.py"))
every_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: str(path.relative_to(ROOT).with_suffix(""))
)
STANDARD = {
    "__future__",
    "collections",
    "math",
    "typing",
    "os",
    "concurrent",
    "threading",
    "functools",
    "itertools",
}


def imported(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def module_of(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def kernels(path) -> list[str]:
    """The functions of a file that are compiled."""
    return [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each) == "kernel" for each in node.decorator_list)
    ]


WITH_KERNELS = {module_of(path) for path in FILES if kernels(path)}


def test_both_cores_hold_kernels():
    assert {name.rpartition(".")[0] for name in WITH_KERNELS} == set(CORES)


@every_file
def test_a_file_imports_no_kernels_and_nothing_of_ours_but_its_own_core(path):
    ours = {name for name in imported(path) if name.split(".")[0] in {"mdi", "geodata", "api"}}
    assert not ours & WITH_KERNELS
    assert {name.rpartition(".")[0] for name in ours} <= {module_of(path.parent)}


@every_file
def test_the_core_knows_numpy_and_numba_alone(path):
    others = {name.split(".")[0] for name in imported(path)} - {"mdi", "geodata"}
    assert others - STANDARD <= {"numpy", "numba"}


@every_file
def test_compiler_flags_stand_in_one_place(path):
    text = path.read_text(encoding="utf-8")
    if path.name != "compiler.py":
        assert "njit" not in text
        assert "fastmath" not in text


@pytest.mark.parametrize("module", sorted(WITH_KERNELS))
def test_kernels_are_cached_let_other_threads_run_and_keep_to_ieee(module):
    loaded = importlib.import_module(module)
    for name in kernels(ROOT / f"{module.replace('.', '/')}.py"):
        compiled = getattr(loaded, name)
        assert compiled.targetoptions["nogil"]
        assert "fastmath" not in {flag for flag, on in compiled.targetoptions.items() if on}
        assert compiled.stats.cache_path
