"""Rings as kernels take them: all points one after the other, and where each ring begins."""

import numpy as np


def begins(sizes):
    """Where each of some things begins, and where the last one ends."""
    return np.cumsum([0, *sizes]).astype(np.int64)


def flat(rings, kind=np.int64):
    """The points of rings (n, 2), and where each ring begins (rings + 1)."""
    points = np.array([point for ring in rings for point in ring], kind).reshape(-1, 2)
    return points, begins(map(len, rings))


def flat_parts(parts):
    """The points of parts with rings, where each ring begins, and each part."""
    points, rings = flat([ring for part in parts for ring in part])
    return points, rings, begins(map(len, parts))


def spans(starts):
    """Begin and end of each thing (n, 2)."""
    return np.column_stack((starts[:-1], starts[1:]))


def edges(ring):
    """From where to where each side of a ring goes."""
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def doubled(ring):
    """Twice the area of a ring, exact; positive from east to south, as tiles want exteriors."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring))
