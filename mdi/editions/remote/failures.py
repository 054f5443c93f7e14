"""What goes wrong with a storage, in words and without secrets."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from mdi.errors import FileError, MdiError, StoreWriteError

NO_CREDENTIALS = {
    "NoCredentialsError",
    "PartialCredentialsError",
    "CredentialRetrievalError",
    "TokenRetrievalError",
    "DefaultCredentialsError",
    "RefreshError",
    "ClientAuthenticationError",
    "AuthenticationException",
}
OUT_OF_REACH = {
    "ConnectionError",
    "TimeoutError",
    "HTTPClientError",
    "ClientConnectionError",
    "ServiceRequestError",
    "SSHException",
    "NoValidConnectionsError",
    "gaierror",
    "EOFError",
}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
LONGEST = 160

READ_HINT = "See to it that it can be reached and read, and run again."
WRITE_HINT = "What was published stays as it was; see to it that we may write there and run again."


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Say in words what keeps us from reading at a place.

    Raises:
        FileError: it cannot be read.
        ImportError: a package is missing.
    """
    try:
        yield
    except (MdiError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001 - every kind of storage has errors of its own
        message = f"'{place}' cannot be read: {reason_of(error)}."
        raise FileError(message, hint=READ_HINT) from None


@contextmanager
def writing(place: str) -> Iterator[None]:
    """Say in words what keeps us from writing at a place.

    Raises:
        StoreWriteError: it cannot be written.
    """
    try:
        yield
    except (MdiError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001 - every kind of storage has errors of its own
        message = f"'{place}' cannot be written: {reason_of(error)}."
        raise StoreWriteError(message, hint=WRITE_HINT) from None


def reason_of(error: BaseException) -> str:
    """Why a storage does not do what it was asked, in a few words."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, FileNotFoundError):
        return "there is no such bucket or folder"
    if isinstance(error, PermissionError):
        return "the storage does not allow it to us"
    if names & NO_CREDENTIALS:
        return "no credentials for it are known here, or they have expired"
    if names & OUT_OF_REACH:
        return "the storage does not answer"
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return "there is no room left"
    return _plain(str(error)) or type(error).__name__


def _plain(text: str) -> str:
    """The first line of a message without addresses, and without what may be a secret."""
    line = (text.strip().splitlines() or [""])[0]
    line = re.sub(r"\S+://\S+", "…", line)
    line = re.sub(r"\S*[=?&]\S+", "…", line)
    line = re.sub(r"[A-Za-z0-9/+_-]{16,}", "…", line)
    return line[:LONGEST].rstrip(". ")
