"""A file with a published index, as far as a profile can use it, or all that is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mdi.declaration import Text
from mdi.errors import Problem, TableError
from mdi.fitted import Bools, Floats
from mdi.indices.model import Form, OfficialIndex, Step
from mdi.sources.model import Source

if TYPE_CHECKING:
    import pandas as pd

CODE = "area_code"
INDEX = {"rank": "index_rank", "decile": "index_decile", "score": "index_score"}

FILE = Source(
    id="published",
    name=Text(nl="Gepubliceerde index", en="Published index"),
    publisher="",
    code=CODE,
    missing=("", "NA"),
    suppressed=("*",),
    own_names=True,
)


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """What a file says of the n areas that were ranked.

    Attributes:
        codes: (n,) area codes as they stand, unique.
        forms: for each domain the figure it is computed from, rank or score.
        columns: (n,) figures by column; only those that are used, and only indicators
            have gaps, which are NaN.
        headings: the names of all columns of the file.
        left_out: how many areas of the file were not ranked: nothing of the index is
            published, and not all domains are.
    """

    codes: tuple[str, ...]
    forms: dict[str, Form]
    columns: dict[str, Floats]
    headings: frozenset[str]
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.codes)

    def domain(self, name: str) -> Floats:
        """(n,) the published figures that a domain is computed from."""
        return self.columns[f"{name}_{self.forms[name]}"]


def read_published(path: Path, index: OfficialIndex) -> Published:
    """Read what a file says of an official index.

    Raises:
        FileError: the file cannot be read.
        TableError: all that is wrong with it, at once.
    """
    from mdi.formats import read_frame  # noqa: PLC0415
    from mdi.verification.faults import content_faults, heading_faults  # noqa: PLC0415

    frame = read_frame(path, FILE)
    frame.columns = [str(name).strip() for name in frame.columns]
    headings = [str(name) for name in frame.columns]
    problems = list(heading_faults(headings, index))
    if not problems:
        draft = Draft(frame)
        published = draft.published(index)
        problems = draft.problems + list(content_faults(published, index, headings, draft.broken))
    if problems:
        message = f"'{path.name}' cannot be verified as {index.id}; nothing was computed."
        raise TableError(message, problems)
    return published


def has_indicators(step: Step, columns: Collection[str]) -> bool:
    """Whether all indicators of a step are there."""
    return all(part.id in columns for part in step.indicators)


@dataclass(slots=True, eq=False)
class Draft:
    """A file while its columns are read, each once and only when it is asked for.

    Attributes:
        frame: the file as it stands.
        columns: (rows,) figures by column, of the columns that hold any.
        problems: cells that should be numbers and are not.
    """

    frame: pd.DataFrame
    columns: dict[str, Floats] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def broken(self) -> set[str | None]:
        """The columns that could not be read."""
        return {problem.column for problem in self.problems}

    def codes(self) -> list[str]:
        """The area codes as texts."""
        from mdi.cells import cell_text  # noqa: PLC0415

        return [cell_text(cell) for cell in self.frame[CODE].tolist()]

    def has(self, name: str, codes: list[str]) -> bool:
        """Read a column; one without any figure counts as absent."""
        from mdi.cells import read_cells  # noqa: PLC0415

        if name in self.frame.columns and name not in self.columns:
            cells = read_cells(self.frame[name], FILE, codes)
            self.problems += cells.problems
            if cells.problems or not np.isnan(cells.values).all():
                self.columns[name] = cells.values
        return name in self.columns

    def published(self, index: OfficialIndex) -> Published:
        """Read what the index needs, and leave out areas that were not ranked."""
        codes = self.codes()
        forms: dict[str, Form] = {}
        for name in index.domains:
            there = (form for form in index.reads if self.has(f"{name}_{form}", codes))
            found = next(there, None)
            if found:
                forms[name] = found
        for name in self._others(index):
            self.has(name, codes)
        here = self._ranked(forms, len(codes))
        kept = tuple(code for code, keep in zip(codes, here.tolist(), strict=True) if keep)
        columns = {name: values[here] for name, values in self.columns.items()}
        headings = frozenset(map(str, self.frame.columns))
        return Published(kept, forms, columns, headings, len(codes) - len(kept))

    def _ranked(self, forms: dict[str, Form], rows: int) -> Bools:
        """(rows,) whether all domains are published, or anything of the index."""
        complete, index = np.ones(rows, np.bool_), np.zeros(rows, np.bool_)
        for name, form in forms.items():
            complete &= ~np.isnan(self.columns[f"{name}_{form}"])
        for column in INDEX.values():
            if column in self.columns:
                index |= ~np.isnan(self.columns[column])
        return np.asarray(complete | index)

    def _others(self, index: OfficialIndex) -> list[str]:
        """The columns of the index, and of the steps that can be taken."""
        found = list(INDEX.values())
        for step in index.steps:
            if has_indicators(step, self.frame.columns):
                found += [f"{step.domain}_rank", *(part.id for part in step.indicators)]
        return found
