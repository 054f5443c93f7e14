"""What can go wrong with statistics of space."""

from __future__ import annotations

from geodata.errors import GeodataError


class StatisticError(GeodataError):
    """Values, neighbours and a statistic do not fit together."""

    exit_code = 3
    title = "The statistic cannot be computed"
