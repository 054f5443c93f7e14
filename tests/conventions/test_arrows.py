"""One arrow: command line, service, editions, then the engine and shapes side by side."""

import contextlib
import io
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_import_contracts_hold(monkeypatch):
    lint = pytest.importorskip("importlinter.cli", reason="import-linter is not installed")
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert code == 0, said.getvalue()
