"""Publishing an edition: all of it in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.connecting import connected
from mdi.editions.postgis.loading import replace
from mdi.editions.postgis.migrating import migrate
from mdi.editions.postgis.preparing import prepare
from mdi.editions.postgis.roles import let_read
from mdi.editions.postgis.shown import shown
from mdi.editions.postgis.views import make_views, view_of
from mdi.editions.store.edition import Edition

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection


@dataclass(frozen=True)
class Publication:
    """What a database holds after an edition was published to it.

    Attributes:
        edition: the name of the edition.
        areas: how many shapes there are, of all levels and vintages.
        results: how many rows of results.
        views: the views, one for each level with shapes.
        changed: whether anything was written; not where the database had the edition already.
        notes: what a reader should know, in words.
    """

    edition: str
    areas: int
    results: int
    views: tuple[str, ...]
    changed: bool
    notes: tuple[str, ...]


def publish(edition: Edition, address: Address, *, again: bool = False) -> Publication:
    """Make an edition the one that the schema `mdi` of a database holds.

    Readers see the old edition until the new one is there whole; a second publication waits
    for the first. Nothing is written where the database has the edition already.

    Args:
        edition: the edition.
        address: the database; PostGIS, the schema and the roles are made where they are absent.
        again: write it even where it is there already.

    Raises:
        DatabaseError: no connection, too few rights, or the database refused something.
        FileError: a file of the edition is damaged.
    """
    manifest = edition.manifest
    with connected(address) as connection:
        notes = prepare(connection)
        migrated = migrate(connection)
        changed = again or migrated or _published(connection) != edition.name
        if changed:
            replace(connection, edition)
            make_views(connection, manifest, anew=migrated)
        let_read(connection)
    return Publication(
        edition=edition.name,
        areas=sum(record.areas for record in manifest.shapes),
        results=sum(record.areas for record in manifest.results),
        views=tuple(view_of(record.level) for record in shown(manifest)),
        changed=changed,
        notes=tuple(notes),
    )


def _published(connection: Connection) -> str | None:
    """The name of the edition that the database holds."""
    found = connection.execute("SELECT name FROM mdi.edition").fetchone()
    return str(found[0]) if found else None
