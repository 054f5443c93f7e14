"""All combinations of the choices that can be defended: a grid of specifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from mdi.declaration import Declaration
from mdi.errors import DeclarationError
from mdi.methods.model import Method
from mdi.sensitivity.choices import Choices
from mdi.sensitivity.uncertainties.model import Uncertainty, load_uncertainty
from mdi.weights.model import WeightSet, load_weights

WEIGHTS = "weights"

Declared = Uncertainty | Choices | str | Path | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Every choice with its options.

    Attributes:
        options: for each choice the options by name: rules of a stage of the method, or weight
            sets under `weights`.
    """

    options: Mapping[str, Mapping[str, Any]]

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of the choices."""
        return tuple(self.options)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many options each choice has."""
        return tuple(len(options) for options in self.options.values())

    def specifications(self) -> Iterator[dict[str, str]]:
        """Every combination by the names of its options; the last choice changes first."""
        for names in product(*self.options.values()):
            yield dict(zip(self.options, names, strict=True))

    def weights(self, specification: Mapping[str, str]) -> WeightSet | None:
        """The weight set of a specification; None where weights are no choice."""
        sets = self.options.get(WEIGHTS)
        return None if sets is None else sets[specification[WEIGHTS]]

    def method(self, specification: Mapping[str, str], base: Method) -> Method:
        """The method of a specification, checked as if it had been declared.

        Raises:
            DeclarationError: the rules do not go together.
        """
        rules = {
            stage: self.options[stage][name]
            for stage, name in specification.items()
            if stage != WEIGHTS
        }
        return Method.parse({**dict(base), **rules}, "the specification")


def grid_of(choices: Declared, weights: Sequence[WeightSet | str | Path]) -> Grid:
    """The grid of declared choices.

    Args:
        choices: of the method; their name, or a file; None where the method stays.
        weights: weight sets, each declared, or by its name or file; none where they stay.

    Raises:
        DeclarationError: a name is unknown or no choice, two options have one name, or there is
            nothing to choose.
    """
    declared = _declared(choices)
    options: dict[str, dict[str, Any]] = {}
    for stage, rules in (declared.stages() if declared else {}).items():
        options[stage] = _named(stage, [(_label(rule), rule) for rule in rules])
    if weights:
        sets = [each if isinstance(each, WeightSet) else load_weights(each) for each in weights]
        options[WEIGHTS] = _named(WEIGHTS, [(each.id, each) for each in sets])
    if not options:
        raise DeclarationError("There is nothing to choose from: neither rules nor weights.")
    return Grid(options)


def _declared(choices: Declared) -> Choices | None:
    if choices is None or isinstance(choices, Choices):
        return choices
    found = choices if isinstance(choices, Uncertainty) else load_uncertainty(choices)
    varies = found.varies
    if not isinstance(varies, Choices):
        raise DeclarationError(
            f"'{found.id}' declares no choices of the method, but '{varies.by}'.",
            hint="Name an uncertainty that varies by choices.",
        )
    return varies


def _named(choice: str, options: list[tuple[str, Any]]) -> dict[str, Any]:
    """Options by name, none twice."""
    names = [name for name, _ in options]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DeclarationError(f"The choice '{choice}' has an option twice: {', '.join(twice)}.")
    return dict(options)


def _label(rule: Any) -> str:
    """A rule in a word, with what differs from its defaults: ``exponential_rank c=15``."""
    if isinstance(rule, tuple):  # rules of shrinkage stand together
        return " + ".join(map(_label, rule)) or "none"
    if not isinstance(rule, Declaration):
        return str(rule)
    own = rule.model_dump(exclude_unset=True)
    by = str(own.pop("by", getattr(rule, "by", "")))
    return " ".join([by, *(f"{name}={_plain(value)}" for name, value in own.items())])


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
