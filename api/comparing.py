"""Areas side by side, and what they are held against: means of other areas, weighted by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import mdi
from api.library import Library
from api.measures import described
from api.sureness import Sureness
from mdi.errors import DeclarationError, UnknownAreaError, did_you_mean
from mdi.peers import By, peers_of
from mdi.summary.measures import average_score

COUNTRY, REGION = "country", "region"
PEERS: dict[str, By] = {"size": "size", "profile": "profile"}
MEAN = {
    "nl": "gemiddelde van de inwoners: elk gebied telt met zijn inwoners",
    "en": "mean of the inhabitants: every area counts with its inhabitants",
}
HOW = {
    "size": {
        "nl": "de gebieden met een rang die het dichtst bij het inwonertal komen, naar verhouding",
        "en": "the ranked areas nearest in inhabitants, in proportion",
    },
    "profile": {
        "nl": "de gebieden met een rang waarvan de punten van de domeinen het minst verschillen",
        "en": "the ranked areas whose points of the domains differ least",
    },
}

Plain = dict[str, Any]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Beside:
    """A result of which some areas are laid side by side.

    Attributes:
        library: what is shown, and which areas lie in which.
        sure: the index of all areas, and how sure its ranks are.
        codes: the areas.
    """

    library: Library
    sure: Sureness
    codes: Sequence[str]

    @property
    def result(self) -> mdi.IndexResult:
        """The index of all areas."""
        return self.sure.result

    @property
    def measures(self) -> list[Plain]:
        """Name, unit and direction of every measure."""
        return [described(self.result, name) for name in self.result.measures()]

    def areas(self) -> list[Plain]:
        """The areas with all their measures."""
        result, table = self.result, self.result.table
        shown = {name: self._shown(name) for name in result.measures()}
        return [
            {
                "area_code": code,
                "area_name": table.names[row],
                "parent_code": table.parents[row],
                "population": _number(table.population[row]),
                "rank": int(result.rank[row]) or None,
                "decile": int(result.decile[row]) or None,
                **self.sure.of(row),
                "coverage": float(result.coverage[row]),
                "status": result.status[row],
                "values": {name: _number(values[row]) for name, values in shown.items()},
                "withheld": [
                    name for name in shown if self.library.disclosure.withheld(result, name)[row]
                ],
            }
            for code, row in ((code, result.position(code)) for code in self.codes)
        ]

    def against(self, asked: Sequence[str], region: Sequence[str], count: int) -> Iterator[Plain]:
        """What the areas are held against.

        Args:
            asked: `country`, a larger level, `region`, `size` or `profile`.
            region: codes of the areas of the region, of any level.
            count: how many peers.

        Raises:
            DeclarationError: something else is asked, or a region without areas.
        """
        for each in asked:
            if each == COUNTRY:
                name = self.result.table.geography.name.model_dump()
                yield self._mean(COUNTRY, name, np.arange(len(self.result)))
            elif each == REGION:
                yield self._region(region)
            elif each in PEERS:
                yield from self._peers(PEERS[each], count)
            elif each in self._larger():
                yield from self._around(each)
            else:
                known = [COUNTRY, *self._larger(), REGION, *PEERS]
                message = f"against '{each}' is nothing to compare with."
                raise DeclarationError(message, hint=did_you_mean(each, known))

    def _shown(self, measure: str) -> NDArray[np.float64]:
        return self.library.disclosure.shown(self.result, measure)

    def _larger(self) -> list[str]:
        """Levels that are larger than that of the areas."""
        levels = self.result.table.geography.level_ids()
        return levels[levels.index(self.result.table.level) + 1 :]

    def _around(self, level: str) -> Iterator[Plain]:
        """The larger areas in which these areas lie, each once."""
        lineage = self.library.lineage(self.result.table.year)
        kind = self.result.table.geography.level(level)
        met = dict.fromkeys(
            above for code in self.codes for above in lineage.above(code) if kind.has(above)
        )
        inside = lineage.rows_within(self.result.table.codes)
        for code in met:
            name = {"nl": f"{kind.name.nl} {code}", "en": f"{kind.name.en} {code}"}
            yield {**self._mean(level, name, np.array(inside[code])), "area_code": code}

    def _region(self, codes: Sequence[str]) -> Plain:
        """The areas of a region of the reader's own."""
        if not codes:
            message = "against 'region' needs the codes of its areas."
            raise DeclarationError(message, hint="Give them, such as region=GM9001,GM9002.")
        inside = self.library.lineage(self.result.table.year).rows_within(self.result.table.codes)
        empty = [code for code in codes if code not in inside]
        if empty:
            level = self.result.table.level
            raise UnknownAreaError(f"No area of level '{level}' lies in '{empty[0]}'.")
        rows = sorted({row for code in codes for row in inside[code]})
        name = {"nl": "eigen gebied", "en": "region of your own"}
        return self._mean(REGION, name, np.array(rows))

    def _peers(self, by: By, count: int) -> Iterator[Plain]:
        """The areas that are most like each of the areas."""
        table = self.result.table
        for code in self.codes:
            found = peers_of(self.result, self.result.position(code), by, count)
            name = {"nl": f"gebieden als {code}", "en": f"areas like {code}"}
            mean = self._mean(by, name, np.array([peer.row for peer in found], np.int64))
            areas = [
                {
                    "area_code": table.codes[peer.row],
                    "area_name": table.names[peer.row],
                    "distance": peer.distance,
                }
                for peer in found
            ]
            yield {**mean, "chosen": HOW[by], "area_code": code, "peers": areas}

    def _mean(self, kind: str, name: Plain, rows: Rows) -> Plain:
        """The means of some areas, weighted by their people; of figures that are shown."""
        people = self.result.table.population[rows]
        group = np.zeros(len(rows), np.int64)
        means = {
            measure: _number(average_score(self._shown(measure)[rows], people, group, 1)[0])
            for measure in self.result.measures()
        }
        inhabitants = float(np.nansum(people))
        return {
            "against": kind,
            "name": name,
            "how": MEAN,
            "areas": len(rows),
            "population": inhabitants,
            "values": means,
        }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
