"""Crosswalks: which areas of one vintage became which areas of another, and by what share."""

from geodata.crosswalks.by_codes import crosswalk_of_changes, read_changes
from geodata.crosswalks.by_shape import crosswalk
from geodata.crosswalks.chain import Change
from geodata.crosswalks.kinds import Kind
from geodata.crosswalks.model import FLAGGED, Crosswalk, Links, Side
from geodata.crosswalks.points import Points, read_points
from geodata.crosswalks.slivers import Slivers

__all__ = [
    "FLAGGED",
    "Change",
    "Crosswalk",
    "Kind",
    "Links",
    "Points",
    "Side",
    "Slivers",
    "crosswalk",
    "crosswalk_of_changes",
    "read_changes",
    "read_points",
]
