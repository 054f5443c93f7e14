"""Where each feature of a file lies: an Arrow file beside it, mapped into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geodata.geojson.areas import Areas
from geodata.geojson.texts import Ints

if TYPE_CHECKING:
    import pyarrow as pa

SIDES = ("west", "south", "east", "north")


@dataclass(frozen=True, eq=False)
class Index:
    """Where each feature of a file lies.

    Attributes:
        codes: area codes (n).
        names: names of the areas, None where there is none.
        parents: codes of the areas they lie in, None where they are not known.
        begins: the first byte of each feature (n,).
        ends: and the byte behind its last (n,).
        bounds: west, south, east, north (n, 4); NaN without a shape.
        about: what is said of the whole file.
    """

    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    begins: Ints
    ends: Ints
    bounds: NDArray[np.float64]
    about: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.codes)


def write_index(
    path: Path,
    areas: Areas,
    places: tuple[Ints, Ints],
    bounds: NDArray[np.float64],
    about: Mapping[str, str] | None = None,
) -> None:
    """Write an index.

    Args:
        path: where it goes.
        areas: the areas (n).
        places: where each feature begins and ends (n,).
        bounds: west, south, east, north (n, 4).
        about: what is to be said of the whole file.
    """
    import pyarrow as pa  # noqa: PLC0415

    begins, ends = places
    columns: dict[str, pa.Array] = {
        "area_code": pa.array(areas.codes, pa.string()),
        "area_name": pa.array(areas.names, pa.string()),
        "parent_code": pa.array(areas.parents, pa.string()),
        "begin": pa.array(begins, pa.int64()),
        "end": pa.array(ends, pa.int64()),
    }
    columns |= {side: pa.array(bounds[:, place].copy()) for place, side in enumerate(SIDES)}
    table = pa.table(columns).replace_schema_metadata(dict(about or {}))
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def read_index(path: Path) -> Index:
    """Map an index into memory."""
    import pyarrow as pa  # noqa: PLC0415

    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    about = table.schema.metadata or {}
    return Index(
        codes=_texts(table, "area_code"),
        names=_texts(table, "area_name"),
        parents=_texts(table, "parent_code"),
        begins=_numbers(table, "begin"),
        ends=_numbers(table, "end"),
        bounds=np.column_stack([_numbers(table, side) for side in SIDES]),
        about={key.decode(): value.decode() for key, value in about.items()},
    )


def _texts(table: pa.Table, name: str) -> tuple[Any, ...]:
    return tuple(table[name].to_pylist())


def _numbers(table: pa.Table, name: str) -> NDArray[Any]:
    numbers: NDArray[Any] = table[name].to_numpy()
    return numbers
