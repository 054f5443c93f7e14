"""The engine of the Multi Deprivation Index: tables in, scores out.

No web, no geometry. Start with `read_table` or `IndicatorTable.from_frame`, then
`compute`; a result has `scores`, `to_frame()`, `profile(code)` and `provenance`.
"""

from mdi.domains.model import Domains, load_domains
from mdi.engine import compute
from mdi.errors import (
    ComputationError,
    DeclarationError,
    FileError,
    MdiError,
    Problem,
    TableError,
    UnknownAreaError,
)
from mdi.geographies.model import Geography, load_geography
from mdi.methods.model import Method, load_method
from mdi.profile import Profile
from mdi.reading import read_table
from mdi.result import IndexResult
from mdi.sources.model import Source, load_source
from mdi.status import AreaStatus, CellStatus
from mdi.table import IndicatorTable
from mdi.version import __version__
from mdi.weights.model import WeightSet, load_weights

__all__ = [
    "AreaStatus",
    "CellStatus",
    "ComputationError",
    "DeclarationError",
    "Domains",
    "FileError",
    "Geography",
    "IndexResult",
    "IndicatorTable",
    "MdiError",
    "Method",
    "Problem",
    "Profile",
    "Source",
    "TableError",
    "UnknownAreaError",
    "WeightSet",
    "__version__",
    "compute",
    "load_domains",
    "load_geography",
    "load_method",
    "load_source",
    "load_weights",
    "read_table",
]
