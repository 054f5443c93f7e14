"""What can go wrong with a database; no message ever holds a password."""

from __future__ import annotations

from mdi.errors import FileError


class DatabaseError(FileError):
    """A database cannot be reached, read or written; nothing in it was changed."""

    title = "A database cannot be used"
