"""Blocks of draws in files: a run that was interrupted goes on where it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import xxhash

from mdi.errors import FileError
from mdi.sensitivity.drawing import Ranks, rank_type
from mdi.writing import write_bytes

SUM = 16  # bytes in front of a block


@dataclass(frozen=True, slots=True)
class KeptBlocks:
    """A folder of blocks, each whole or not there.

    Attributes:
        folder: where they lie; made if absent.
        key: of all that the draws follow from. Blocks of other keys are not looked at.
    """

    folder: Path
    key: str

    def find(self, first: int, shape: tuple[int, ...], most: int) -> Ranks | None:
        """The (draws, m) ranks of a block, up to `most`; None where it is not there or sound."""
        try:
            content = self._file(first, shape[0]).read_bytes()
        except OSError:
            return None
        sum_of, body = content[:SUM], content[SUM:]
        if xxhash.xxh3_128_digest(body) != sum_of:  # of a disk that was full, or of somebody else
            return None
        ranks: Ranks = np.load(BytesIO(body), allow_pickle=False)
        fits = ranks.shape == shape and ranks.dtype == np.dtype(rank_type(most))
        return ranks if fits else None

    def keep(self, first: int, ranks: Ranks) -> None:
        """Write a block.

        Raises:
            FileError: it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or "the place cannot be written to"
            raise FileError(f"'{self.folder}' cannot be made: {reason}.") from None
        body = BytesIO()
        np.save(body, ranks, allow_pickle=False)
        content = body.getvalue()
        write_bytes(self._file(first, len(ranks)), xxhash.xxh3_128_digest(content) + content)

    def _file(self, first: int, draws: int) -> Path:
        return self.folder / f"{self.key[:16]}-{first:08d}-{draws}.ranks"
