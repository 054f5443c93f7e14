"""Excel: the attributes without the shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from geodata.features import Features

TEXTS = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same areas give the same bytes


def write_excel(features: Features, path: Path) -> None:
    """Write the attributes as a sheet of Excel, called as the file is; text stays text."""
    import pandas as pd  # noqa: PLC0415

    frame = features.table.to_pandas(integer_object_nulls=True)
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=TEXTS) as book:
        book.book.set_properties({"created": CREATED})
        frame.to_excel(book, sheet_name="areas", index=False, freeze_panes=(1, 2))
