"""Is a published index met? Published domains in, our index beside the published one out."""

from __future__ import annotations

from pathlib import Path

from mdi.indices.model import OfficialIndex, load_index
from mdi.verification.comparison import Comparison, Difference
from mdi.verification.published import Published, read_published
from mdi.verification.reproduction import compared
from mdi.verification.steps import StepResult, verified_steps
from mdi.verification.verdict import Verification

__all__ = [
    "Comparison",
    "Difference",
    "Published",
    "StepResult",
    "Verification",
    "read_published",
    "verify",
    "verify_published",
]


def verify(index: str | Path | OfficialIndex, file: str | Path) -> Verification:
    """Compute an official index from a published file and compare it, area by area.

    Args:
        index: the index, its name or a path to its declaration.
        file: the published figures: `area_code`, `<domain>_rank` or `<domain>_score` for
            each domain, and `index_rank`, `index_score`, `index_decile` as far as they
            are published; `.csv`, `.csv.gz`, `.parquet` or `.xlsx`.

    Raises:
        DeclarationError: the index is not known, or its declaration is wrong.
        FileError: the file cannot be read.
        TableError: all that is wrong with the file, at once.
    """
    declared = index if isinstance(index, OfficialIndex) else load_index(index)
    return verify_published(declared, read_published(Path(file), declared))


def verify_published(index: OfficialIndex, published: Published) -> Verification:
    """`verify` after reading."""
    return Verification(
        index=index,
        published=published,
        comparisons=compared(index, published),
        steps=verified_steps(index, published),
    )
