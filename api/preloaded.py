"""Imports what every worker needs, so that workers forked from here share it in memory.

Only the process that workers are forked from imports this. No threads may run in it.
"""

from __future__ import annotations

import gc

import numba
import pandas as pd
import pyarrow.parquet as pq
import scipy.special
import shapely

import api.server
import geodata
import mdi

LOADED = (api.server, geodata, mdi, numba, pd, pq, scipy.special, shapely)

geodata.prepare()
gc.collect()
gc.freeze()  # or else the first collection of every worker would copy these pages
