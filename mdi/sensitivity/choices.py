"""Choices of the method: other rules that can be defended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Literal

from pydantic import model_validator

from mdi.aggregation import Aggregation
from mdi.errors import DeclarationError, MdiError, Problem
from mdi.methods.model import Method
from mdi.missing import MissingPolicy
from mdi.normalisation import Normalisation
from mdi.plan import plan_of
from mdi.result import IndexResult
from mdi.sensitivity.varying import Varying
from mdi.shrinkage import Shrinkage

STAGES = ("shrinkage", "indicators", "missing", "aggregation", "domains")


class Choices(Varying):
    """For every stage that is named, one of the rules, each as likely and by itself.

    The weights of the domains are a source of their own. What single nodes declare stays.

    Attributes:
        shrinkage: sets of rules that steady small numbers; an empty set shrinks nothing.
        indicators: normalisations of the figures.
        missing: policies for missing children.
        aggregation: rules of aggregation.
        domains: transformations of the scores of domains, such as other constants c.

    Source: formula F27; OECD/JRC Handbook on Constructing Composite Indicators, step 7.
    """

    by: Literal["choices"] = "choices"
    shrinkage: tuple[tuple[Shrinkage, ...], ...] = ()
    indicators: tuple[Normalisation, ...] = ()
    missing: tuple[MissingPolicy, ...] = ()
    aggregation: tuple[Aggregation, ...] = ()
    domains: tuple[Normalisation, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Choices:
        if not self.stages():
            message = "no stage has rules to choose from; name at least one: " + ", ".join(STAGES)
            raise ValueError(message)
        return self

    def stages(self) -> dict[str, tuple[Any, ...]]:
        """The rules of every stage that is named."""
        return {stage: getattr(self, stage) for stage in STAGES if getattr(self, stage)}

    def methods(self, base: Method) -> list[Method]:
        """Every combination, the last stage changing first.

        Raises:
            DeclarationError: some of them are no methods; all at once.
        """
        stages = self.stages()
        methods: list[Method] = []
        problems: list[Problem] = []
        for rules in product(*stages.values()):
            try:
                methods.append(_changed(base, dict(zip(stages, rules, strict=True))))
            except DeclarationError as error:
                problems += error.problems or [Problem(error.message)]
        if problems:
            raise DeclarationError("Not all choices make a method.", problems)
        return methods

    def refusals(self, result: IndexResult) -> list[Problem]:
        """See `Varying.refusals`."""
        return list(self._unfit(result))

    def _unfit(self, result: IndexResult) -> Iterator[Problem]:
        try:
            for method in self.methods(result.method):
                plan_of(result.tree, method)
        except MdiError as error:
            yield from error.problems or (Problem(f"choices: {error.message}"),)


def _changed(base: Method, rules: dict[str, Any]) -> Method:
    """A method with other rules, checked as if it had been declared."""
    return Method.parse({**dict(base), **rules}, f"a choice of method '{base.id}'")
