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
    "Domains",
    "FileError",
    "Geography",
    "IndexResult",
    "IndicatorTable",
    "MdiError",
    "Method",
    "Mode",
    "Problem",
    "Profile",
    "Region",
    "RunError",
    "Source",
    "StoreBusyError",
    "StoreWriteError",
    "Summary",
    "TableError",
    "UnknownAreaError",
    "Verification",
    "Version",
    "WeightSet",
    "Yardstick",
    "__version__",
    "attribute",
    "audit",
    "compare",
    "compute",
    "level_gap",
    "load_domains",
    "load_geography",
    "load_method",
    "load_source",
    "load_weights",
    "mode_of",
    "read_regions",
    "read_table",
    "roll_up",
    "summarise",
    "verify",
]
