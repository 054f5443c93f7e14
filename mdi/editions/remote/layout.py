"""Where the files of a store lie on a storage elsewhere: as in a folder."""

from __future__ import annotations

from mdi.editions.store import founding, manifest, steps


def object_path(sha256: str) -> str:
    """An object."""
    return f"{founding.OBJECTS}/{sha256[:2]}/{sha256}"


def edition_path(name: str, file: str = manifest.NAME) -> str:
    """A file of an edition; its manifest by default."""
    return f"{founding.EDITIONS}/{name}/{file}"


def step_path(key: str) -> str:
    """A finished step."""
    return f"{founding.STEPS}/{key}{steps.ENDING}"


def run_path(edition: str) -> str:
    """The steps that made an edition."""
    return f"{founding.RUNS}/{edition}{steps.ENDING}"
