"""Compressed bodies whose head is written later: gzip, zstd and brotli, each one whole stream.

A body is compressed without looking back at what stands before it. Its head is put before it in
the form that all these formats have for bytes that are not compressed, so that the body stays as
it lies.

Sources: RFC 1951, 3.2.4 and RFC 1952, 2.3 (gzip); RFC 8878, 3.1.1 (zstd); RFC 7932, 9 (brotli).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

Buffer = bytes | memoryview

RAW, LEVEL = -15, 3  # of zlib: a stream without header; of isal: its best
GZIP_HEADER = bytes.fromhex("1f8b08000000000000ff")  # no time, no name, any system
STORED, LONGEST = b"\x00", 0xFFFF  # a block that is not compressed and not the last
MAGIC = bytes.fromhex("28b52ffd")
WITH_SIZE = 0xC0  # of a frame: eight bytes tell how long it is
STREAM_HEADER = 6  # bytes: magic, what follows, window
RAW_BLOCK = 0
QUALITY = 3  # of brotli: above it, words of a dictionary are named by how far back it would lie
WINDOW = 22  # of brotli: it looks back over 4 MB
BROTLI_HEADER = bytes.fromhex("6b00")  # the window, and nothing up to the end of the byte
PLAIN_BLOCK, WIDEST = 1 << 19, 1 << 16  # a block that is not compressed and not the last; its bytes


@dataclass(frozen=True)
class Packed:
    """A compressed body without its head.

    Attributes:
        size: of the body before it was compressed, in bytes.
        crc32: of the same.
        window: how far the stream looks back, as zstd writes it.
        body: what it became, in pieces.
    """

    size: int
    crc32: int = 0
    window: int = 0
    body: Sequence[Buffer] = field(default=(), repr=False)

    @property
    def about(self) -> dict[str, int]:
        """All but the body."""
        return {"size": self.size, "crc32": self.crc32, "window": self.window}


class Packer(Protocol):
    """A way to compress."""

    @property
    def coding(self) -> str:
        """Its name in HTTP."""

    @property
    def suffix(self) -> str:
        """What names of files end in."""

    def pack(self, pieces: Sequence[Buffer]) -> Packed:
        """Compress a body."""

    def front(self, head: bytes, packed: Packed) -> bytes:
        """What stands before the body in the stream, with the head in it."""

    def back(self, head: bytes, packed: Packed) -> bytes:
        """What stands behind it."""


@dataclass(frozen=True)
class Gzip:
    """Gzip: what every client reads."""

    coding: str = "gzip"
    suffix: str = ".gz"

    def pack(self, pieces: Sequence[Buffer]) -> Packed:
        """Compress a body."""
        from isal import isal_zlib  # noqa: PLC0415

        made = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, RAW)
        body, crc32 = [made.compress(piece) for piece in pieces], 0
        for piece in pieces:
            crc32 = isal_zlib.crc32(piece, crc32)
        return Packed(_size(pieces), crc32=crc32, body=[*body, made.flush()])

    def front(self, head: bytes, packed: Packed) -> bytes:  # noqa: ARG002
        """A header, and the head in blocks that are not compressed."""
        found = [GZIP_HEADER]
        for part in _parts(head, LONGEST):
            found += [STORED, struct.pack("<HH", len(part), len(part) ^ LONGEST), part]
        return b"".join(found)

    def back(self, head: bytes, packed: Packed) -> bytes:
        """The checksum and the length of head and body together."""
        from isal import isal_zlib  # noqa: PLC0415

        crc32 = isal_zlib.crc32_combine(isal_zlib.crc32(head), packed.crc32, packed.size)
        return struct.pack("<II", crc32, (len(head) + packed.size) & 0xFFFF_FFFF)


@dataclass(frozen=True)
class Zstd:
    """Zstandard: smaller, and faster to read."""

    coding: str = "zstd"
    suffix: str = ".zst"

    def pack(self, pieces: Sequence[Buffer]) -> Packed:
        """Compress a body."""
        import pyarrow as pa  # noqa: PLC0415

        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, self.coding) as stream:
            for piece in pieces:
                stream.write(piece)
        made = memoryview(sink.getvalue())
        return Packed(_size(pieces), window=made[STREAM_HEADER - 1], body=[made[STREAM_HEADER:]])

    def front(self, head: bytes, packed: Packed) -> bytes:
        """A header that tells the length, and the head in a block that is not compressed."""
        size = struct.pack("<Q", len(head) + packed.size)
        block = struct.pack("<I", len(head) << 3 | RAW_BLOCK << 1)[:3]
        return MAGIC + bytes([WITH_SIZE, packed.window]) + size + block + head

    def back(self, head: bytes, packed: Packed) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""


@dataclass(frozen=True)
class Brotli:
    """Brotli: for clients that read no zstd; smaller than gzip."""

    coding: str = "br"
    suffix: str = ".br"

    def pack(self, pieces: Sequence[Buffer]) -> Packed:
        """Compress a body behind an empty block, so that it begins with a byte of its own."""
        import brotli  # noqa: PLC0415

        made = brotli.Compressor(quality=QUALITY, lgwin=WINDOW)
        made.flush()  # the header, which `front` writes
        return Packed(_size(pieces), body=[*map(made.process, pieces), made.finish()])

    def front(self, head: bytes, packed: Packed) -> bytes:  # noqa: ARG002
        """A header, and the head in blocks that are not compressed."""
        found = [BROTLI_HEADER]
        for part in _parts(head, WIDEST):
            found += [struct.pack("<I", (len(part) - 1) << 3 | PLAIN_BLOCK)[:3], part]
        return b"".join(found)

    def back(self, head: bytes, packed: Packed) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""


PACKERS: tuple[Packer, ...] = (Zstd(), Brotli(), Gzip())


def _size(pieces: Sequence[Buffer]) -> int:
    return sum(memoryview(piece).nbytes for piece in pieces)


def _parts(content: bytes, longest: int) -> list[bytes]:
    return [content[at : at + longest] for at in range(0, len(content), longest)]
