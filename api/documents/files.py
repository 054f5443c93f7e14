"""Files of an edition with their digests."""

from __future__ import annotations

from pydantic import Field

from api.documents.basic import Document


class EditionFile(Document):
    """A file of an edition."""

    path: str = Field(description="Where it lies in the edition.")
    sha256: str = Field(description="Of its bytes, in hexadecimal.", pattern="^[0-9a-f]{64}$")
    size: int = Field(description="In bytes.", ge=0)


class EditionFiles(Document):
    """What an edition holds; a folder that is none has no name and no files."""

    edition: str | None = Field(
        None, description="The name of the edition: the beginning of the SHA-256 of its manifest."
    )
    manifest: str | None = Field(
        None, description="SHA-256 of `manifest.json`, which names all other files."
    )
    files: list[EditionFile]
