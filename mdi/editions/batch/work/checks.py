"""Check a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mdi
from mdi.editions.batch.work.made import Clock, Made, made
from mdi.editions.catalogue import TableFile


@dataclass(frozen=True)
class CheckWork:
    """Read a table, and tell whether it holds up.

    Attributes:
        key: of the step.
        folder: what declarations are relative to.
        path: where the file lies.
        table: which file, and how it is read.
        domains: a folder with domains of one's own.
    """

    key: str
    folder: Path
    path: Path
    table: TableFile
    domains: str | None

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self, scratch: Path) -> Iterator[Made]:  # noqa: ARG002
        """Check the table."""
        clock, table = Clock(), self.read()
        yield made(self.key, {}, {"rows": len(table), "figures": table.values.size}, clock)

    def read(self) -> mdi.IndicatorTable:
        """The table.

        Raises:
            TableError: all that is wrong with it, at once.
        """
        return mdi.read_table(
            self.path,
            source=self.table.source_in(self.folder),
            level=self.table.level,
            year=self.table.year,
            domains=mdi.load_domains(self.folder / self.domains if self.domains else None),
        )
