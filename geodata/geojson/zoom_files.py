"""Which corners the zooms show, in a file that is read as it lies.

`zooms.arrow` goes with outlines, whatever their coordinate system. It is an Arrow file with a
row for every area: `corners` and `rings`, how many it has; and for each zoom of WebMercatorQuad
that has shapes of its own a column `zoom=Z`: a bit for every corner in the order in which it is
written, the lowest first, 1 where it is shown. A zoom above the first of them shows the same as
that one. The file is mapped into memory: processes that serve it share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geodata.geojson.shapes import Fragments
from geodata.geojson.zooms import Shown, shown_at_all

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "zooms.arrow"
COLUMN = "zoom="


@dataclass(frozen=True, eq=False)
class Zooms:
    """The corners that every zoom shows.

    Attributes:
        first: the lowest zoom that stands in the file.
        rows: the file, a row for each area.
    """

    first: int
    rows: pa.RecordBatch

    def at(self, zoom: int) -> Shown:
        """The corners that a zoom shows."""
        rows = self.rows
        _, offsets, bits = rows[f"{COLUMN}{max(zoom, self.first)}"].buffers()
        firsts = 8 * np.frombuffer(offsets, np.int64)[: len(rows)]
        kept = np.frombuffer(bits, np.uint8) if bits else np.empty(0, np.uint8)
        return Shown(firsts, rows["corners"].to_numpy(), rows["rings"].to_numpy(), kept)


def write_zooms(fragments: Fragments, folder: Path) -> Path:
    """Find the corners of every zoom, and write which they are.

    Args:
        fragments: all areas that touch one another, in longitude and latitude.
        folder: where the file goes.

    Returns:
        The file.
    """
    import pyarrow as pa  # noqa: PLC0415

    columns: dict[str, pa.Array] = {}
    for zoom, shown in shown_at_all(fragments):
        columns |= {"corners": pa.array(shown.corners), "rings": pa.array(shown.rings)}
        columns[f"{COLUMN}{zoom}"] = _bits(shown)
    rows, path = pa.record_batch(columns), folder / NAME
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_batch(rows)
    return path


def read_zooms(path: Path) -> Zooms:
    """Map the corners of all zooms into memory."""
    import pyarrow as pa  # noqa: PLC0415

    rows = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
    names = [name for name in rows.schema.names if name.startswith(COLUMN)]
    return Zooms(min(int(name.removeprefix(COLUMN)) for name in names), rows)


def _bits(shown: Shown) -> pa.Array:
    """The bits of every area, each with bytes of its own."""
    import pyarrow as pa  # noqa: PLC0415

    ends = np.append(shown.firsts // 8, len(shown.kept))
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(shown.kept)]
    return pa.Array.from_buffers(pa.large_binary(), len(shown.firsts), buffers)
