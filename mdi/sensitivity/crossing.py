"""Where weights that change in one direction bring an area past its rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.fitted import Bools, Floats, Ints
from mdi.sensitivity.weighed import Weighed


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """Past how many rivals an area is to come, in one direction or the other.

    Attributes:
        area: the place of the area.
        rivals: (r,) the places of its rivals.
        allowed: how many of them may stand above it while it is still inside.
        into: whether it is outside and comes in; else it is inside and goes out.
    """

    area: int
    rivals: Ints
    allowed: int
    into: bool

    def reached(self, above: Ints) -> Bools:
        """Whether the goal is reached where so many rivals stand above the area."""
        return np.asarray(above <= self.allowed if self.into else above > self.allowed)


def alone(shares: Floats, place: int) -> Floats:
    """(D,) the direction in which one share grows and the others keep their proportions.

    Source: formula F32, ``w_d + t``, and the others × (1 − w_d − t) ÷ (1 − w_d).
    """
    rest = 1.0 - shares[place]
    direction = -shares / rest if rest > 0 else np.zeros_like(shares)
    direction[place] = 1.0 if rest > 0 else 0.0
    return direction


def crossing(index: Weighed, direction: Floats, goal: Goal) -> float | None:
    """How far to go in a direction until the goal is reached; None where it never is.

    The score of an area is a quotient of two straight lines in t, so that two areas are level
    where a quadratic is 0: at most twice, and once where no domain is missing. Between these
    places nothing changes, so they are walked along, until a share would go below 0.

    Args:
        index: the index as a function of its weights.
        direction: (D,) what is added to the shares for each t; it sums to 0.
        goal: what is to be reached.
    """
    with np.errstate(divide="ignore"):
        ends = np.where(direction < 0, -index.shares / direction, np.inf)
    end = float(ends.min())
    if not 0 < end < np.inf:
        return None
    return _walk(_curves(index, direction, goal), end, goal)


def _curves(index: Weighed, direction: Floats, goal: Goal) -> Floats:
    """(3, r) coefficients of the quadratics that are below 0 where a rival stands above."""
    here = ~np.isnan(index.points)
    ways = np.stack([index.shares, direction])
    over, under = ways @ np.where(here, index.points, 0.0), ways @ here
    (p0, p1), (q0, q1) = over[:, [goal.area]], under[:, [goal.area]]
    (r0, r1), (s0, s1) = over[:, goal.rivals], under[:, goal.rivals]
    return np.stack([p0 * s0 - r0 * q0, p0 * s1 + p1 * s0 - r0 * q1 - r1 * q0, p1 * s1 - r1 * q1])


def _walk(curves: Floats, end: float, goal: Goal) -> float | None:
    """The first place from 0 to the end at which the goal is reached."""
    places = _roots(curves)
    places = np.sort(np.where((places > 0) & (places <= end), places, np.nan), axis=0)
    stops = np.where(np.isnan(places), end, places)
    middles = np.stack([stops[0], stops[0] + stops[1], stops[1] + end]) / 2
    above = curves[0] + middles * (curves[1] + middles * curves[2]) < 0
    above[1] = np.where(np.isnan(places[0]), above[0], above[1])
    above[2] = np.where(np.isnan(places[1]), above[1], above[2])
    change = np.diff(above.astype(np.int64), axis=0)
    count = int(above[0].sum())
    if goal.reached(np.array([count]))[0]:
        return 0.0
    at, steps = places[change != 0], change[change != 0]
    order = np.argsort(at, kind="stable")
    at, counts = at[order], count + np.cumsum(steps[order])
    last = np.append(at[1:] != at[:-1], np.ones(min(len(at), 1), np.bool_))
    reached = np.flatnonzero(goal.reached(counts) & last)
    return float(at[reached[0]]) if reached.size else None


def _roots(curves: Floats) -> Floats:
    """(2, r) where the quadratics are 0; NaN where they are not."""
    c, b, a = curves
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        square = b * b - 4 * a * c
        half = -(b + np.copysign(np.sqrt(np.where(square >= 0, square, np.nan)), b)) / 2
        found = np.stack([np.where(a == 0, np.nan, half / a), c / half])
    return np.where(np.isfinite(found), found, np.nan)
