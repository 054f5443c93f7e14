"""Why an area stands where it stands, in sentences that need no explanation.

What is said follows from the profile: what each domain adds more, or less, than in the average
area. The sentences themselves stand in `why.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import mdi
from api.phrases import LANGUAGES, filled, number
from api.sureness import Sureness
from mdi.declaration import Text, read_toml
from mdi.ranking import ranks

if TYPE_CHECKING:
    from api.disclosure import Disclosure

FILE = Path(__file__).with_name("why.toml")
MOST = 3  # domains that are named on each side
LEAST = 0.5  # points above or below the average, of which nothing is said
ABSENT = {"missing", "suppressed", "not_yet_published", "not_offered"}

Plain = dict[str, Any]


@dataclass(frozen=True)
class Explained:
    """An area to be explained.

    Attributes:
        sure: the index of all areas, and how sure its ranks are.
        row: of the area.
        profile: of the area, as plain data, without what is not shown.
        disclosure: what is shown of the others.
        plural: what the areas are called together.
    """

    sure: Sureness
    row: int
    profile: Plain
    disclosure: Disclosure
    plural: Text

    @property
    def result(self) -> mdi.IndexResult:
        """The index of all areas."""
        return self.sure.result

    def sentences(self) -> list[Plain]:
        """Sentences in the order in which they are read: what they are about, and the words."""
        sure = self.sure.sentences(self.row)
        found = [*self._place(), *({"about": "certainty", "text": text} for text in sure)]
        if self.profile["rank"]:
            found += [*self._domains()]
        return [*found, *self._gaps(), _said("caution", "caution")]

    def _place(self) -> Iterator[Plain]:
        profile = self.profile
        area = profile["area_name"] or profile["area_code"]
        if not profile["rank"]:
            yield _said("place", profile["status"], area=area)
            return
        numbers = {"rank": number(profile["rank"]), "ranked": number(profile["ranked"])}
        yield _said("place", "ranked", area=area, plural=self.plural, **numbers)
        decile = profile["decile"]
        if decile in {1, 10}:
            yield _said("place", "decile_worst" if decile == 1 else "decile_best")
        elif decile:
            more = 100 * (profile["rank"] - 1) / profile["ranked"]
            yield _said("place", "decile", plural=self.plural, more=number(more))

    def _domains(self) -> Iterator[Plain]:
        known = [each for each in self.profile["domains"] if each["points"] is not None]
        ordered = sorted(known, key=lambda each: -each["above_average"])
        up = [each for each in ordered if each["above_average"] >= LEAST][:MOST]
        down = [each for each in reversed(ordered) if each["above_average"] <= -LEAST][:MOST]
        for about, domains in (("up", up), ("down", down)):
            for domain in domains:
                yield self._domain(about, domain)
                yield from self._figure(about, domain)
        if not up and not down:
            yield _said("up", "even")

    def _domain(self, about: str, domain: Plain) -> Plain:
        amount = domain["above_average"]
        words = {"domain": Text(**domain["name"]), "points": number(abs(amount), 1)}
        return {**_said(about, about, **words), "measure": domain["id"], "above_average": amount}

    def _figure(self, about: str, domain: Plain) -> Iterator[Plain]:
        """The figure of a domain that stands out to the same side, where one does."""
        leaves = [leaf for leaf in _leaves(domain["indicators"]) if leaf["value"] is not None]
        places = {leaf["id"]: self._standing(leaf["id"]) for leaf in leaves}
        side = 1 if about == "up" else -1
        out = max(leaves, key=lambda leaf: side * places[leaf["id"]], default=None)
        if out is None or side * places[out["id"]] <= 0:
            return
        values = self.disclosure.shown(self.result, out["id"])
        middle = float(np.nanmedian(values))
        decimals = 0 if max(abs(middle), abs(out["value"])) >= 100 else 1
        yield {
            **_said(
                about,
                "figure",
                indicator=Text(**out["name"]),
                value=number(out["value"], decimals),
                middle=number(middle, decimals),
                unit=Text(nl=out["unit"].replace(",", "."), en=out["unit"]),
                plural=self.plural,
            ),
            "measure": out["id"],
        }
        if out["proxy"]:
            yield {**_said(about, "proxy", proxy=Text(**out["proxy"])), "measure": out["id"]}

    def _standing(self, indicator: str) -> float:
        """How far an area is to the worse half by a figure: 1 is the worst, −1 the best."""
        result, sign = self.result, 1.0
        for figures in result.table.figures:
            if figures.indicator.id == indicator:
                sign = figures.sign
        given, ranked = ranks(sign * self.disclosure.shown(result, indicator))
        row = result.positions[self.profile["area_code"]]
        return 1 - 2 * (int(given[row]) - 1) / max(ranked - 1, 1)

    def _gaps(self) -> Iterator[Plain]:
        leaves = [leaf for each in self.profile["domains"] for leaf in _leaves(each["indicators"])]
        share = self.profile["coverage"]
        if share > 1 - 1e-9:
            yield _said("coverage", "coverage_full")
        elif self.profile["rank"]:
            told = min(100 * share, 99.0)  # what is not whole is never said to be
            yield _said("coverage", "coverage", coverage=number(told))
        for about, states in (("missing", ABSENT), ("withheld", {"withheld"})):
            names = [Text(**leaf["name"]) for leaf in leaves if leaf["status"] in states]
            if names:
                listed = {each: ", ".join(getattr(n, each) for n in names) for each in LANGUAGES}
                yield _said(about, about, names=Text(**listed))


def _said(about: str, sentence: str, **given: Text | str) -> Plain:
    """A sentence in every language."""
    words = _sentences()[sentence]
    return {"about": about, "text": filled(words, **given)}


def _leaves(indicators: list[Plain]) -> Iterator[Plain]:
    for each in indicators:
        if each["parts"]:
            yield from _leaves(each["parts"])
        else:
            yield each


@cache
def _sentences() -> dict[str, Text]:
    return {name: Text(**words) for name, words in read_toml(FILE).items()}
