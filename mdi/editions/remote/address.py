"""Where a store lies: a folder, or the address of a place on a storage elsewhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mdi.errors import FileError

SEPARATOR = "://"
HINT = "Expected a folder, or an address such as s3://bucket/place."


def is_remote(place: str) -> bool:
    """Whether a store is named by an address, and not by a folder."""
    return SEPARATOR in place


@dataclass(frozen=True)
class Address:
    """A place on a storage elsewhere: `s3://bucket/place`, `sftp://user@host/place`.

    Attributes:
        text: as it was given; it may hold a password.
        protocol: the kind of storage.
    """

    text: str
    protocol: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address.

        Raises:
            FileError: it is none.
        """
        found = re.fullmatch(r"([a-z][a-z0-9+.-]*)://(.*)", text, re.DOTALL)
        if found is None or not found[2].strip("/"):
            raise FileError(f"'{_without_secrets(text)}' is no place for a store.", hint=HINT)
        return cls(text.rstrip("/"), found[1])

    @property
    def shown(self) -> str:
        """The address as it may be shown: without a password."""
        return _without_secrets(self.text)

    @property
    def name(self) -> str:
        """A name for a folder, another one for every address."""
        words = re.sub(r"[^A-Za-z0-9]+", "-", self.shown).strip("-")
        return f"{words[:60]}-{hashlib.sha256(self.shown.encode()).hexdigest()[:8]}"


def _without_secrets(text: str) -> str:
    """An address without password, query and fragment."""
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that hold no address
        return text.partition(SEPARATOR)[0] + SEPARATOR + "…"
    who, sign, where = parts.netloc.rpartition("@")
    return f"{parts.scheme}{SEPARATOR}{who.partition(':')[0]}{sign}{where}{parts.path}"
