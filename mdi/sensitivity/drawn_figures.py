"""Figures as one draw has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray

from mdi.fitted import Floats
from mdi.sensitivity.varying import Noise

Keys = NDArray[np.uint64]


def key_of(seed: int, stream: str, name: str) -> int:
    """The key of the numbers of one stream and one indicator or node."""
    return xxhash.xxh3_64_intdigest(f"{seed}/{stream}/{name}".encode())


def keys_of(codes: Sequence[str]) -> Keys:
    """(n,) the key of each area: its noise does not depend on where it stands in a table."""
    return np.array([xxhash.xxh3_64_intdigest(code.encode()) for code in codes], np.uint64)


def draw_figures(noise: Noise, key: int, draw: int, areas: Keys, row: Floats) -> None:
    """Write the figures of one indicator in one draw, where they have noise.

    Args:
        noise: what is drawn.
        key: of its numbers.
        draw: the number of the draw.
        areas: (n,) the key of each area.
        row: (n,) the figures, in the unit of the indicator; changed in place.
    """
    from mdi.core import noise as core  # noqa: PLC0415

    numbers = np.empty(row.size)
    of_normals = noise.kind in ("logits", "logarithms", "gammas", "normals")
    (core.normals if of_normals else core.uniforms)(np.uint64(key), draw, areas, numbers)
    make = getattr(core, f"as_{noise.kind}")
    make(numbers, noise.centre, noise.spread, noise.scale, row)
    core.clip(*noise.bounds, row)


def draw_normals(key: int, draw: int, areas: Keys, numbers: Floats) -> None:
    """Write (n,) standard normal variables; see `draw_figures`."""
    from mdi.core.noise import normals  # noqa: PLC0415

    normals(np.uint64(key), draw, areas, numbers)
