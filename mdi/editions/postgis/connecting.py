"""A connection to a database: one transaction, and plain sentences when something fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.errors import DatabaseError

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

PATIENCE = 10  # seconds until a host that does not answer is given up
PLAINLY = (  # floats to the last bit
    "SET LOCAL extra_float_digits = 3; SET LOCAL datestyle = ISO; "
    "SET LOCAL intervalstyle = postgres; SET LOCAL timezone = UTC; SET LOCAL bytea_output = hex"
)
RIGHTS = "Connect as a member of the role mdi_writer, or ask who administers the database."
HINTS = {
    "42501": RIGHTS,  # insufficient privilege
    "42P01": "Look at the name, and at what this user may see.",  # undefined table
    "55P03": "Somebody holds the tables for long. Publish again later.",  # lock not available
    "53100": "The disk of the database is full.",
}


def driver() -> ModuleType:
    """Psycopg 3, which is an extra.

    Raises:
        DatabaseError: it is not installed.
    """
    try:
        import psycopg  # noqa: PLC0415
    except ImportError:
        raise DatabaseError(
            "The driver for PostgreSQL is not installed.",
            hint="Install it: pip install 'multi-deprivation-index[postgis]'",
        ) from None
    return psycopg


@contextmanager
def connected(address: Address) -> Iterator[Connection]:
    """One transaction: all that is done in it holds when it ends well, else nothing.

    Raises:
        DatabaseError: no connection, or the database refused something.
    """
    psycopg = driver()
    connection = _connect(address)
    try:
        with connection:
            yield connection
    except psycopg.Error as error:
        raise _refused(address, error) from None


@contextmanager
def reading(address: Address) -> Iterator[Connection]:
    """One transaction that changes nothing, and in which the database stands still.

    Numbers and times are written the same way whatever the user or the server prefers.

    Raises:
        DatabaseError: no connection, or the database refused something.
    """
    with connected(address) as connection:
        connection.read_only = True
        connection.isolation_level = driver().IsolationLevel.REPEATABLE_READ
        connection.execute(PLAINLY)
        yield connection


@contextmanager
def apart(connection: Connection, address: Address) -> Iterator[None]:
    """A part of a transaction: when it fails, the rest can go on.

    Raises:
        DatabaseError: the database refused something.
    """
    psycopg = driver()
    try:
        with connection.transaction():
            yield
    except psycopg.Error as error:
        raise _refused(address, error) from None


def _connect(address: Address) -> Connection:
    psycopg = driver()
    options = {} if "connect_timeout=" in address.connection else {"connect_timeout": PATIENCE}
    try:
        found: Connection = psycopg.connect(
            address.connection, application_name="mdi", client_encoding="UTF8", **options
        )
    except psycopg.ProgrammingError:  # its words repeat parts of the address
        raise DatabaseError(
            f"The settings behind the '?' of {address} are not understood.",
            hint="They are those of libpq, such as ?sslmode=require.",
        ) from None
    except psycopg.Error as error:
        raise DatabaseError(
            f"{address} cannot be reached: {_reason(error, address)}.",
            hint="A password is best kept in PGPASSWORD or in the file .pgpass.",
        ) from None
    return found


def _reason(error: Exception, address: Address) -> str:
    """The point of what the driver says of a connection: ``Connection refused``."""
    first = (str(error).splitlines() or [type(error).__name__])[0]
    point = first.rpartition("failed: ")[2].replace("FATAL:", "").strip(" .")
    return _without_secret(point, address)


def _refused(address: Address, error: psycopg.Error) -> DatabaseError:
    said = error.diag.message_primary or (str(error).splitlines() or ["no reason given"])[0]
    return DatabaseError(
        f"{address}: {_without_secret(said, address).rstrip('.')}. Nothing was changed.",
        hint=HINTS.get(error.sqlstate or ""),
    )


def _without_secret(text: str, address: Address) -> str:
    return text.replace(address.secret, "…") if address.secret else text
