"""The rules of a union as text for readers, made of their fields and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mdi.aggregation import Aggregation
from mdi.declaration import names
from mdi.indices.model import HERE as INDICES
from mdi.indices.model import load_index
from mdi.indices.words import expectations
from mdi.methods.model import Method, NodeRules
from mdi.missing import MissingPolicy
from mdi.normalisation import Normalisation
from mdi.ranking import Deciles
from mdi.shrinkage import Shrinkage
from mdi.treatment import Treatment
from mdi.weighting import Weighting

Model = type[BaseModel]

UNIONS: dict[str, Any] = {
    "shrinkage": Shrinkage,
    "treatment": Treatment,
    "normalisation": Normalisation,
    "missing": MissingPolicy,
    "weighting": Weighting,
    "aggregation": Aggregation,
}
MODELS: dict[str, Model] = {"method": Method, "nodes": NodeRules, "deciles": Deciles}
BLOCK = re.compile(r"(<!-- made of the code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
BOUNDS = {"ge": "≥ {}", "gt": "> {}", "le": "≤ {}", "lt": "< {}"}
DISCRIMINATOR = "by"


def members(union: Any) -> tuple[Model, ...]:
    """The rules of a union, in its order."""
    return get_args(get_args(union)[0])


def rewritten(page: str) -> str:
    """A page with every block made of the code as it is now."""
    return BLOCK.sub(lambda block: f"{block[1]}{_made(block[2])}{block[3]}", page)


def blocks_of(page: str) -> list[str]:
    """What the blocks of a page are made of."""
    return [match[2] for match in BLOCK.finditer(page)]


def _made(name: str) -> str:
    if name == "indices":
        return "\n" + _indices() + "\n"
    if name in MODELS:
        return "\n" + _keys(MODELS[name]) + "\n"
    return "\n" + "\n".join(_rule(model) for model in members(UNIONS[name])) + "\n"


def _indices() -> str:
    """A row for each official index: what is expected of it."""
    rows = [
        f"| `{name}` | {(index := load_index(name)).name.en} | {'; '.join(expectations(index))} |"
        for name in names(INDICES)
    ]
    return "\n".join(["| Index | Name | Expected |", "|---|---|---|", *rows])


def _rule(model: Model) -> str:
    paragraphs = _paragraphs(model)
    text = [p for p in paragraphs if not p.startswith(("Source:", "Attributes:"))]
    source = next((p for p in paragraphs if p.startswith("Source:")), "")
    parts = [f"### `{model.model_fields[DISCRIMINATOR].default}`", *text]
    parts += [_keys(model)] if len(model.model_fields) > 1 else []
    return "\n\n".join([*parts, *([f"*{source}*"] if source else [])]) + "\n"


def _keys(model: Model) -> str:
    meanings: dict[str, str] = {}
    for base in reversed(model.__mro__):
        meanings |= _attributes(base)
    lines = ["| Key | Values | If not given | Meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        literal = name == DISCRIMINATOR and model not in MODELS.values()
        if not literal:
            cells = (f"`{name}`", _values(field), _default(field), meanings[name])
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _paragraphs(model: type) -> list[str]:
    """The docstring of a class, one line for each paragraph."""
    text = inspect.cleandoc(model.__doc__ or "")
    return [_inline(" ".join(part.split())) for part in re.split(r"\n\s*\n", text)]


def _attributes(model: type) -> dict[str, str]:
    """What the docstring of a class says of each attribute."""
    text = inspect.cleandoc(vars(model).get("__doc__") or "")
    block = re.search(r"^Attributes:\n((?:    .*\n?|\n)*)", text, re.MULTILINE)
    entries = re.split(r"^    (?=\w+: )", block[1], flags=re.MULTILINE) if block else []
    pairs = (entry.partition(": ")[::2] for entry in entries if ": " in entry)
    return {name.strip(): _inline(" ".join(meaning.split())) for name, meaning in pairs}


def _inline(text: str) -> str:
    """Text as it stands in a page; a rule goes by the name it is declared with."""
    for union in UNIONS.values():
        for model in members(union):
            name = model.model_fields[DISCRIMINATOR].default
            text = text.replace(f"`{model.__name__}`", f"`{name}`")
    return text.replace("``", "`").replace("*", r"\*").replace("|", r"\|")


def _values(field: FieldInfo) -> str:
    choices = list(_literals(field.annotation))
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    limits = [
        form.format(f"{getattr(each, word):g}")
        for each in field.metadata
        for word, form in BOUNDS.items()
        if getattr(each, word, None) is not None
    ]
    return ", ".join(limits)


def _literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for each in get_args(annotation):
        if get_origin(each) is Literal:
            yield from _literals(each)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        by = getattr(value, DISCRIMINATOR)
        return f"`{by}`"
    if value is None or value in ((), {}):
        return ""
    return (
        f"{value:g}"
        if isinstance(value, float)
        else f"`{value}`"
        if isinstance(value, str)
        else str(value).lower()
    )
