"""A folder of tables and shapes, with a `catalogue.toml` that says what each file is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from mdi.declaration import Declaration, Text, read_toml
from mdi.domains.model import Domains, load_domains
from mdi.editions.addresses import Addresses
from mdi.editions.postgis.address import Address, is_address
from mdi.errors import DeclarationError, FileError, Problem, did_you_mean
from mdi.geographies.model import Geography, load_geography
from mdi.sensitivity.asked import Asked
from mdi.sources.model import load_source

NAME = "catalogue.toml"


class TableFile(Declaration):
    """A table of indicators.

    Attributes:
        file: its name in the folder; or a table of a database, as readers see its address.
        source: the source declaration it is read with; a name, or a path in the folder.
        level: the level of its areas.
        year: the year of its figures.
        vintage: the vintage of the shapes that go with it; where absent, the newest that
            is not younger than the year, or else the oldest.
    """

    file: str
    source: str
    level: str
    year: int
    vintage: int | None = None

    def source_in(self, folder: Path) -> str | Path:
        """The source declaration it is read with: a name, or where its file lies."""
        return folder / self.source if self.source.endswith(".toml") else self.source


class BoundariesFile(Declaration):
    """The shapes of a level in one vintage.

    Attributes:
        file: its name in the folder; or a table of a database, as readers see its address.
        level: the level of its areas.
        vintage: the year of the borders.
        code_column: the column with area codes, where it is not found by its content.
    """

    file: str
    level: str
    vintage: int
    code_column: str | None = None


class Catalogue(Declaration):
    """What lies in a folder.

    Attributes:
        title: what readers see.
        invented: whether the figures are invented; then this is said wherever they show.
        geography: the geography of all files.
        domains: a folder with domains of one's own; by default the Dutch MDI.
        tables: the tables of indicators.
        boundaries: the shapes.
        sensitivity: how sure the ranks are to be told; by default they are not.
    """

    title: Text
    invented: bool = False
    geography: str = "nl"
    domains: str | None = None
    tables: tuple[TableFile, ...] = Field(min_length=1)
    boundaries: tuple[BoundariesFile, ...] = ()
    sensitivity: Asked | None = None

    def levels(self) -> list[str]:
        """Levels with a table, from small to large."""
        present = {table.level for table in self.tables}
        return [level for level in self.declared_geography().level_ids() if level in present]

    def years(self, level: str) -> list[int]:
        """Years with a table of this level, oldest first."""
        return sorted({table.year for table in self.tables if table.level == level})

    def declared_geography(self) -> Geography:
        """The geography of all files."""
        return load_geography(self.geography)

    def declared_domains(self, folder: Path) -> Domains:
        """The domains of all tables."""
        return load_domains(folder / self.domains if self.domains else None)

    def table(self, level: str, year: int) -> TableFile:
        """The table of a level and year.

        Raises:
            DeclarationError: there is none; what there is, is named.
        """
        for table in self.tables:
            if (table.level, table.year) == (level, year):
                return table
        if level not in self.levels():
            hint = did_you_mean(level, self.levels())
            raise DeclarationError(f"There is no level '{level}' here.", hint=hint)
        years = ", ".join(str(known) for known in self.years(level))
        raise DeclarationError(
            f"There is no table of level '{level}' for {year}.", hint=f"There are {years}."
        )

    def shapes(self, level: str, year: int) -> BoundariesFile | None:
        """The shapes that go with a table; None where the folder has none of that level."""
        wanted = self.table(level, year).vintage
        known = sorted((b for b in self.boundaries if b.level == level), key=lambda b: b.vintage)
        if wanted is not None:
            return next((b for b in known if b.vintage == wanted), None)
        return next((b for b in reversed(known) if b.vintage <= year), known[0] if known else None)


def read_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue of a folder; every file it names must be there.

    Raises:
        FileError: there is no catalogue.
        DeclarationError: all that is wrong with it, at once; or it names tables of a database,
            which only a batch reads.
    """
    catalogue, addresses = read_with_addresses(folder)
    if addresses:
        raise DeclarationError(
            f"The catalogue of '{folder}' names tables of a database, which are no files.",
            [Problem(f"'{name}'") for name in sorted(addresses)],
            hint="Publish an edition with them, and serve that: name this folder in a plan, "
            "`mdi batch PLAN --store DIR`, `mdi serve --store DIR`.",
        )
    return catalogue


def read_with_addresses(folder: Path) -> tuple[Catalogue, dict[str, Address]]:
    """Read the catalogue of a folder, of which some files may be tables of a database.

    Returns:
        The catalogue, and the addresses by the name they have in it.

    Raises:
        FileError: there is no catalogue.
        DeclarationError: all that is wrong with it, at once.
    """
    path = folder / NAME
    addresses = Addresses.within(read_toml(path))
    catalogue = Catalogue.parse(addresses.told, str(path))
    return checked_catalogue(catalogue, folder, addresses.problems), addresses.found


def checked_catalogue(
    catalogue: Catalogue, folder: Path, problems: Iterable[Problem] = ()
) -> Catalogue:
    """A catalogue of which every file is there, and every word is known.

    Args:
        catalogue: what lies in the folder.
        folder: where its files are.
        problems: what is known to be wrong with it.

    Raises:
        DeclarationError: all that is wrong with it, at once.
    """
    geography = catalogue.declared_geography()
    entries: list[TableFile | BoundariesFile] = [*catalogue.tables, *catalogue.boundaries]
    problems = list(problems)
    problems += [
        Problem(f"file '{entry.file}' is not in the folder")
        for entry in entries
        if not is_address(entry.file) and not (folder / entry.file).is_file()
    ]
    problems += [
        Problem(
            f"file '{entry.file}' has the unknown level '{entry.level}'",
            hint=did_you_mean(entry.level, geography.level_ids()),
        )
        for entry in entries
        if entry.level not in geography.level_ids()
    ]
    problems += _twice("table", [(table.level, table.year) for table in catalogue.tables])
    problems += _twice("file of shapes", [(b.level, b.vintage) for b in catalogue.boundaries])
    problems += [
        Problem(f"file '{table.file}' goes with shapes of {table.vintage}, which are not named")
        for table in catalogue.tables
        if table.vintage is not None and catalogue.shapes(table.level, table.year) is None
    ]
    problems += _sources(catalogue, folder)
    if catalogue.sensitivity is not None:
        catalogue.sensitivity.question(folder, problems)
    if problems:
        raise DeclarationError(f"The catalogue of '{folder}' does not hold up.", problems)
    return catalogue


def _twice(kind: str, places: list[tuple[str, int]]) -> list[Problem]:
    return [
        Problem(f"more than one {kind} of level '{level}' for {year}")
        for level, year in sorted({place for place in places if places.count(place) > 1})
    ]


def _sources(catalogue: Catalogue, folder: Path) -> list[Problem]:
    """What is wrong with the sources that tables are read with."""
    problems = []
    for name in sorted({table.source for table in catalogue.tables}):
        try:
            load_source(folder / name if name.endswith(".toml") else name)
        except (DeclarationError, FileError) as error:
            problems.append(Problem(error.message.rstrip("."), hint=error.hint))
    return problems
