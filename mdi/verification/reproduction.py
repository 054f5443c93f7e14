"""An official index through the engine: domains as declared, the rest is its own work."""

from __future__ import annotations

import numpy as np

from mdi.declaration import Text
from mdi.domains.model import Domain, Domains, Indicator
from mdi.engine import score
from mdi.fitted import Floats
from mdi.indices.model import Form, Measure, OfficialIndex
from mdi.methods.model import Method, NodeRules
from mdi.normalisation import AsGiven
from mdi.ranking import ranks
from mdi.tree import grow
from mdi.verification.comparison import Comparison
from mdi.verification.published import INDEX, Published


def compared(index: OfficialIndex, published: Published) -> dict[Measure, Comparison]:
    """Compute the index and lay it beside each figure of it that is published."""
    return {
        measure: Comparison(
            published.codes, published.columns[INDEX[measure]], ours, index.expect.of(measure)
        )
        for measure, ours in reproduced(index, published).items()
        if INDEX[measure] in published.columns
    }


def reproduced(index: OfficialIndex, published: Published) -> dict[Measure, Floats]:
    """(n,) ranks, deciles and scores of the index, from its published domains."""
    domains = domains_of(index, published.forms)
    tree = grow(domains, index.weights)
    leaves = domains.leaves()
    values = np.array([published.domain(name) for name in index.domains])
    signs = np.array([1.0 if leaf.direction == "worse" else -1.0 for leaf in leaves])
    everyone = np.ones(len(published), np.bool_)
    method = method_of(index, published.forms)
    scores = score(values, signs, everyone, tree, method)[tree.root.row]
    given, ranked = ranks(scores)
    unknown = np.full(len(published), np.nan)
    deciles = index.deciles.of(given, ranked, 1, unknown)
    return {
        "rank": given.astype(np.float64),
        "decile": deciles.astype(np.float64),
        "score": scores,
    }


def domains_of(index: OfficialIndex, forms: dict[str, Form]) -> Domains:
    """Each domain with its published rank (1 is worst) or score as its one indicator."""
    return Domains(
        domains=tuple(
            Domain(id=name, name=_text(name), indicators=(_figure(name, forms[name]),))
            for name in index.domains
        )
    )


def method_of(index: OfficialIndex, forms: dict[str, Form]) -> Method:
    """Ranks are transformed; scores too, unless they are published as points."""
    points = [f"{name}_score" for name, form in forms.items() if form == "score"]
    as_given = points if index.scores == "points" else []
    return Method(
        id=index.id,
        indicators=index.transform,
        index="weights",
        nodes={leaf: NodeRules(normalisation=AsGiven()) for leaf in as_given},
        deciles=index.deciles,
    )


def _figure(name: str, form: Form) -> Indicator:
    column = f"{name}_{form}"
    direction = "better" if form == "rank" else "worse"
    return Indicator(id=column, name=_text(column), direction=direction, measure="score")


def _text(word: str) -> Text:
    return Text(nl=word, en=word)
