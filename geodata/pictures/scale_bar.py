"""The scale bar: a round number of kilometres, as long as they are on the map."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from geodata.pictures.lettering import FAINT, INK, Style
from geodata.pictures.words import Words

THICK = 0.055  # inches
LABEL = Style(7.5, color=FAINT)
ROUND = (5, 2, 1)


@dataclass(frozen=True)
class ScaleBar:
    """A bar of two halves.

    Attributes:
        kilometres: how much ground it covers.
        width: inches on the page.
        labels: at its beginning, its middle and its end.
    """

    kilometres: float
    width: float
    labels: tuple[str, str, str]

    @property
    def height(self) -> float:
        """In inches."""
        return THICK + 0.05 + LABEL.leading

    def put(self, figure: Figure, at: tuple[float, float]) -> None:
        """Draw it to the right of its lower left corner, in inches."""
        x, foot = at
        half, bottom = self.width / 2, foot + LABEL.leading + 0.05
        for part, color in enumerate((INK, "#ffffff")):
            figure.add_artist(
                Rectangle(
                    (x + part * half, bottom),
                    half,
                    THICK,
                    facecolor=color,
                    edgecolor=INK,
                    linewidth=0.5,
                    transform=figure.dpi_scale_trans,
                    gid="scale-bar",
                )
            )
        for part, text in enumerate(self.labels):
            LABEL.put(figure, text, (x + part * half, foot + LABEL.leading), "center")


def scale_bar(metres: float, width: float, words: Words) -> ScaleBar:
    """The longest bar of 1, 2 or 5 times a power of ten kilometres that fits.

    Args:
        metres: of ground in an inch on the page.
        width: inches there are for it.
        words: how numbers are written.
    """
    most = metres * width / 1000
    power = floor(log10(most))
    length = next(n * 10.0**power for n in ROUND if n * 10.0**power <= most)
    labels = (words.number(0, 0), _label(length / 2, words), f"{_label(length, words)} km")
    return ScaleBar(length, length * 1000 / metres, labels)


def _label(kilometres: float, words: Words) -> str:
    """With the decimals it needs and no more."""
    decimals = next(d for d in range(9) if round(kilometres, d) == round(kilometres, 9))
    return words.number(kilometres, decimals)
