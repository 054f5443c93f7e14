"""The areas in which all children of a node are observed, and their correlations."""

from __future__ import annotations

import numpy as np

from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Floats

AREAS_PER_CHILD = 10  # with fewer, weights say more about the areas than about the children


def complete(rows: Floats, reference: Bools) -> Floats:
    """The (k, m) points of those m areas of the (n,) reference that miss nothing."""
    return np.ascontiguousarray(rows[:, reference & ~np.isnan(rows).any(axis=0)])


def unit_rows(points: Floats) -> Floats:
    """(k, m) points from 0 (lowest) to 1 (highest); a row in which all are equal is 0."""
    if not points.shape[1]:
        return points
    low = points.min(axis=1, keepdims=True)
    width = points.max(axis=1, keepdims=True) - low
    return np.asarray((points - low) / np.where(width > 0, width, 1.0))


def covariances(points: Floats) -> Floats:
    """(k, k) sample covariances of the (k, m) points, m at least 2.

    The bits are the same whatever the order of the areas.
    """
    from mdi.core.correlation import products, totals  # noqa: PLC0415

    areas = points.shape[1]
    sums = products(points - totals(points)[:, np.newaxis] / areas)
    return np.asarray(sums / (areas - 1))


def correlations(points: Floats) -> Floats:
    """(k, k) correlations of the (k, m) points, of which no row is constant."""
    among = covariances(unit_rows(points))
    deviations = np.sqrt(np.diag(among))
    found = np.clip(among / np.outer(deviations, deviations), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)


def require_children(count: int, least: int, name: str, reason: str) -> None:
    """Refuse fewer children than the weighting can weigh.

    Raises:
        ComputationError: there are fewer; with the reason.
    """
    if count < least:
        raise ComputationError(
            f"{name} weighs {least} children or more, and this node has {count}: {reason}.",
            hint="choose declared or equal weights for this node",
        )


def require_areas(points: Floats, name: str) -> None:
    """Refuse too few areas and children of which all areas are equal.

    Raises:
        ComputationError: which children are constant, by their position from 1, or how
            many areas there are.
    """
    children, areas = points.shape
    if areas < children + 1:
        raise ComputationError(
            f"{name} of {children} children needs {children + 1} areas or more in which all "
            f"of them are observed, and finds {areas}.",
            hint="choose declared or equal weights for this node",
        )
    flat = np.flatnonzero(np.ptp(points, axis=1) == 0) + 1
    if flat.size:
        raise ComputationError(
            f"{name} needs children of which the areas differ; all {areas} areas are equal "
            f"in child {', '.join(map(str, flat))} of {children}.",
            hint="leave the constant child out, or choose declared or equal weights",
        )


def area_flags(points: Floats) -> tuple[str, ...]:
    """A sentence where few areas are complete."""
    children, areas = points.shape
    if areas >= AREAS_PER_CHILD * children:
        return ()
    found = f"{counted(areas, 'area')} with all {children} children observed"
    return (f"Only {found}: the weights are uncertain.",)
