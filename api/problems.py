"""A problem as plain data, for documents that name several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mdi.errors import Problem

MOST = 100  # problems that are told
LONGEST = 500  # signs of a text in them; who sends much is not sent more back


def told(problems: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems as a document tells them: so many that they help."""
    shown = [{key: _short(value) for key, value in each.items()} for each in problems[:MOST]]
    more = len(problems) - len(shown)
    return [*shown, {"what": f"and {more:,} more"}] if more > 0 else shown


def short(text: str, most: int = LONGEST) -> str:
    """A text without the end that is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(value: Any) -> Any:
    return (
        short(value)
        if isinstance(value, str)
        else value[:MOST]
        if isinstance(value, list)
        else value
    )


def plain(found: Problem | str) -> dict[str, Any]:
    """What is wrong, where, and what to do; only what is known."""
    if isinstance(found, str):
        return {"what": found}
    cells = [{"area": area, "found": value} for area, value in found.cells]
    full = {
        "what": found.what,
        "column": found.column,
        "cells": cells,
        "expected": found.expected,
        "hint": found.hint,
    }
    return {key: value for key, value in full.items() if value}
