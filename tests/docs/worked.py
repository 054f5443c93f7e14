"""The worked examples as a page for readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from tests.examples.reading import EXAMPLES, Example

FAMILIES = {
    "index": "The index",
    "normalisation": "Normalisation",
    "treatment": "Treatment",
    "weighting": "Weighting",
    "aggregation": "Aggregation",
    "missing": "Missing children",
    "small_numbers": "Rates and small numbers",
    "sub_domains": "Sub-domains and rules of one node",
    "deciles": "Deciles, and ranks within a parent",
    "larger_areas": "Larger areas",
    "years": "Years",
}
PER_AREA = (  # what is given as one figure for each area
    "codes", "groups", "parent_code", "at_ranks", "population", "reference", "figures",
    "counts", "standard_errors", "scores", "people",
)  # fmt: skip
LABELS = {
    "figures": "{}",
    "counts": "{}",
    "reference": "{}, base year",
    "standard_errors": "{}, standard error",
    "at_ranks": "rank in the country",
    "parent_code": "larger area",
    "codes": "area",
}
WIDE = 6  # with more areas the figures stand in one cell, in order
LONG = 24  # with more, only the ends of the row are shown
INTRO = """\
# Worked examples

Small enough to be done by hand: what goes in, what comes out, and the sum in between. The tests
run every one of them, and this page is made from the same files in `tests/examples/`. Areas stand
in order; – is *none*. A formula is explained in the [list of formulas](formulas.md), a rule in the
[list of methods](methods.md).
"""


def page() -> str:
    """The page, whole."""
    parts = [INTRO]
    order = list(FAMILIES)
    by_family = sorted(EXAMPLES, key=lambda example: order.index(example.family))
    for family, examples in groupby(by_family, key=lambda example: example.family):
        parts.append(f"## {FAMILIES[family]}\n")
        parts += ["\n".join(_section(example)) for example in examples]
    return "\n".join(parts)


def _section(example: Example) -> Iterator[str]:
    settings, rows = _split(example.given)
    yield f"### {example.title.removesuffix('.')}\n"
    if settings:
        yield _console(f"{name} = {_toml(value)}" for name, value in settings.items())
    outcome = {f"**{name}**": value for name, value in example.expect.items()}
    yield _table(rows | outcome) if _alike(rows, outcome) else _tables(rows, outcome)
    yield _console(example.sums)


def _split(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """What is declared once, and what is given for each area."""
    settings, rows = {}, {}
    for name, value in given.items():
        if name in ("before", "after"):
            inner, lists = _split(value)
            settings |= {f"{name}.{key}": each for key, each in inner.items()}
            rows |= {f"{key}, {name}": each for key, each in lists.items()}
        elif name in PER_AREA:
            rows |= _rows(name, value)
        else:
            settings[name] = value
    return settings, rows


def _rows(name: str, value: Any) -> dict[str, list[Any]]:
    """What is given for each area, under words for readers."""
    words = LABELS.get(name, f"{name} {{}}")
    if isinstance(value, list):
        return {words.format("").strip(): value}
    found = {}
    for key, each in value.items():
        parts = each if isinstance(each, dict) else {"": each}
        found |= {f"{words.format(key)} {part}".strip(): numbers for part, numbers in parts.items()}
    return found


def _alike(*groups: Mapping[str, Any]) -> bool:
    lists = [value for rows in groups for value in rows.values() if isinstance(value, list)]
    return len({len(value) for value in lists}) <= 1


def _tables(*groups: Mapping[str, Any]) -> str:
    return "\n".join(_table(rows) for rows in groups)


def _table(rows: Mapping[str, Any]) -> str:
    lists = [value for value in rows.values() if isinstance(value, list)]
    width = len(lists[0]) if lists else 1
    wide = width > WIDE or not _alike(rows)
    columns = 1 if wide else width
    lines = ["| |" + " |" * columns, "|---|" + "---|" * columns]
    for name, value in rows.items():
        cells = [_cell(each) for each in value] if isinstance(value, list) else [_cell(value)]
        if wide:
            cells = [", ".join(_ends(cells))]
        lines.append(f"| {name} | {' | '.join(cells + [''] * (columns - len(cells)))} |")
    return "\n".join(lines) + "\n"


def _ends(cells: list[str]) -> list[str]:
    return cells if len(cells) <= LONG else [*cells[:4], f"… {len(cells)} areas …", *cells[-2:]]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value or "·"
    return "–" if value != value else f"{value:.9g}".replace("-", "−")  # noqa: PLR0124


def _console(lines: Any) -> str:
    return "```console\n" + "\n".join(lines) + "\n```\n"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
