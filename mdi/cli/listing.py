"""``mdi list``: what can be chosen by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Column, Table

from mdi import geographies, indices, methods, sources, weights
from mdi.aggregation import Aggregation
from mdi.cli.formats import formats
from mdi.cli.options import DomainsFolder
from mdi.declaration import names
from mdi.domains.model import Domains, load_domains
from mdi.geographies.model import load_geography
from mdi.indices.model import load_index
from mdi.methods.model import load_method
from mdi.missing import MissingPolicy
from mdi.normalisation import Normalisation
from mdi.sensitivity import uncertainties
from mdi.sensitivity.uncertainties.model import load_uncertainty
from mdi.shrinkage import Shrinkage
from mdi.sources.model import load_source
from mdi.treatment import Treatment
from mdi.weighting import Weighting
from mdi.weights.model import load_weights

Rows = Iterator[tuple[str, ...]]


class Kind(StrEnum):
    """What can be listed."""

    DOMAINS = "domains"
    INDICATORS = "indicators"
    WEIGHTS = "weights"
    METHODS = "methods"
    RULES = "rules"
    UNCERTAINTIES = "uncertainties"
    INDICES = "indices"
    SOURCES = "sources"
    LEVELS = "levels"
    FORMATS = "formats"


def listing(
    kind: Annotated[Kind | None, typer.Argument(help="What to list; all kinds without.")] = None,
    domains: DomainsFolder = None,
) -> None:
    """Show what can be chosen by name.

    Example: mdi list indicators
    """
    console = Console(highlight=False)
    for each in [kind] if kind else list(Kind):
        heads, rows = LISTS[each]
        first = Column(heads[0], no_wrap=True)  # a name that is cut off cannot be used
        table = Table(first, *heads[1:], title=each.value, title_justify="left")
        for row in rows(load_domains(domains)):
            table.add_row(*row)
        console.print(table)


def _domains(domains: Domains) -> Rows:
    for domain in domains:
        yield domain.id, domain.name.nl, domain.name.en, str(len(domain.indicators))


def _indicators(domains: Domains) -> Rows:
    for domain in domains:
        for leaf in domain.leaves():
            yield leaf.id, domain.id, leaf.name.nl, leaf.name.en, leaf.unit, leaf.direction


def _weights(_: Domains) -> Rows:
    for name in names(_folder(weights)):
        found = load_weights(name)
        printed = " · ".join(f"{domain} {weight:g}" for domain, weight in found.weights.items())
        yield name, printed, f"{found.total:g}", f"{found.base:g}"


def _methods(_: Domains) -> Rows:
    for name in names(_folder(methods)):
        found = load_method(name)
        yield name, found.note.nl if found.note else "", found.note.en if found.note else ""


def _rules(_: Domains) -> Rows:
    for family, union in UNIONS.items():
        members, _registry = get_args(union)
        for rule in get_args(members):
            fields = rule.model_fields
            says = (rule.__doc__ or "").strip().splitlines()[0]
            keys = ", ".join(name for name in fields if name != "by")
            yield str(fields["by"].default), family, keys, says


def _uncertainties(_: Domains) -> Rows:
    for name in names(_folder(uncertainties)):
        found = load_uncertainty(name)
        yield name, found.varies.by, *((found.note.nl, found.note.en) if found.note else ("", ""))


def _indices(_: Domains) -> Rows:
    for name in names(_folder(indices)):
        found = load_index(name)
        printed = " · ".join(f"{domain} {weight:g}" for domain, weight in found.domains.items())
        yield name, found.name.en, found.publisher, printed


def _sources(_: Domains) -> Rows:
    for name in names(_folder(sources)):
        found = load_source(name)
        read = "its own names" if found.own_names else ", ".join(found.indicators)
        yield name, found.name.en, found.publisher, read


def _levels(_: Domains) -> Rows:
    for name in names(_folder(geographies)):
        for level in load_geography(name).levels:
            yield level.id, level.name.nl, level.name.en, level.code_in_words, name


def _formats(_: Domains) -> Rows:
    yield from formats()


def _folder(package: object) -> Path:
    return Path(str(package.__path__[0]))  # type: ignore[attr-defined]


UNIONS: dict[str, object] = {
    "shrinkage": Shrinkage,
    "treatment": Treatment,
    "normalisation": Normalisation,
    "missing": MissingPolicy,
    "weighting": Weighting,
    "aggregation": Aggregation,
}

LISTS: dict[Kind, tuple[tuple[str, ...], Callable[[Domains], Rows]]] = {
    Kind.DOMAINS: (("id", "Nederlands", "English", "indicators"), _domains),
    Kind.INDICATORS: (("id", "domain", "Nederlands", "English", "unit", "higher is"), _indicators),
    Kind.WEIGHTS: (("id", "as printed", "sum", "of"), _weights),
    Kind.METHODS: (("id", "Nederlands", "English"), _methods),
    Kind.RULES: (("by", "family", "keys", "what it does"), _rules),
    Kind.UNCERTAINTIES: (("id", "by", "Nederlands", "English"), _uncertainties),
    Kind.INDICES: (("id", "name", "publisher", "weights as printed"), _indices),
    Kind.SOURCES: (("id", "name", "publisher", "indicators"), _sources),
    Kind.LEVELS: (("id", "Nederlands", "English", "codes", "geography"), _levels),
    Kind.FORMATS: (("ending", "read as", "written as"), _formats),
}
