"""The examples as they stand in their files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mdi

HERE = Path(__file__).parent
TOLERANCE = 1e-9  # where an example says nothing
SUM = re.compile(r"^# ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example.

    Attributes:
        name: its file, below this folder and without the ending.
        title: the sentence.
        asks: what is asked of the engine; see `runs`.
        given: what it starts from.
        expect: what comes out, by key.
        sums: the lines that show the sum.
        tolerance: the largest difference from what is expected.
    """

    name: str
    title: str
    asks: str
    given: dict[str, Any]
    expect: dict[str, Any]
    sums: tuple[str, ...]
    tolerance: float

    @property
    def family(self) -> str:
        """The folder."""
        return self.name.partition("/")[0]


def read(path: Path) -> Example:
    """One file."""
    text = path.read_text(encoding="utf-8")
    content = tomllib.loads(text)
    return Example(
        name=str(path.relative_to(HERE).with_suffix("")),
        title=content["title"],
        asks=content.get("asks", "index"),
        given=content["given"],
        expect=content["expect"],
        sums=tuple(SUM.findall(text)),
        tolerance=content.get("tolerance", TOLERANCE),
    )


EXAMPLES = [read(path) for path in sorted(HERE.glob("*/*.toml"))]


def words_of(expected: Any) -> bool:
    """Whether words are expected instead of numbers."""
    return isinstance(expected, list) and any(isinstance(value, str) for value in expected)


def rules_of(example: Example) -> Iterator[str]:
    """The names of the rules that an example uses."""
    method = example.given.get("method", "imd")
    given = mdi.load_method(method).model_dump() if isinstance(method, str) else method
    stack = [mdi.Method.parse(given, example.name).model_dump(exclude_unset=False)]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            yield from [here["by"]] if isinstance(here.get("by"), str) else []
            stack += here.values()
        elif isinstance(here, list | tuple):
            stack += here
