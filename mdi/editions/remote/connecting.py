"""From an address to the storage behind it."""

from __future__ import annotations

from typing import Any

from mdi.editions.remote import failures
from mdi.editions.remote.address import HINT, Address
from mdi.editions.remote.depot import Depot
from mdi.editions.remote.kinds import OBJECTS, kind_of
from mdi.errors import FileError

EXTRA = 'Install it with: pip install "multi-deprivation-index[remote]"'


def connect(address: Address) -> Depot:
    """The place behind an address; most storages are not asked anything yet.

    Credentials are those that the storage's own programs use: the environment, their files,
    the role of the machine.

    Raises:
        FileError: a package is missing, the kind of storage is not known, or the machine does
            not answer.
    """
    kind = kind_of(address.protocol)
    options: dict[str, Any] = {"skip_instance_cache": True}
    if kind is OBJECTS:
        options["use_listings_cache"] = False  # others change the store too
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415
    except ImportError:
        message = f"A store at '{address.shown}' needs the package 'fsspec'."
        raise FileError(message, hint=EXTRA) from None
    try:
        with failures.reading(address.shown):
            storage, root = _found(url_to_fs, address, options)
    except ImportError as error:
        message = f"A store at '{address.shown}' needs a package more: {error}."
        hint = "Such as pip install s3fs for Amazon S3, gcsfs for Google, adlfs for Azure."
        raise FileError(message, hint=hint) from None
    return Depot(storage, str(root).rstrip("/"), kind, address.shown)


def _found(url_to_fs: Any, address: Address, options: dict[str, Any]) -> tuple[Any, str]:
    try:
        found: tuple[Any, str] = url_to_fs(address.text, **options)
    except ImportError:
        raise
    except ValueError as error:
        if "Protocol not known" not in str(error):
            raise
        message = f"'{address.protocol}' is no kind of storage that is known."
        raise FileError(message, hint=HINT) from None
    return found
