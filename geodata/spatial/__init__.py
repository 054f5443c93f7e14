"""Statistics of space: do areas resemble their neighbours, and where.

All take values (n,), NaN where missing, in the order of the codes of the neighbours. An
area without a value has no statistic and leaves its weight to the other neighbours.
"""

from geodata.spatial.chance import Chance
from geodata.spatial.errors import StatisticError
from geodata.spatial.fdr import fdr_cut
from geodata.spatial.getis_ord import getis_ord
from geodata.spatial.kinds import KINDS
from geodata.spatial.lag import spatial_lag
from geodata.spatial.local import local_moran
from geodata.spatial.moran import Moran, moran, moran_of_rates
from geodata.spatial.pockets import Pockets, pockets
from geodata.spatial.rates import standardised_rates
from geodata.spatial.result import LocalStatistic

__all__ = [
    "KINDS",
    "Chance",
    "LocalStatistic",
    "Moran",
    "Pockets",
    "StatisticError",
    "fdr_cut",
    "getis_ord",
    "local_moran",
    "moran",
    "moran_of_rates",
    "pockets",
    "spatial_lag",
    "standardised_rates",
]
