"""What a worker does: read files, compute, and put what comes of it into a folder."""

from mdi.editions.batch.work.checks import CheckWork
from mdi.editions.batch.work.made import Made, Work, peak_memory
from mdi.editions.batch.work.maps import MapWork
from mdi.editions.batch.work.results import ResultsWork
from mdi.editions.batch.work.sensitivities import SensitivityWork
from mdi.editions.batch.work.shapes import ShapesSource, ShapesWork
from mdi.editions.batch.work.sheets import SheetWork

__all__ = [
    "CheckWork",
    "Made",
    "MapWork",
    "ResultsWork",
    "SensitivityWork",
    "ShapesSource",
    "ShapesWork",
    "SheetWork",
    "Work",
    "peak_memory",
]
