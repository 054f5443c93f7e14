"""The public names, the errors and what an import costs."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import mdi
from mdi import errors

ROOT = Path(__file__).parent.parent.parent
ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.MdiError) and kind is not errors.MdiError
]


def test_public_names_are_sorted_and_all_there():
    assert list(mdi.__all__) == sorted(mdi.__all__)
    assert len(mdi.__all__) == len(set(mdi.__all__))
    for name in mdi.__all__:
        assert getattr(mdi, name) is not None


@pytest.mark.parametrize("name", [name for name in mdi.__all__ if not name.startswith("__")])
def test_every_public_name_is_documented(name):
    thing = getattr(mdi, name)
    assert inspect.getdoc(thing)
    own = (
        [m for n, m in vars(thing).items() if not n.startswith("_") and inspect.isfunction(m)]
        if inspect.isclass(thing)
        else []
    )
    assert all(inspect.getdoc(method) for method in own)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_row_in_the_tree_with_its_exit_code(kind):
    row = next((r for r in errors.__doc__.splitlines() if f"─ {kind.__name__} " in r), None)
    assert row, f"{kind.__name__} is not drawn in the tree"
    assert row.rstrip().endswith(f"exit {kind.exit_code}")
    assert kind.exit_code > 1
    assert kind.title != errors.MdiError.title


def test_every_error_that_can_be_caught_is_public():
    assert {kind.__name__ for kind in ERRORS} <= set(mdi.__all__)


def loaded_after(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in said.stdout.splitlines()[-1].split()}


def test_importing_the_engine_imports_nothing_heavy():
    heavy = {"numba", "scipy", "fastapi", "geopandas", "pandas", "pyarrow", "mapclassify", "typer"}
    assert loaded_after("import mdi") & (heavy | {"geodata", "api"}) == set()


def test_computing_an_index_needs_no_shapes_and_no_service():
    code = (
        "import mdi, pandas as pd\n"
        "f = pd.DataFrame({'area_code': ['GM0001', 'GM0002'], 'smoking': [1.0, 2.0]})\n"
        "t = mdi.IndicatorTable.from_frame(f, level='municipality', year=2021)\n"
        "mdi.compute(t).profile('GM0001')"
    )
    assert loaded_after(code) & {"geodata", "api", "fastapi", "geopandas", "shapely"} == set()
