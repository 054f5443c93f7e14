"""Loading an edition by COPY: shapes in binary, results as text that Arrow makes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.postgis.rows import (
    AREA_COLUMNS,
    AREA_TYPES,
    RESULT_COLUMNS,
    area_rows,
    is_dutch,
    result_rows,
)
from mdi.editions.postgis.shown import shown
from mdi.editions.store.edition import Edition
from mdi.errors import FileError

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

TABLES = ("results", "areas", "layers", "edition")


def replace(connection: Connection, edition: Edition) -> None:
    """Take out what is there and put an edition in its place.

    Rows are deleted and not truncated: whoever reads keeps what he has until this ends.

    Raises:
        FileError: a file of the edition is not there, or not what its manifest says.
    """
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    for table in TABLES:
        connection.execute(SQL("DELETE FROM mdi.{}").format(Identifier(table)))
    _load_areas(connection, edition)
    _load_results(connection, edition)
    _load_layers(connection, edition)
    _load_edition(connection, edition)
    connection.execute("ANALYZE mdi.areas, mdi.results, mdi.layers")


def _load_areas(connection: Connection, edition: Edition) -> None:
    dutch, first = is_dutch(edition.manifest), 1
    copied = f"COPY mdi.areas ({', '.join(AREA_COLUMNS)}) FROM STDIN (FORMAT binary)"
    with connection.cursor().copy(copied.encode()) as copy:
        copy.set_types(AREA_TYPES)
        for record in edition.manifest.shapes:
            path = sound(edition, record.file)
            for row in area_rows(path, record, first, dutch=dutch):
                copy.write_row(row)
                first += 1


def _load_results(connection: Connection, edition: Edition) -> None:
    copied = f"COPY mdi.results ({', '.join(RESULT_COLUMNS)}) FROM STDIN (FORMAT csv)"
    told = {record.key: record.file for record in edition.manifest.sensitivities}
    with connection.cursor().copy(copied.encode()) as copy:
        for record in edition.manifest.results:
            sure = sound(edition, told[record.key]) if record.key in told else None
            copy.write(result_rows(sound(edition, record.file), record, sure))


def _load_layers(connection: Connection, edition: Edition) -> None:
    connection.cursor().executemany(
        "INSERT INTO mdi.layers (level, vintage, year, weights, method) "
        "VALUES (%s, %s, %s, %s, %s)",
        [(r.level, r.vintage, r.year, r.weights, r.method) for r in shown(edition.manifest)],
    )


def _load_edition(connection: Connection, edition: Edition) -> None:
    from psycopg.types.json import Jsonb  # noqa: PLC0415

    manifest = edition.manifest
    connection.execute(
        "INSERT INTO mdi.edition (name, title, invented, geography, software, manifest) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        [
            edition.name,
            Jsonb(manifest.title),
            manifest.invented,
            manifest.geography,
            Jsonb(manifest.software),
            Jsonb(manifest.model_dump(mode="json")),
        ],
    )


def sound(edition: Edition, file: str) -> Path:
    """Where a file of an edition lies, when its bytes are those of the manifest.

    Raises:
        FileError: it is not there, or it was changed.
    """
    path = edition.path(file)
    try:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise FileError(f"'{path}' cannot be read: {error.strerror}.") from None
    if digest != edition.manifest.files[file].sha256:
        raise FileError(
            f"'{path}' is not what the manifest of its edition says; nothing was published.",
            hint="`mdi editions verify` tells what is damaged.",
        )
    return path
