"""Squareland where it is asked how sure ranks are."""

from __future__ import annotations

from pathlib import Path

from tests.squares import make_squareland

ASKED = '\n[sensitivity]\nvary = ["weights", "rounding"]\ndraws = 200\nseed = 1\n'


def make_sureland(folder: Path) -> Path:
    """Write tables, shapes and a catalogue that asks; returns the folder."""
    land = make_squareland(folder)
    catalogue = land / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + ASKED, encoding="utf-8")
    return land
