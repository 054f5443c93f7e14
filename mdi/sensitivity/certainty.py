"""How sure every rank is, as readers see it: an interval, a share and a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from mdi.columns import Column, series_of
from mdi.errors import FileError, listed
from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.reliability import Reliability

if TYPE_CHECKING:
    import pandas as pd

    from mdi.sensitivity.model import Sensitivity

COLUMNS = ("rank_low", "rank_median", "rank_high", "top_tenth", "reliability")
ACCOUNT = ("draws", "seed", "fingerprint", "classes", "stability", "flow", "thresholds")
REMEDY = (
    "Make it with `mdi sensitivity TABLE … --out FILE.parquet`, of the same table, weights "
    "and method."
)


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """How sure the ranks of n areas are.

    Attributes:
        low: (n,) the rank that 5 % of the draws do not exceed; 0 where an area has no rank.
        median: (n,) the same of 50 %.
        high: (n,) the same of 95 %.
        top_tenth: (n,) the share of the draws in which an area is in the most deprived tenth;
            NaN where there is none.
        reliability: (n,) how surely it is in it; None where there is no share.
        account: what was drawn, as plain data: `draws, seed, vary, names, fingerprint, classes,
            stability, flow, thresholds, left_out`.
    """

    low: Ints
    median: Ints
    high: Ints
    top_tenth: Floats
    reliability: tuple[Reliability | None, ...]
    account: dict[str, Any]

    @classmethod
    def of(
        cls, sensitivity: Sensitivity, left_out: Mapping[str, list[str]] | None = None
    ) -> Certainty:
        """What readers see of draws.

        Args:
            sensitivity: what the draws say.
            left_out: sources that could not be drawn, each with why.
        """
        told = {**sensitivity.provenance["sensitivity"], "left_out": dict(left_out or {})}
        return cls(
            low=sensitivity.low,
            median=sensitivity.median,
            high=sensitivity.high,
            top_tenth=sensitivity.top_tenth,
            reliability=sensitivity.reliability,
            account=_account(told),
        )

    def columns(self) -> dict[str, Column]:
        """The columns it adds to those of a result, by name: see `mdi.columns`."""
        words = tuple(None if each is None else each.value for each in self.reliability)
        whole = (self.low, self.median, self.high)
        return dict(zip(COLUMNS, (*whole, self.top_tenth, words), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class SureResult:
    """A result with how sure its ranks are, as one file.

    Attributes:
        result: the index.
        certainty: how sure its ranks are.
    """

    result: IndexResult
    certainty: Certainty

    @property
    def provenance(self) -> dict[str, Any]:
        """Where both came from, as plain data."""
        return {**self.result.provenance, "sensitivity": self.certainty.account}

    def to_frame(self) -> pd.DataFrame:
        """The frame of the result, and `COLUMNS`."""
        own = {name: series_of(column) for name, column in self.certainty.columns().items()}
        return self.result.to_frame().assign(**own)


def read_certainty(path: Path, result: IndexResult) -> Certainty:
    """Read how sure the ranks of a result are; rows are matched by area code.

    Args:
        path: Parquet, as `mdi sensitivity --out` and editions write it.
        result: the index whose ranks these are.

    Raises:
        FileError: the file cannot be read, or is of another index.
    """
    frame, told = _read(path)
    if told["fingerprint"] != result.fingerprint:
        raise FileError(f"'{path}' is not of this index, but of another.", hint=REMEDY)
    lacking = sorted(set(result.table.codes) - set(frame.index))
    if lacking or not frame.index.is_unique:
        what = f"lacks {listed(lacking)}" if lacking else "has an area twice"
        raise FileError(f"'{path}' is damaged: it {what}.", hint=REMEDY)
    rows = frame.loc[list(result.table.codes)]
    low, median, high = (_whole(rows[name]) for name in COLUMNS[:3])
    return Certainty(
        low=low,
        median=median,
        high=high,
        top_tenth=rows["top_tenth"].to_numpy(np.float64),
        reliability=tuple(
            None if word is None else Reliability(word)
            for word in rows["reliability"].astype(object).where(rows["reliability"].notna(), None)
        ),
        account=_account(told["sensitivity"]),
    )


def _read(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The columns of a file by area code, and its provenance."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        raise FileError(f"There is no file '{path}'.", hint=REMEDY) from None
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"'{path}' cannot be read as Parquet: {reason}", hint=REMEDY) from None
    told = _told((table.schema.metadata or {}).get(b"mdi", b"null"))
    lacking = [name for name in ("area_code", *COLUMNS) if name not in table.column_names]
    if lacking or told is None:
        what = f"lacks the columns {', '.join(lacking)}" if lacking else "says not of which index"
        raise FileError(f"'{path}' tells of no ranks how sure they are: it {what}.", hint=REMEDY)
    return table.select(["area_code", *COLUMNS]).to_pandas().set_index("area_code"), told


def _told(content: bytes) -> dict[str, Any] | None:
    """The provenance of a file; None where it is not that of draws."""
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    drawn = isinstance(told, dict) and isinstance(told.get("sensitivity"), dict)
    whole = (
        drawn and "fingerprint" in told and {*ACCOUNT, "uncertainties"} <= {*told["sensitivity"]}
    )
    return told if whole else None


def _account(told: dict[str, Any]) -> dict[str, Any]:
    """What was drawn, from the provenance of a sensitivity."""
    varied = told["uncertainties"]
    own = {name: told[name] for name in ACCOUNT}
    return {
        "draws": own.pop("draws"),
        "seed": own.pop("seed"),
        "vary": [each["id"] for each in varied],
        "names": [each["name"] or {"nl": each["id"], "en": each["id"]} for each in varied],
        **own,
        "left_out": told.get("left_out", {}),
    }


def _whole(column: pd.Series[Any]) -> Ints:
    """(n,) ranks; 0 for none."""
    return column.fillna(0).to_numpy(np.int64)
