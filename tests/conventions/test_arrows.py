"""One arrow: command line, service, editions, then the engine and shapes side by side."""

import contextlib
import io
import logging
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def loggers_as_before():
    """The linter disables every logger there is, which other tests listen to."""
    known = [
        each
        for each in logging.root.manager.loggerDict.values()
        if isinstance(each, logging.Logger)
    ]
    before = [(each, each.disabled) for each in known]
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    for each, disabled in before:
        each.disabled = disabled
    logging.root.handlers[:], logging.root.level = handlers, level


@pytest.mark.usefixtures("loggers_as_before")
def test_the_import_contracts_hold(monkeypatch):
    lint = pytest.importorskip("importlinter.cli", reason="import-linter is not installed")
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert code == 0, said.getvalue()
