"""Domains and their indicators: what the index is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import inf, isfinite
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, FiniteFloat, field_serializer, field_validator, model_validator

from mdi.declaration import Declaration, Text, names
from mdi.errors import DeclarationError, Problem

RESULT_COLUMNS = ("area_code", "area_name", "index", "rank", "decile", "coverage", "status")
TABLE_COLUMNS = ("area_code", "area_name", "parent_code", "population", "index")
ENDINGS = ("_status", "_numerator", "_denominator", "_standard_error")

HERE = Path(__file__).parent

ID = "small letters, digits and _, with a letter first"

Direction = Literal["worse", "better"]


class Indicator(Declaration):
    """One figure per area, or a group of parts that count as one figure.

    Attributes:
        id: the name used in tables, files and addresses.
        name: Dutch and English name.
        unit: the unit of the raw figure, as shown to readers.
        direction: what a *higher* figure means; of a group, a higher score of its parts.
        measure: how the figure is made: a share (numerator ÷ denominator × 100), a rate
            (× 1,000), a mean (sum ÷ denominator) or a score of the place itself.
        denominator: what the figure is a share, rate or mean of.
        range: the lowest and the highest raw figure that can be.
        typical: the range in which most areas fall; invented data keep to it.
        levels: the area levels at which the figure is available.
        weight: its weight among the children of its parent.
        parts: the leaves of a group; a group has no figure of its own.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description=ID)
    name: Text
    unit: str = ""
    direction: Direction = "worse"
    measure: Literal["share", "rate", "mean", "score"] = "share"
    denominator: str | None = None
    range: tuple[float, float] = (-inf, inf)
    typical: tuple[float, float] | None = None
    levels: tuple[str, ...] = ()
    weight: FiniteFloat = Field(default=1.0, gt=0)
    parts: tuple[Indicator, ...] = ()

    @field_validator("range", mode="before")
    @classmethod
    def _ends(cls, bounds: Any) -> Any:
        """An open end that came back from JSON."""
        if not (isinstance(bounds, list | tuple) and len(bounds) == 2):
            return bounds
        low, high = bounds
        return (-inf if low is None else low, inf if high is None else high)

    @field_serializer("range", when_used="json")
    def _open_ends(self, bounds: tuple[float, float]) -> tuple[float | None, float | None]:
        """JSON has no infinity: an open end is null."""
        low, high = (bound if isfinite(bound) else None for bound in bounds)
        return low, high

    def leaves(self) -> Iterator[Indicator]:
        """The figures at the end of the tree, in declared order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


class Domain(Declaration):
    """A theme of deprivation with its indicators.

    Attributes:
        id: the name used in tables, files and addresses.
        name: Dutch and English name.
        order: the place among the other domains.
        direction: what a *higher* score of its children means; a domain in which more is
            better counts the other way round.
        indicators: its children; equal weights unless an indicator says otherwise.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description=ID)
    name: Text
    order: int = 100
    direction: Direction = "worse"
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    def leaves(self) -> Iterator[Indicator]:
        """The figures of the domain, in declared order."""
        for indicator in self.indicators:
            yield from indicator.leaves()


class Domains(Declaration):
    """All domains of an index, in order; ids are unique over the whole tree."""

    domains: tuple[Domain, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _unique(self) -> Domains:
        seen: set[str] = set()
        twice = [i for i in self.ids() if i in seen or seen.add(i)]  # type: ignore[func-returns-value]
        if twice:
            message = "ids used more than once: " + ", ".join(sorted(set(twice)))
            raise ValueError(message)
        domains = [domain.id for domain in self.domains]
        leaves = [leaf.id for leaf in self.leaves()]
        taken = set(domains) & {*RESULT_COLUMNS, *(f"{name}_rank" for name in domains)}
        taken |= set(leaves) & {*TABLE_COLUMNS, *(leaf + end for leaf in leaves for end in ENDINGS)}
        if taken:
            message = "ids that are names of other columns: " + ", ".join(sorted(taken))
            raise ValueError(message)
        return self

    def __iter__(self) -> Iterator[Domain]:  # type: ignore[override]
        return iter(self.domains)

    def __len__(self) -> int:
        return len(self.domains)

    def ids(self) -> Iterator[str]:
        """Every id in the tree: domains, groups and leaves."""
        for domain in self.domains:
            yield domain.id
            stack = list(reversed(domain.indicators))
            while stack:
                node = stack.pop()
                yield node.id
                stack.extend(reversed(node.parts))

    def leaves(self) -> tuple[Indicator, ...]:
        """All figures at the ends of the tree, in declared order."""
        return tuple(leaf for domain in self.domains for leaf in domain.leaves())


def load_domains(folder: str | Path | None = None) -> Domains:
    """The domains declared in a folder, one TOML file each.

    Args:
        folder: a folder of your own; by default the Dutch MDI that is shipped.

    Raises:
        DeclarationError: a file is not valid, or there is none.
    """
    return _shipped() if folder is None else _read(Path(folder))


@cache
def _shipped() -> Domains:
    return _read(HERE)


def _read(where: Path) -> Domains:
    found = names(where)
    if not found:
        raise DeclarationError(
            f"There are no domains in '{where}'.",
            hint="Expected a folder with one TOML file for each domain.",
        )
    problems: list[Problem] = []
    domains: list[Domain] = []
    for name in found:
        try:
            domains.append(Domain.read(where / f"{name}.toml"))
        except DeclarationError as error:
            wrong = error.problems or (Problem(error.message),)
            problems += [replace(problem, what=f"{name}.toml: {problem.what}") for problem in wrong]
    if problems:
        raise DeclarationError(f"The domains in '{where}' are not valid.", problems)
    ordered = sorted(domains, key=lambda domain: (domain.order, domain.id))
    return Domains.parse({"domains": ordered}, str(where))
