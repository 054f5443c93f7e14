"""Weight sets and methods by name: those of a folder, and those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import mdi.methods.model
import mdi.weights.model
from mdi.declaration import find, names
from mdi.errors import DeclarationError, did_you_mean
from mdi.methods.model import Method
from mdi.weights.model import WeightSet

FOLDER = "declarations"

D = TypeVar("D", WeightSet, Method)


@dataclass(frozen=True)
class Declared:
    """What can be chosen by name. The folder's own go before shipped ones of the same name.

    Attributes:
        weights: weight sets, by name.
        methods: methods, by name.
    """

    weights: Mapping[str, WeightSet]
    methods: Mapping[str, Method]

    def weight_set(self, name: str) -> WeightSet:
        """The weight set of this name.

        Raises:
            DeclarationError: there is none; the nearest is suggested.
        """
        return _named(self.weights, name, "weight set")

    def method(self, name: str) -> Method:
        """The method of this name.

        Raises:
            DeclarationError: there is none; the nearest is suggested.
        """
        return _named(self.methods, name, "method")


def declared_in(folder: Path) -> Declared:
    """What a folder declares in `declarations/weights` and `/methods`, and what is shipped.

    Raises:
        FileError, DeclarationError: a declaration of the folder does not hold up.
    """
    own = folder / FOLDER
    return Declared(
        weights=_all(WeightSet, mdi.weights.model.HERE, own / "weights"),
        methods=_all(Method, mdi.methods.model.HERE, own / "methods"),
    )


def _all(kind: type[D], shipped: Path, own: Path) -> dict[str, D]:
    """The shipped declarations by file name, replaced and followed by those of the folder."""
    found = {name: find(kind, shipped, name) for name in names(shipped)}
    mine = [kind.read(own / f"{name}.toml") for name in names(own)]
    twice = sorted({one.id for one in mine if sum(one.id == each.id for each in mine) > 1})
    if twice:
        message = f"'{own}' declares more than once: {', '.join(twice)}."
        raise DeclarationError(message, hint="Give every declaration an 'id' of its own.")
    return {**found, **{one.id: one for one in mine}}


def _named(known: Mapping[str, D], name: str, noun: str) -> D:
    if name not in known:
        message = f"There is no {noun} '{name}'."
        raise DeclarationError(message, hint=did_you_mean(name, list(known)))
    return known[name]
