"""Domains made of their indicators, through the engine, beside their published ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.declaration import Text
from mdi.domains.model import Domain, Domains, Indicator
from mdi.engine import scoring_of
from mdi.fitted import Floats
from mdi.indices.model import OfficialIndex, Step
from mdi.methods.model import Method, NodeRules
from mdi.normalisation import NormalScore
from mdi.ranking import ranks
from mdi.tree import grow
from mdi.verification.comparison import Comparison
from mdi.verification.published import Published, has_indicators
from mdi.weights.model import WeightSet


@dataclass(frozen=True, slots=True, eq=False)
class StepResult:
    """How one domain came out.

    Attributes:
        step: what was declared.
        ranks: our ranks of the areas beside the published ones, where they are published.
        weights: our weights of the indicators beside the published ones, where they are.
    """

    step: Step
    ranks: Comparison | None
    weights: Comparison | None

    @property
    def met(self) -> bool:
        """Whether all that is expected is met."""
        return all(found.met for found in (self.ranks, self.weights) if found is not None)


def verified_steps(index: OfficialIndex, published: Published) -> tuple[StepResult, ...]:
    """Every step whose indicators are all in the file."""
    taken = (step for step in index.steps if has_indicators(step, published.columns))
    return tuple(_verified(step, published) for step in taken)


def _verified(step: Step, published: Published) -> StepResult:
    scores, weights = made(step, published)
    return StepResult(step, _ranks(step, published, scores), _weights(step, weights))


def made(step: Step, published: Published) -> tuple[Floats, Floats]:
    """(n,) scores of a domain and the (k,) weights of its indicators.

    Normal scores of the indicators, weighed and added. Source: formulas F10, F12 and F13.
    """
    domain = Domain(
        id=step.domain,
        name=_text(step.domain),
        indicators=tuple(
            Indicator(id=part.id, name=_text(part.id), direction=part.direction)
            for part in step.indicators
        ),
    )
    tree = grow(Domains(domains=(domain,)), WeightSet(weights={step.domain: 1.0}))
    rules = NodeRules(weighting=step.weighting, missing=step.missing)
    method = Method(indicators=NormalScore(), nodes={step.domain: rules})
    values = np.array([published.columns[part.id] for part in step.indicators])
    signs = np.array([1.0 if part.direction == "worse" else -1.0 for part in step.indicators])
    scoring = scoring_of(values, signs, np.ones(len(published), np.bool_), tree, method)
    return scoring.points[tree.root.row], scoring.weights[step.domain].weights


def _ranks(step: Step, published: Published, scores: Floats) -> Comparison | None:
    """Ranks beside published ones, where both are there."""
    column = published.columns.get(f"{step.domain}_rank")
    if column is None:
        return None
    given, _ = ranks(scores)
    here = np.flatnonzero((given > 0) & ~np.isnan(column))
    codes = [published.codes[row] for row in here.tolist()]
    return Comparison(codes, column[here], given[here].astype(np.float64), step.ranks)


def _weights(step: Step, weights: Floats) -> Comparison | None:
    published = [part.weight for part in step.indicators if part.weight is not None]
    if len(published) < len(step.indicators):
        return None
    names = [part.id for part in step.indicators]
    return Comparison(names, np.array(published), weights, step.weights)


def _text(word: str) -> Text:
    return Text(nl=word, en=word)
