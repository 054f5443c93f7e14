"""What clients ask of a layer. Every server has an address of its own for each question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Whole:
    """Every area."""


@dataclass(frozen=True)
class Box:
    """The areas that touch a box, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        """As every server of OGC API reads it."""
        return f"{self.west:.4f},{self.south:.4f},{self.east:.4f},{self.north:.4f}"


@dataclass(frozen=True)
class Feature:
    """One area, by its code."""

    code: str


@dataclass(frozen=True)
class Tile:
    """A vector tile of WebMercatorQuad.

    Attributes:
        zoom: of the tile; row and column count from the north west.
        bare: without figures, where a server can leave them out. Ours never have any.
    """

    zoom: int
    row: int
    column: int
    bare: bool = False


Question = Whole | Box | Feature | Tile


@dataclass(frozen=True)
class Case:
    """Questions that are asked one after the other, again and again.

    Attributes:
        name: in the table.
        questions: one, or many, so that no cache of answers helps.
        rounds: how often one connection asks.
        coding: what the client takes.
        known: whether the client has the answer already and only asks whether it changed.
        most: times the latency of nginx; None for no target.
        least: times the throughput of tipg; None for no target.
    """

    name: str
    questions: tuple[Question, ...]
    rounds: int
    coding: str = "identity"
    known: bool = False
    most: float | None = None
    least: float | None = None

    @property
    def first(self) -> Question:
        """The first question."""
        return self.questions[0]
