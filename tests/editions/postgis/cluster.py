"""A private PostgreSQL with PostGIS: its own folder, its own socket, gone afterwards."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
NUMBERS = count(1)


class NoPostGISError(Exception):
    """Why there is no PostGIS here, in words."""


@dataclass(frozen=True)
class Cluster:
    """A running server; `boss` may do everything, without a password."""

    folder: Path

    def address(self, base: str, user: str = "boss", password: str = "") -> str:
        """Of a database, for a user."""
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@/{base}?host={self.folder}"

    def database(self, template: str = "template1") -> str:
        """A new database, by its name."""
        name = f"base{next(NUMBERS)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as boss:
            boss.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name


@contextmanager
def running() -> Iterator[Cluster]:
    """A server that lives as long as the block."""
    programs, owner = _programs(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="mdi-pg-", dir="/tmp"))
    as_owner = {}
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **as_owner,
        )

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "boss", "--auth=trust", "-E", "UTF8", "--locale=C", "-N")
        _ask_for_passwords(folder / "data" / "pg_hba.conf")
        run("pg_ctl", "-D", data, "-w", "-o", f"{SETTINGS} -k {folder}", "start")
        try:
            yield Cluster(folder)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ask_for_passwords(rules: Path) -> None:
    """The users whose names begin so have a password."""
    text = rules.read_text(encoding="utf-8")
    rules.write_text("local all guarded scram-sha-256\n" + text, encoding="utf-8")


def _programs() -> Path:
    """The folder of the newest server that PostGIS is there for."""
    homes = [home for pattern in HOMES for home in sorted(Path("/").glob(pattern[1:]))]
    found = shutil.which("initdb")
    homes += [Path(found).resolve().parent] if found else []
    for home in reversed(homes):
        if _has_postgis(home):
            return home
    what = "PostGIS" if homes else "PostgreSQL"
    message = f"{what} is not here: apt-get install postgresql-postgis"
    raise NoPostGISError(message)


def _has_postgis(home: Path) -> bool:
    config = home / "pg_config"
    shown = subprocess.run([config, "--sharedir"], capture_output=True, text=True, check=False)
    return (Path(shown.stdout.strip()) / "extension" / "postgis.control").exists()


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        message = f"{getpass.getuser()} may not run PostgreSQL, and there is no user postgres"
        raise NoPostGISError(message) from None
