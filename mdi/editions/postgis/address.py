"""Where a database is: an address that shows itself without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from mdi.editions.postgis.errors import DatabaseError

LIKE = re.compile(r"\s*(?:jdbc:)?postg\w*(?:\+\w+)?:/|.*\bpassword\s*=", re.IGNORECASE)
TABLE = "table="
HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[\w.%-]*)(?::\d+)?"
WHOLE = re.compile(
    r"postgres(?:ql)?://"
    r"(?:(?P<user>[^:@/?#]*)(?::(?P<password>[^@/?#]*))?@)?"
    rf"(?P<hosts>{HOST}(?:,{HOST})*)"
    r"(?:/(?P<base>[^:@/?#]*))?"
    r"(?:\?(?P<query>[^#]*))?"
)


@dataclass(frozen=True)
class Address:
    """A database of PostgreSQL, and perhaps a table in it.

    Attributes:
        connection: what the driver connects with; it may hold a password, and is never shown.
        shown: the same for readers, without password and settings.
        secret: the password, to keep it out of what the driver says; empty where there is none.
        table: the table that `?table=schema.name` names.
    """

    connection: str = field(repr=False)
    shown: str
    secret: str = field(repr=False)
    table: str | None = None

    def __str__(self) -> str:
        """As readers see it."""
        return self.shown

    @property
    def name(self) -> str:
        """What it is called, as a file is by its name: the table."""
        return self.table or self.shown

    @property
    def whole(self) -> str:
        """As readers see it, with the table."""
        return f"{self.shown}?{TABLE}{self.table}" if self.table else self.shown

    @classmethod
    def parse(cls, text: str) -> Address:
        """``postgresql://user:password@host:port/database?table=schema.name``.

        Raises:
            DatabaseError: it is no such address. What was given is not repeated, since a
                password may stand anywhere in it.
        """
        found = WHOLE.fullmatch(text)
        if found is None:
            raise DatabaseError(
                "This is no address of a PostgreSQL database.",
                hint="Expected postgresql://USER@HOST:PORT/DATABASE. Write signs that mean "
                "something in an address as %40 (@), %3A (:) and %2F (/).",
            )
        settings = [part for part in (found["query"] or "").split("&") if part]
        tables = [part.removeprefix(TABLE) for part in settings if part.startswith(TABLE)]
        others = "&".join(part for part in settings if not part.startswith(TABLE))
        return cls(
            connection=text.partition("?")[0] + (f"?{others}" if others else ""),
            shown=_shown(found),
            secret=unquote(_secret(found["password"], settings)),
            table=unquote(tables[-1]) if tables else None,
        )


def is_address(text: str) -> bool:
    """Whether a word is meant for a database, and not for a file; it may be a broken address.

    What looks like one is never shown as a file would be, since a password may stand in it.
    """
    return LIKE.match(text) is not None


def _shown(found: re.Match[str]) -> str:
    user = f"{found['user']}@" if found["user"] else ""
    base = f"/{found['base']}" if found["base"] else ""
    return f"postgresql://{user}{found['hosts']}{base}"


def _secret(password: str | None, settings: list[str]) -> str:
    """The password, which may stand among the settings too."""
    named = [part.partition("=")[2] for part in settings if part.startswith("password=")]
    return password or (named[-1] if named else "")
