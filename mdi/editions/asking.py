"""What a plan asks of how sure the ranks are, and what of it goes into the edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.declared import FOLDER
from mdi.sensitivity.asked import Asked, Question

if TYPE_CHECKING:
    from mdi.errors import Problem

UNCERTAINTIES = f"{FOLDER}/uncertainties"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of every index of a plan.

    Attributes:
        asked: as the edition asks it again: own sources lie in the edition.
        question: the same with every source read.
        own: the files of own sources, by their path in the edition.
    """

    asked: Asked
    question: Question
    own: dict[str, bytes]


def asking_of(asked: Asked, folder: Path, problems: list[Problem]) -> Asking | None:
    """What a plan or its catalogue asks; None where a source of it does not hold up.

    Args:
        asked: as it stands in the file.
        folder: what paths are relative to.
        problems: is told what is wrong.
    """
    known = len(problems)
    question = asked.question(folder, problems)
    if len(problems) > known:
        return None
    places = {
        name: f"{UNCERTAINTIES}/{Path(name).name}" for name in asked.vary if name.endswith(".toml")
    }
    vary = tuple(places.get(name, name) for name in asked.vary)
    own = {place: (folder / name).read_bytes() for name, place in places.items()}
    return Asking(asked.model_copy(update={"vary": vary}), question, own)
