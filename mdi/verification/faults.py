"""What can be wrong with a file that should hold a published index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import numpy as np

from mdi.errors import Problem, counted
from mdi.indices.model import OfficialIndex
from mdi.verification.published import CODE, INDEX, Published


def heading_faults(headings: Sequence[str], index: OfficialIndex) -> Iterator[Problem]:
    """Columns that stand there twice, and codes that do not stand there at all."""
    domains = [f"{name}_{form}" for name in index.domains for form in ("rank", "score")]
    parts = [part.id for step in index.steps for part in step.indicators]
    counts = Counter(headings)
    for name in dict.fromkeys([CODE, *domains, *INDEX.values(), *parts]):
        if counts[name] > 1:
            yield Problem(f"column '{name}' stands there {counts[name]} times", expected="once")
    if CODE not in counts:
        hint = _near(CODE, headings)
        yield Problem(f"there is no column '{CODE}'", expected="one code for each area", hint=hint)


def content_faults(
    published: Published, index: OfficialIndex, headings: Sequence[str], broken: set[str | None]
) -> Iterator[Problem]:
    """What is wrong with areas, domains and index; gaps in broken columns are known."""
    if not published.codes:
        yield Problem("the file has no areas that were ranked", expected="one row for each area")
        return
    yield from _codes(published.codes)
    for name in index.domains:
        if name not in published.forms:
            yield _no_domain(name, index, headings)
    yield from _nothing_to_compare(index, published, headings)
    used = [f"{name}_{form}" for name, form in published.forms.items()]
    for name in [*used, *INDEX.values()]:
        if name in published.columns and name not in broken:
            yield from _gaps(name, published)
    for name, form in published.forms.items():
        if form == "rank":
            yield from _no_ranks(f"{name}_rank", published)
    yield from _no_ranks(INDEX["rank"], published, bounded=False)


def _near(name: str, headings: Sequence[str]) -> str | None:
    """The heading that looks like it, whatever its capitals."""
    lowered = {heading.lower(): heading for heading in headings}
    near = get_close_matches(name, list(lowered), n=1, cutoff=0.75)
    return f"did you mean '{lowered[near[0]]}'?" if near else None


def _codes(codes: Sequence[str]) -> Iterator[Problem]:
    """Every area has a code, and has it alone."""
    counts = Counter(codes)
    if counts[""]:
        yield Problem(f"is empty in {counted(counts[''], 'row')} with figures", CODE)
    twice = tuple((code, f"{n} rows") for code, n in counts.items() if n > 1 and code)
    if twice:
        yield Problem("holds codes more than once", CODE, twice, "one row for each area")


def _no_domain(name: str, index: OfficialIndex, headings: Sequence[str]) -> Problem:
    """A domain without figures to compute it from: what is there instead?"""
    columns = [f"{name}_{form}" for form in index.reads]
    found = f"domain '{name}' has no column " + " or ".join(f"'{column}'" for column in columns)
    empty = [column for column in columns if column in headings]
    if empty:
        return Problem(f"domain '{name}' has no figures: column '{empty[0]}' is empty")
    unread = [h for h in headings if h in (f"{name}_rank", f"{name}_score")]
    if unread:
        return Problem(found, hint=f"{index.id} cannot be computed from '{unread[0]}'")
    return Problem(found, hint=_near(columns[0], _strangers(headings, index)))


def _strangers(headings: Sequence[str], index: OfficialIndex) -> list[str]:
    """The headings that mean nothing to us: one of them may be meant by a name we miss."""
    domains = {f"{name}_{form}" for name in index.domains for form in ("rank", "score")}
    return [name for name in headings if name not in {CODE, *domains, *INDEX.values()}]


def _nothing_to_compare(
    index: OfficialIndex, published: Published, headings: Sequence[str]
) -> Iterator[Problem]:
    """At least one figure of the index is there."""
    if any(name in published.columns for name in INDEX.values()):
        return
    yield Problem(
        "there is nothing to compare with",
        expected="a column " + " or ".join(f"'{name}'" for name in INDEX.values()),
        hint=_near(INDEX["rank"], _strangers(headings, index)),
    )


def _gaps(name: str, published: Published) -> Iterator[Problem]:
    """Official indices are complete: an area has all of its figures or none."""
    rows = np.flatnonzero(np.isnan(published.columns[name])).tolist()
    cells = tuple((published.codes[row], "") for row in rows)
    if cells:
        hint = "an area that was not ranked has no figure of the index either"
        yield Problem("has no figure", name, cells, "one for each area", hint)


def _no_ranks(name: str, published: Published, *, bounded: bool = True) -> Iterator[Problem]:
    """Ranks are whole, or on a half where areas share one; bounded: from 1 to their number."""
    values = published.columns.get(name, np.empty(0))
    wrong = 2 * values % 1 > 0
    if bounded:
        wrong |= (values < 1) | (values > len(published))
    rows = np.flatnonzero(wrong).tolist()
    cells = tuple((published.codes[row], f"{values[row]:.15g}") for row in rows)
    if cells:
        expected = f"ranks from 1 to {len(published)}, the number of areas, whole or on a half"
        hint = "give every area that was ranked, and no separators of thousands"
        yield Problem("holds no ranks", name, cells, expected, hint)
