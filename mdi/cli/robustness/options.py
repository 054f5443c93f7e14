"""What the questions about ranks have in common: options, and the answer as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

Areas = Annotated[
    list[str] | None,
    typer.Option("--area", metavar="CODE", help="An area, by its code; may be repeated."),
]
Out = Annotated[
    list[Path] | None,
    typer.Option(help="Where to write: .csv .json .parquet .xlsx; may be repeated."),
]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Rows, and where they came from.

    Attributes:
        rows: the answer.
        provenance: of the index, and what was asked.
    """

    rows: pd.DataFrame
    provenance: dict[str, Any]

    @classmethod
    def of(cls, rows: pd.DataFrame, result: IndexResult, asked: Mapping[str, Any]) -> Answer:
        """An answer about a result.

        Args:
            rows: the answer.
            result: the index.
            asked: the question and its options.
        """
        return cls(rows, {**result.provenance, "robustness": dict(asked)})

    def to_frame(self) -> pd.DataFrame:
        """The rows."""
        return self.rows

    def to_dict(self) -> dict[str, Any]:
        """Provenance and rows, as plain data; missing is null."""
        rows = self.rows.astype(object)
        records = rows.where(rows.notna(), None).to_dict(orient="records")
        return {"provenance": self.provenance, "rows": records}


def named(result: IndexResult, codes: Sequence[str]) -> dict[str, list[Any]]:
    """The columns `area_code` and `area_name` of some areas."""
    names = dict(zip(result.table.codes, result.table.names, strict=True))
    return {"area_code": list(codes), "area_name": [names.get(code) for code in codes]}


def known(result: IndexResult, codes: Iterable[str]) -> list[str]:
    """The codes of areas, once each.

    Raises:
        UnknownAreaError: the result does not have one of them.
    """
    asked = list(dict.fromkeys(codes))
    for code in asked:
        result.position(code)
    return asked
