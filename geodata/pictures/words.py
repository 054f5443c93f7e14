"""Our own words in pictures, and how numbers are written, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
MINUS = "−"


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        missing: the class of areas without a figure.
        areas: what areas are called where nothing better is known.
        together: that counts are those of several maps.
        to: between the bounds of a class, the upper one included.
        worse: what a higher figure means.
        better: what a higher figure means.
        rounded: that bounds are not exact.
        source: before the source line.
        marks: the decimal mark and the mark between thousands.
    """

    missing: str
    areas: str
    together: str
    to: str
    worse: str
    better: str
    rounded: str
    source: str
    marks: tuple[str, str]

    def number(self, value: float, decimals: int) -> str:
        """A number as it is written in this language.

        >>> WORDS["nl"].number(-1234.5, 2)
        '−1.234,50'
        """
        text = f"{abs(value):,.{decimals}f}"
        sign = MINUS if value < 0 and float(text.replace(",", "")) else ""
        return sign + text.translate(str.maketrans(".,", "".join(self.marks)))


WORDS: dict[Language, Words] = {
    "nl": Words(
        missing="geen cijfer",
        areas="gebieden",
        together="aantallen: alle kaarten samen",
        to="t/m",
        worse="hoger is ongunstiger",
        better="hoger is gunstiger",
        rounded="grenzen zijn afgerond",
        source="Bron",
        marks=(",", "."),
    ),
    "en": Words(
        missing="no figure",
        areas="areas",
        together="counts: all maps together",
        to="to",
        worse="higher is worse",
        better="higher is better",
        rounded="bounds are rounded",
        source="Source",
        marks=(".", ","),
    ),
}
