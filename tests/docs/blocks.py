"""The fenced blocks of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```([a-z]+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """A fenced block, its language, its title and the line it starts at."""

    language: str
    title: str | None
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """All blocks of a page, from top to bottom."""
    content = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(content):
        title = TITLE.search(match[2])
        line = content.count("\n", 0, match.start()) + 1
        found.append(Block(match[1], title[1] if title else None, match[3], line))
    return found


def replace_output(page: Path, old: Block, output: str) -> None:
    """Write what a block really printed into the page."""
    content = page.read_text(encoding="utf-8")
    lines = "".join(f"{line.rstrip()}\n" for line in output.rstrip().splitlines())
    before, after = f"```text\n{old.text}```", f"```text\n{lines}```"
    page.write_text(content.replace(before, after, 1), encoding="utf-8")
