"""Content codings: which a client reads, which of them is best, and compressing as fast as goes.

Source: RFC 9110, 8.4.1 and 12.5.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Buffer = bytes | memoryview

CODINGS = ("zstd", "gzip", "br")  # the fastest first
IDENTITY = "identity"
BROTLI_QUALITY = 1  # the fastest that is smaller than gzip


def coding_of(header: str, ready: Iterable[str] = ()) -> str | None:
    """The coding in which a body goes out; None where it is not compressed.

    One in which it lies ready goes before others; of several the one that the client likes
    best, and of those that it likes the same, the first.

    Args:
        header: `Accept-Encoding`.
        ready: the codings in which the body lies ready, the best first.
    """
    liked = _liked(header)
    read = [coding for coding in ready if coding in liked] or [*liked]
    return max(read, key=lambda coding: liked[coding], default=None)


def compressed(coding: str, pieces: Sequence[Buffer]) -> bytes:
    """A body in one of `CODINGS`, as fast as goes."""
    if coding == "gzip":
        from isal import isal_zlib  # noqa: PLC0415

        made = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31)
        return b"".join([*map(made.compress, pieces), made.flush()])
    if coding == "br":
        import brotli  # noqa: PLC0415

        packing = brotli.Compressor(quality=BROTLI_QUALITY)
        return b"".join([*map(packing.process, pieces), packing.finish()])
    import pyarrow as pa  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, coding) as stream:
        for piece in pieces:
            stream.write(piece)
    found: bytes = sink.getvalue().to_pybytes()
    return found


@lru_cache(256)
def _liked(header: str) -> Mapping[str, float]:
    """Which of ours a client reads, and how much it likes each, from 0 to 1.

    Those that it likes less than a body that is not compressed are left out.
    """
    told: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = (each.strip() for each in part.partition(";"))
        told[name] = _quality(parameter)
    others, least = told.get("*", 0.0), told.get(IDENTITY, 0.0)
    found = {coding: told.get(coding, others) for coding in CODINGS}
    return {coding: quality for coding, quality in found.items() if quality and quality >= least}


def _quality(parameter: str) -> float:
    """How much a coding is liked, from 0 to 1; 1 where nothing is said, or nothing that holds."""
    name, _, value = parameter.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 1.0
