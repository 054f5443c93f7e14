"""Tables of databases as files, for the time of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.plan import Prepared
from mdi.editions.postgis.address import Address
from mdi.editions.postgis.connecting import apart, driver, reading
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.reading import shapes_file, table_file
from mdi.editions.store import files
from mdi.errors import Problem
from mdi.sources.model import load_source

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """A table of a database that a plan needs.

    Attributes:
        name: of it in the catalogue.
        address: where it is.
        code: the column with area codes, by which rows are ordered; None where shapes are read.
    """

    name: str
    address: Address
    code: str | None

    def read(self, connection: Connection) -> bytes:
        """Its rows as Parquet, or as GeoParquet with its shapes."""
        with apart(connection, self.address):
            if self.code is None:
                return shapes_file(connection, self.address)
            return table_file(connection, self.address, self.code)


@contextmanager
def fetched(plan: Prepared, folder: Path, tell: Tell = lambda _: None) -> Iterator[Prepared]:
    """The plan with every table of a database as a file; the files are gone afterwards.

    Rows that are the same give files of the same bytes, and so steps that are not changed.
    All tables of one database are read as they were at one moment.

    Args:
        plan: a plan that was read.
        folder: where the files may lie meanwhile; all that carry out the plan see it.
        tell: is told the name of each table before it is read.

    Raises:
        DatabaseError: all that is wrong with the databases and their tables, at once.
        StoreWriteError: the folder cannot be written to.
    """
    wanted = wanted_by(plan)
    if not wanted:
        yield plan
        return
    driver()
    with files.made_in(folder.absolute(), "read") as place:
        found = _fetch(wanted, place, tell)
        yield replace(plan, addresses={}, fetched=found)


def wanted_by(plan: Prepared) -> list[Wanted]:
    """The tables of databases that a plan needs, each once, by database."""
    codes: dict[str, str | None] = {}
    for table in plan.catalogue.tables:
        if table.file in plan.addresses and table.file not in codes:
            codes[table.file] = load_source(table.source_in(plan.folder)).code
    codes |= {b.file: None for b in plan.catalogue.boundaries if b.file in plan.addresses}
    wanted = [Wanted(name, plan.addresses[name], code) for name, code in codes.items()]
    return sorted(wanted, key=_base)


def _base(wanted: Wanted) -> str:
    return wanted.address.connection


def _fetch(wanted: list[Wanted], place: Path, tell: Tell) -> Mapping[str, Path]:
    """Read every table into a file."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for _, each in groupby(wanted, _base):
        tables = list(each)
        try:
            with reading(tables[0].address) as connection:
                for table in tables:
                    tell(table.name)
                    try:
                        content = table.read(connection)
                    except DatabaseError as error:
                        problems.append(_problem(error, table))
                        continue
                    found[table.name] = _kept(content, place / str(len(found)), table.address)
        except DatabaseError as error:
            problems.append(_problem(error))
    if problems:
        message = "Not every table of the plan can be read; nothing was published."
        raise DatabaseError(message, problems)
    return found


def _kept(content: bytes, folder: Path, address: Address) -> Path:
    """Write a file that is called after its table, in a folder of its own."""
    name = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in address.name)
    path = folder / f"{name}.parquet"
    with files.writing(path):
        folder.mkdir(parents=True)
        path.write_bytes(content)
    return path


def _problem(error: DatabaseError, table: Wanted | None = None) -> Problem:
    """What is wrong, with the name of the table where it is about one."""
    what = error.message.removesuffix(" Nothing was changed.").rstrip(".")
    if table is not None:
        what = f"'{table.name}': {what.removeprefix(f'{table.address}: ')}"
    return Problem(what, hint=error.hint)
