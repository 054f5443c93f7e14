"""Sources: which column of a table is which indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, FiniteFloat, model_validator

from mdi.declaration import Declaration, Text, find
from mdi.domains.model import Direction

HERE = Path(__file__).parent
CLASS = "_class"
COUNTS = ("_numerator", "_denominator", "_standard_error")

Estimator = Literal["direct", "model"]


class Term(Declaration):
    """One column and the factor that brings it to the unit of the indicator."""

    column: str
    factor: FiniteFloat = 1.0


class Column(Declaration):
    """The column, the sum of columns, or the counts that give one indicator.

    Attributes:
        column: the name of the column in the table.
        sum: columns whose sum is the figure; instead of `column`.
        numerator: the column with the events, people or sum that the figure is made of.
        denominator: the column with what the figure is a share, rate or mean of. With the
            numerator it gives the figure where there is no column for it; without, the
            numerator is recovered from the figure.
        standard_error: the column with the standard error of the figure, in its unit.
        factor: multiplies the figure into the unit of the indicator.
        direction: what a higher figure of this column means, where it differs from
            the direction of the indicator.
        proxy: what the column really measures, where it only stands in for the
            indicator; shown wherever the figure is shown.
        unit: the unit of the figure, where a proxy has another one.
        year: the year the figure is about, where it differs from the table's.
        estimator: `model` where the publisher estimated the figures of small areas with a
            model; they are then not shrunk a second time.
    """

    column: str | None = None
    sum: tuple[Term, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    standard_error: str | None = None
    factor: FiniteFloat = 1.0
    direction: Direction | None = None
    proxy: Text | None = None
    unit: str | None = None
    year: int | None = None
    estimator: Estimator = "direct"

    @model_validator(mode="after")
    def _one_way(self) -> Column:
        ways = (self.column is not None) + bool(self.sum)
        message = None
        if self.numerator and not self.denominator:
            message = "'numerator' stands without 'denominator'; give both"
        elif ways > 1 or (not ways and not self.numerator):
            message = "give either 'column' or 'sum', or a 'numerator' and a 'denominator'"
        elif not ways and self.factor != 1:
            message = "'factor' stands without 'column' or 'sum'; counts are scaled by the measure"
        if message:
            raise ValueError(message)
        return self

    def terms(self) -> tuple[Term, ...]:
        """The columns to be read and added."""
        if self.column is None:
            return tuple(Term(column=t.column, factor=t.factor * self.factor) for t in self.sum)
        return (Term(column=self.column, factor=self.factor),)

    @property
    def origin(self) -> str:
        """What the figure is read from: ``a``, ``a + b`` or ``a ÷ b``."""
        columns = " + ".join(term.column for term in self.terms())
        return columns or f"{self.numerator} ÷ {self.denominator}"


class Source(Declaration):
    """How a table that somebody publishes is read.

    Attributes:
        id: the name used on the command line.
        name: Dutch and English name.
        publisher: who publishes it, and under which licence.
        geography: the geography whose codes it uses.
        code: the column with area codes.
        area_name: the column with area names.
        population: the column with inhabitants.
        border_quality: the column with the quality of the borders of areas whose figures were
            carried over from other borders, 0 to 1; see `IndicatorTable`.
        parent: the column with the code of the larger area.
        parent_name: the column with the name of the larger area, instead of `parent`.
        delimiter: what separates columns in a text file; found by itself where absent.
        decimal: the decimal mark; both are understood where it is not declared.
        missing: marks of a figure that is not there.
        suppressed: marks of a figure that is kept secret.
        status_suffix: ending of the columns that hold a status word per cell.
        own_names: whether the columns are named after the indicators themselves. Then
            `<indicator>_numerator`, `_denominator` and `_standard_error` belong to them, and
            a column `<name>_class` classes the areas.
        classes: columns that class the areas, such as the degree of urbanisation.
        indicators: the column of each indicator that has another name.
    """

    id: str
    name: Text
    publisher: str
    geography: str = "nl"
    code: str
    area_name: str | None = None
    population: str | None = None
    border_quality: str | None = None
    parent: str | None = None
    parent_name: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    missing: tuple[str, ...] = ("",)
    suppressed: tuple[str, ...] = ()
    status_suffix: str | None = None
    own_names: bool = False
    classes: tuple[str, ...] = ()
    indicators: dict[str, Column] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _reads_something(self) -> Source:
        if not (self.own_names or self.indicators):
            message = "no column is read; declare at least one indicator, or 'own_names = true'"
            raise ValueError(message)
        return self


def load_source(name: str | Path) -> Source:
    """A source by name, or from a TOML file of your own."""
    return find(Source, HERE, name)
