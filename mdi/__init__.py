"""The engine of the Multi Deprivation Index: tables in, scores out.

No web, no geometry. Start with `read_table` or `IndicatorTable.from_frame`, then
`compute`; a result has `scores`, `to_frame()`, `profile(code)` and `provenance`.
"""

from mdi.audit import Audit, audit
from mdi.comparison import (
    Attribution,
    Comparison,
    Mode,
    Version,
    attribute,
    compare,
    mode_of,
)
from mdi.domains.model import Domains, load_domains
from mdi.engine import compute
from mdi.errors import (
    ComputationError,
    DeclarationError,
    FileError,
    MdiError,
    Problem,
    RunError,
    StoreBusyError,
    StoreWriteError,
    TableError,
    UnknownAreaError,
)
from mdi.geographies.model import Geography, load_geography
from mdi.methods.model import Method, load_method
from mdi.profile import Profile
from mdi.reading import read_table
from mdi.regions import Region, read_regions
from mdi.result import IndexResult
from mdi.rollup import roll_up
from mdi.sensitivity.compute import sensitivity
from mdi.sensitivity.confidence import RankSets, Sureness, rank_confidence
from mdi.sensitivity.design import SobolDesign
from mdi.sensitivity.importance import Importance, importance
from mdi.sensitivity.left_out import LeaveOneOut, leave_one_out
from mdi.sensitivity.model import Sensitivity
from mdi.sensitivity.multiverse import Multiverse, multiverse
from mdi.sensitivity.pairs import PairIndices, pair_indices
from mdi.sensitivity.rank_bounds import RankBounds, rank_bounds
from mdi.sensitivity.shares import Division, VarianceShares, variance_shares
from mdi.sensitivity.tipping import Tipping, tipping_weights
from mdi.sensitivity.uncertainties.model import Uncertainty, load_uncertainty
from mdi.sensitivity.variance import SobolIndices, indices_of, sobol_indices
from mdi.sources.model import Source, load_source
from mdi.status import AreaStatus, CellStatus
from mdi.summary import Summary, level_gap, summarise
from mdi.table import IndicatorTable
from mdi.verification import Verification, verify
from mdi.version import __version__
from mdi.weights.model import WeightSet, load_weights
from mdi.yardstick import Yardstick

__all__ = [
    "AreaStatus",
    "Attribution",
    "Audit",
    "CellStatus",
    "Comparison",
    "ComputationError",
    "DeclarationError",
    "Division",
    "Domains",
    "FileError",
    "Geography",
    "Importance",
    "IndexResult",
    "IndicatorTable",
    "LeaveOneOut",
    "MdiError",
    "Method",
    "Mode",
    "Multiverse",
    "PairIndices",
    "Problem",
    "Profile",
    "RankBounds",
    "RankSets",
    "Region",
    "RunError",
    "Sensitivity",
    "SobolDesign",
    "SobolIndices",
    "Source",
    "StoreBusyError",
    "StoreWriteError",
    "Summary",
    "Sureness",
    "TableError",
    "Tipping",
    "Uncertainty",
    "UnknownAreaError",
    "VarianceShares",
    "Verification",
    "Version",
    "WeightSet",
    "Yardstick",
    "__version__",
    "attribute",
    "audit",
    "compare",
    "compute",
    "importance",
    "indices_of",
    "leave_one_out",
    "level_gap",
    "load_domains",
    "load_geography",
    "load_method",
    "load_source",
    "load_uncertainty",
    "load_weights",
    "mode_of",
    "multiverse",
    "pair_indices",
    "rank_bounds",
    "rank_confidence",
    "read_regions",
    "read_table",
    "roll_up",
    "sensitivity",
    "sobol_indices",
    "summarise",
    "tipping_weights",
    "variance_shares",
    "verify",
]
