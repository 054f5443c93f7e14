"""What an edition can be computed from once more: its tables and declarations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mdi.domains.model import Domains
from mdi.editions.catalogue import Catalogue, read_catalogue
from mdi.editions.declared import Declared, declared_in
from mdi.editions.store.edition import Edition
from mdi.editions.store.soundness import sound_path
from mdi.reading import read_table
from mdi.table import IndicatorTable


@dataclass(frozen=True, eq=False)
class Contents:
    """The tables and declarations of an edition, each read when it is asked for.

    Attributes:
        edition: the edition.
    """

    edition: Edition

    @cached_property
    def catalogue(self) -> Catalogue:
        """What lies where."""
        return read_catalogue(sound_path(self.edition, "catalogue.toml").parent)

    @cached_property
    def domains(self) -> Domains:
        """The domains of all tables."""
        return self.catalogue.declared_domains(self.edition.folder)

    @cached_property
    def declared(self) -> Declared:
        """Weight sets and methods by name."""
        return declared_in(self.edition.folder)

    def table(self, level: str, year: int, definition: Contents) -> IndicatorTable:
        """The figures of a level and year.

        Args:
            level: the level of the areas.
            year: the year of the figures.
            definition: of which edition the source and the domains are taken.

        Raises:
            FileError: the file is damaged.
            DeclarationError, TableError: the figures do not fit that definition.
        """
        told = definition.catalogue.table(level, year)
        return read_table(
            sound_path(self.edition, self.catalogue.table(level, year).file),
            source=told.source_in(definition.edition.folder),
            level=level,
            year=year,
            domains=definition.domains,
        )
