"""Keys of the service in a TOML file: their names, scopes and hashes, never the keys themselves.

A key reads `mdi_ID_SECRET`: the id finds its entry, the secret of 256 bits proves it. Of the
secret only what scrypt (RFC 7914) makes of it is kept, with a salt of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal, get_args

from filelock import FileLock
from pydantic import AwareDatetime, Field

from mdi.declaration import Declaration
from mdi.editions.clock import moment
from mdi.errors import DeclarationError, FileError, Problem, did_you_mean

Scope = Literal["jobs", "joins"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

COST, BLOCK, LANES = 1 << 14, 8, 1  # 16 MB and some 40 ms
WRITTEN = re.compile(r"mdi_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
NAME = r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}"
HEAD = "# Keys of the service; made by `mdi keys`. What stands here opens nothing.\n"
PRIVATE = 0o600


class Key(Declaration):
    """What is kept of a key."""

    name: Annotated[str, Field(pattern=f"^{NAME}$", description="a name of 64 signs at most")]
    id: Annotated[str, Field(pattern="^[0-9a-f]{12}$", description="12 hexadecimal signs")]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    salt: Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="32 hexadecimal signs")]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="64 hexadecimal signs")]
    added: AwareDatetime
    expires: date | None = None
    revoked: AwareDatetime | None = None

    def proven_by(self, secret: str) -> bool:
        """Whether a secret is that of this key; it takes as long for a wrong one."""
        found = _hashed(secret, bytes.fromhex(self.salt))
        return hmac.compare_digest(found, bytes.fromhex(self.hash))

    def state(self, now: datetime) -> Literal["valid", "expired", "revoked"]:
        """Whether it opens anything at a moment; it is valid through the day it expires on."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires < now.astimezone(UTC).date() else "valid"


class Keys(Declaration):
    """All keys of a file."""

    keys: tuple[Key, ...] = ()

    def by_id(self, known: str) -> Key | None:
        """The key of an id."""
        return next((key for key in self.keys if key.id == known), None)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made.

    Attributes:
        entry: what is kept of it.
        written: the key itself, which is never seen again.
    """

    entry: Key
    written: str


def read_keys(file: Path) -> Keys:
    """The keys of a file.

    Raises:
        FileError: it cannot be read.
        DeclarationError: it does not hold up.
    """
    return Keys.read(file)


def add_key(file: Path, name: str, scopes: tuple[str, ...], expires: date | None = None) -> NewKey:
    """Make a key and add it to a file, which is made where there is none.

    Raises:
        DeclarationError: the name is taken or there is no such scope; all of it at once.
        FileError: the file cannot be read or written.
    """
    secret, salt = secrets.token_urlsafe(32), secrets.token_bytes(16)
    plain = {
        "name": name,
        "id": secrets.token_hex(6),
        "scopes": tuple(dict.fromkeys(scopes)),
        "salt": salt.hex(),
        "hash": _hashed(secret, salt).hex(),
        "added": moment().replace(microsecond=0),
        "expires": expires,
    }

    def added(keys: Keys) -> Keys:
        _check(keys, name, scopes)
        entry = Key.parse(plain, f"'{name}'")
        return Keys(keys=(*keys.keys, entry))

    entry = _change(file, added).keys[-1]
    return NewKey(entry, f"mdi_{entry.id}_{secret}")


def revoke_key(file: Path, name: str) -> Key:
    """Let a key open nothing from now on; its entry stays, so that one sees that it was.

    Args:
        file: of the keys.
        name: the name or the id of the key.

    Raises:
        DeclarationError: there is no such key, or it was revoked already.
        FileError: the file cannot be read or written.
    """
    now = moment().replace(microsecond=0)

    def revoked(keys: Keys) -> Keys:
        found = next((k for k in keys.keys if name in {k.name, k.id} and not k.revoked), None)
        if found is None:
            names = [key.name for key in keys.keys if not key.revoked]
            hint = did_you_mean(name, names) if names else "there are no keys to revoke"
            raise DeclarationError(f"There is no key '{name}' in {file}.", hint=hint)
        after = found.model_copy(update={"revoked": now})
        return Keys(keys=tuple(after if key is found else key for key in keys.keys))

    after = _change(file, revoked)
    return next(key for key in after.keys if name in {key.name, key.id} and key.revoked == now)


def _check(keys: Keys, name: str, scopes: tuple[str, ...]) -> None:
    """Refuse a name that is taken and scopes that there are not."""
    problems = [
        Problem(f"there is no scope '{scope}'", hint=did_you_mean(scope, SCOPES))
        for scope in scopes
        if scope not in SCOPES
    ]
    if any(key.name == name and not key.revoked for key in keys.keys):
        problems.append(Problem(f"there is a key '{name}' already", hint="revoke it first"))
    if problems:
        raise DeclarationError("The key cannot be added.", problems)


def _change(file: Path, change: Callable[[Keys], Keys]) -> Keys:
    """Change a file of keys; whoever else changes it waits."""
    try:
        with FileLock(f"{file}.lock", timeout=10, mode=PRIVATE):
            keys = change(read_keys(file) if file.exists() else Keys())
            _write(file, keys)
    except OSError as error:
        reason = error.strerror or "another process holds it"
        raise FileError(f"'{file}' cannot be written: {reason}.") from None
    return keys


def _write(file: Path, keys: Keys) -> None:
    """Write the file whole, for nobody else to read."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    made = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(made, "w", encoding="utf-8", newline="\n") as writing:
        writing.write(HEAD + "".join(map(_told, keys.keys)))
        writing.flush()
        os.fsync(writing.fileno())
    os.replace(unfinished, file)  # noqa: PTH105


def _told(key: Key) -> str:
    """A key as TOML; a text of JSON is one of TOML too."""
    plain = key.model_dump(exclude_none=True)
    lines = [f"{name} = {_value(value)}" for name, value in plain.items()]
    return "\n[[keys]]\n" + "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _hashed(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=32)
