"""Excel: the attributes without the shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from geodata.features import Features

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same areas give the same bytes


def write_excel(features: Features, path: Path) -> None:
    """Write the attributes as a sheet of Excel, its header frozen; text stays text."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(path) as book:
        book.set_properties({"created": CREATED})
        sheet, bold = book.add_worksheet("areas"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 2)
        number, text = sheet.write_number, sheet.write_string
        put = {bool: sheet.write_boolean, int: number, float: number, str: text}
        for place, name in enumerate(features.table.column_names):
            text(0, place, name, bold)
        columns = [column.to_pylist() for column in features.table.columns]
        for row, values in enumerate(zip(*columns, strict=True), 1):
            for place, value in enumerate(values):
                if value is not None:
                    put[type(value)](row, place, value)
