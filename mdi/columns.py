"""The columns of a result: once, for frames, records and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.status import Filled

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

Column = NDArray[np.float64] | NDArray[np.integer[Any]] | tuple[str | None, ...]


def columns_of(result: IndexResult) -> dict[str, Column]:
    """Figures (NaN: none), ranks and deciles (0: none) and texts (None: none), by name."""
    within = {f"rank_in_{level}": result.ranks_within(level) for level in result.within}
    return {
        "area_code": result.table.codes,
        "area_name": result.table.names,
        "index": result.index,
        "rank": result.rank,
        **within,
        "decile": result.decile,
        "coverage": result.coverage,
        "status": result.status,
        **{node.id: result.points[node.row] for node in result.tree.domains},
        **{f"{name}_rank": given for name, given in result.domain_ranks.items()},
        **{f"{name}_filled": words for name, words in filled_domains(result).items()},
    }


def filled_domains(result: IndexResult) -> dict[str, tuple[str | None, ...]]:
    """(n,) how a domain was filled in, in words, by domain; not where it handed over."""
    cells = {node.id: result.filled[node.row] for node in result.tree.domains}
    return {
        name: tuple(Filled(cell).word if cell else None for cell in row.tolist())
        for name, row in cells.items()
        if (row > Filled.HANDED_OVER).any()
    }


def frame_of(result: IndexResult) -> pd.DataFrame:
    """The columns as a data frame; ranks and deciles are nullable integers."""
    import pandas as pd  # noqa: PLC0415

    columns = {name: series_of(column) for name, column in columns_of(result).items()}
    return pd.DataFrame({**columns, "area_code": result.table.codes})


def series_of(column: Column) -> Any:
    """A column as a data frame holds it."""
    import pandas as pd  # noqa: PLC0415

    if isinstance(column, tuple):
        return pd.Series(column, dtype="str")
    if column.dtype == np.float64:
        return column
    return pd.Series(column.astype(np.int64), dtype="Int64").mask(column == 0)


def rows_of(result: IndexResult) -> list[dict[str, Any]]:
    """One plain record for each area, with the same columns; None where there is nothing."""
    columns = {name: _plain(column) for name, column in columns_of(result).items()}
    names = tuple(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: Column) -> Any:
    if isinstance(column, tuple):
        return column
    if column.dtype == np.float64:
        return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124
    return [value or None for value in column.tolist()]
