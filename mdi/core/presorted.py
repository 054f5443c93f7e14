"""Points that follow from a rank, for columns whose order is known beforehand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@kernel
def points_in_order(  # noqa: PLR0913
    order: Ints,
    opens: Bools,
    reference: Bools,
    table: Floats,
    shared: bool,  # noqa: FBT001
    points: Floats,
) -> None:
    """Write into `points` what `table` gives for each area's ascending rank.

    The same as `points_by_rank`, in one walk along the order.

    Args:
        order: (m,) the areas with a figure, from the best off to the worst.
        opens: (m,) whether the figure of an area differs from that of the one before it.
        reference: (n,) which areas take part; the others get NaN.
        table: points of the ranks 1, 1½, 2, … of those that take part.
        shared: whether equal figures share the highest of their ranks; else the average.
        points: (n,) is filled.
    """
    points[:] = np.nan
    index = np.empty(order.size + 1, np.int32)  # the last takes what is not wanted
    first_of_run = np.empty(order.size + 1, np.bool_)
    count, opened = 0, True
    for place in range(order.size):
        area = order[place]
        opened |= opens[place]
        index[count] = area
        first_of_run[count] = opened
        here = reference[area]
        count += here
        opened &= not here
    first = 0
    while first < count:
        last = first
        while last + 1 < count and not first_of_run[last + 1]:
            last += 1
        point = table[2 * last if shared else first + last]
        for k in range(first, last + 1):
            points[index[k]] = point
        first = last + 1


@kernel
def points_in_order_rows(  # noqa: PLR0913
    orders: Ints,
    opens: Bools,
    sizes: NDArray[np.int64],
    reference: Bools,
    rows: NDArray[np.int64],
    table: Floats,
    shared: bool,  # noqa: FBT001
    points: Floats,
) -> None:
    """`points_in_order` of these rows, of which as many areas take part.

    Args:
        orders: (k, n) of each row the areas with a figure first, in their order.
        opens: (k, n) whether the figure of an area differs from that of the one before it.
        sizes: (k,) how many areas have a figure.
        reference: (n,) which areas take part.
        rows: which rows.
        table: points of the ranks 1, 1½, 2, … of those that take part.
        shared: whether equal figures share the highest of their ranks; else the average.
        points: (k, n) is filled.
    """
    for row in rows:
        size = sizes[row]
        points_in_order(
            orders[row, :size], opens[row, :size], reference, table, shared, points[row]
        )
