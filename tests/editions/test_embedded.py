"""The invented country in the cache: made once, and only ever whole."""

from __future__ import annotations

from contextlib import suppress

import pytest

import mdi.editions.sample
from mdi.editions import embedded
from mdi.editions.catalogue import read_catalogue
from mdi.version import __version__


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache folder of its own."""
    monkeypatch.setattr(embedded, "user_cache_path", lambda name: tmp_path / "cache" / name)
    monkeypatch.setattr(embedded, "AREAS", 300)
    return tmp_path / "cache" / "mdi"


def test_it_is_made_once_and_holds_up(cache, monkeypatch):
    said = []
    folder = embedded.embedded_sample(said.append)
    assert folder.parent == cache
    assert __version__ in folder.name
    assert said
    read = read_catalogue(folder)
    assert read.invented is True
    assert "municipality" in read.levels()

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(mdi.editions.sample, "make_sample", never)
    assert embedded.embedded_sample() == folder


@pytest.mark.usefixtures("cache")
def test_another_version_has_another_folder(monkeypatch):
    first = embedded.embedded_sample()
    monkeypatch.setattr(embedded, "__version__", "99.0")
    monkeypatch.setattr(mdi.editions.sample, "make_sample", lambda *_, **__: None)
    assert embedded.embedded_sample() != first


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("steps", [1, 2, 5])
def test_what_was_broken_off_is_made_again(steps):
    said: list[str] = []

    def break_off(step: str) -> None:
        said.append(step)
        if len(said) == steps:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        embedded.embedded_sample(break_off)
    assert read_catalogue(embedded.embedded_sample()).invented


def test_nothing_is_left_of_what_was_broken_off(cache):
    def break_off(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embedded.embedded_sample(break_off)
    assert list(cache.glob("**/*.parquet")) == []
