"""The outcome of a verification, and the same as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mdi.indices.model import Measure, OfficialIndex
from mdi.verification.comparison import Comparison, Difference
from mdi.verification.published import INDEX, Published, has_indicators
from mdi.verification.steps import StepResult


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """An official index, as published and as computed.

    Attributes:
        index: the declared index.
        published: what the file says.
        comparisons: rank, decile and score, as far as the file has them.
        steps: the domains that were made of their indicators.
    """

    index: OfficialIndex
    published: Published
    comparisons: dict[Measure, Comparison]
    steps: tuple[StepResult, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all that is expected of what was compared is met."""
        figures = all(found.met for found in self.comparisons.values())
        return figures and all(found.met for found in self.steps)

    @property
    def not_compared(self) -> list[str]:
        """The columns of the index that the file lacks."""
        return [name for name in INDEX.values() if name not in self.published.columns]

    def steps_not_verified(self) -> dict[str, list[str]]:
        """The steps whose indicators are not all there, and those that lack or are empty."""
        read, headings = self.published.columns, self.published.headings
        found = {}
        for step in self.index.steps:
            there = read if has_indicators(step, headings) else headings
            found[step.domain] = [part.id for part in step.indicators if part.id not in there]
        return {domain: lacking for domain, lacking in found.items() if lacking}

    def worst(self) -> list[Difference]:
        """The worst areas: of what falls short, or else of the rank, or of what there is."""
        short = [found for found in self.comparisons.values() if not found.met]
        return (short or list(self.comparisons.values()))[0].worst()

    def plain(self) -> dict[str, Any]:
        """As plain data for JSON; null where nothing was compared.

        `passed` is about the steps too.
        """
        rank, decile, score = (
            self.comparisons.get(measure) for measure in ("rank", "decile", "score")
        )
        return {
            "profile": self.index.id,
            "areas": len(self.published),
            "rank": rank and _counted(rank) | {"largest": plain_number(rank.largest)},
            "decile": decile and _counted(decile),
            "score": score and {"largest": score.largest},
            "worst": [_difference(found) for found in self.worst()],
            "passed": self.passed,
        }


def plain_number(value: float) -> float:
    """Whole numbers as such: ``3.0`` → ``3``."""
    return int(value) if value.is_integer() else value


def _counted(found: Comparison) -> dict[str, float]:
    return {"exact": found.exact, "share": found.share}


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "area_code": found.area_code,
        "published": plain_number(found.published),
        "computed": plain_number(found.computed),
        "difference": plain_number(found.difference),
    }
