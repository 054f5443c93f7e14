"""Why a cell has a figure, or has none; and what became of an area."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class CellStatus(IntEnum):
    """The status of one figure. Missing is not zero."""

    OBSERVED = 0
    ESTIMATED = 1
    MISSING = 2
    SUPPRESSED = 3
    NOT_APPLICABLE = 4
    NOT_YET_PUBLISHED = 5
    NOT_OFFERED = 6

    @property
    def word(self) -> str:
        """The status as it stands in files: ``not_applicable``."""
        return self.name.lower()

    @property
    def has_value(self) -> bool:
        """Whether there is a figure."""
        return self <= CellStatus.ESTIMATED


STATUS_OF = {status.word: status for status in CellStatus}


class Filled(IntEnum):
    """How a parent came by its score where a child had none."""

    NOTHING = 0
    HANDED_OVER = 1
    SPREAD_RESTORED = 2
    ZERO = 3
    COPULA = 4

    @property
    def word(self) -> str:
        """As it stands in files: ``handed_over``."""
        return self.name.lower()


class AreaStatus(StrEnum):
    """What became of an area."""

    RANKED = "ranked"
    FEW_INHABITANTS = "few_inhabitants"
    LOW_COVERAGE = "low_coverage"
    INCOMPLETE = "incomplete"
    NOT_IN_TABLE = "not_in_table"


AREA_STATES = (
    AreaStatus.RANKED,
    AreaStatus.FEW_INHABITANTS,
    AreaStatus.LOW_COVERAGE,
    AreaStatus.INCOMPLETE,
)
