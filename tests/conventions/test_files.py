"""What the house looks like: short files, telling names, docstrings, one arrow."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("mdi", "geodata", "api")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
WRITTEN = sorted(
    path
    for package in PACKAGES
    for suffix in ("*.py", "*.js", "*.css", "*.html", "*.toml")
    for path in (ROOT / package).rglob(suffix)
)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "core_utils"}
every_file = pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function) -> int:
    """Lines of a function without its docstring."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def test_there_are_files_to_look_at():
    assert len([path for path in FILES if "mdi" in path.parts]) > 20


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@every_file
def test_no_file_is_named_after_nothing(path):
    assert path.stem not in FORBIDDEN


@every_file
def test_no_function_is_longer_than_40_lines(path):
    assert [f.name for f in functions(TREES[path]) if length(f) > 40] == []


def test_the_median_function_is_short():
    lengths = sorted(length(f) for tree in TREES.values() for f in functions(tree))
    assert lengths[len(lengths) // 2] <= 10


@every_file
def test_every_module_says_what_it_is_for(path):
    if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip():
        return
    assert ast.get_docstring(TREES[path])


@every_file
def test_every_public_function_and_class_has_a_docstring(path):
    def silent(node, prefix=""):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if child.name.startswith("_"):
                    continue
                if not ast.get_docstring(child):
                    yield prefix + child.name
                if isinstance(child, ast.ClassDef):
                    yield from silent(child, f"{child.name}.")

    assert list(silent(TREES[path])) == []


@every_file
def test_an_exception_to_a_check_names_the_check(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"#\s*noqa(?!: ?[A-Z])", text)
    assert not re.search(r"#\s*type: ignore(?!\[)", text)


@every_file
def test_nothing_speaks_of_the_machine_it_was_written_on(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/work/|/root/|/home/|/tmp/|\bissue #?\d+\b", text, re.IGNORECASE)


CLOCK = ROOT / "mdi" / "editions" / "clock.py"
OF_EDITIONS = {"history.py", "locks.py", "report.py"}  # beside editions, never in one
ASK_THE_CLOCK = {*OF_EDITIONS, "keys.py", "keyring.py", "keeping.py", "listing.py"}

JOBS = ROOT / "api" / "jobs"  # which tells when a job was asked for, and when it ended


@every_file
def test_nothing_depends_on_the_time_of_day(path):
    calls = re.compile(r"\b(datetime\.(now|today|utcnow)|date\.today|time\.time)\(")
    text = path.read_text(encoding="utf-8")
    assert path == CLOCK or not calls.search(text)
    asks = path.name in ASK_THE_CLOCK or path.is_relative_to(JOBS)
    assert asks or "mdi.editions.clock" not in text


FAMILIES = ("shrinkage", "treatment", "normalisation", "missing", "weighting", "aggregation")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_rules_is_a_folder_with_one_rule_in_a_file(family):
    folder = ROOT / "mdi" / family
    rules = {path.name: declared_rules(TREES[path]) for path in folder.glob("*.py")}
    assert sum(map(len, rules.values())) >= 3
    assert {name: found for name, found in rules.items() if len(found) > 1} == {}


def declared_rules(tree):
    """The classes of a module that have a `by` of their own, but what they are fitted to."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [
        node.name
        for node in classes
        for line in node.body
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "by"
        if any(isinstance(part, ast.FunctionDef) for part in node.body)
        and not {"Fitted", "FittedRule"} & {ast.unparse(base) for base in node.bases}
    ]
